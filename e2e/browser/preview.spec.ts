import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** What the lab serves: tests run what a hostile page would in it. */
const HTML = "<!doctype html><title>Lab</title><h1>Page du lab</h1>";

// Two labs, and several looks at each, on a machine that does other things too.
test.describe.configure({ timeout: 180_000 });

/** Writes the lab's page and serves it from the student's terminal. */
async function serve(lesson: LessonPage): Promise<void> {
  await lesson.type(`mkdir -p site && cd site && echo '${HTML}' > index.html && clear`);
  await lesson.type("busybox httpd -f -p 127.0.0.1:8080 & sleep 1; echo 'en route'");
  await lesson.sees(/^en route$/m);
}

/** Opens the list of ports, and one of them from it. */
async function openPreview(lesson: LessonPage, port: string): Promise<Page> {
  await lesson.button("Ports").click();
  const list = lesson.panel.getByRole("dialog", { name: "Ports du lab" });
  const opened = lesson.page.context().waitForEvent("page");
  await list.getByRole("link", { name: port }).click();
  return await opened;
}

test("a page served in the lab opens in a tab of its own", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await expect(lesson.button("Ports")).toBeHidden();
  await lesson.start();
  const list = lesson.panel.getByRole("dialog", { name: "Ports du lab" });

  await test.step("nothing listens: the list says what to try", async () => {
    await lesson.button("Ports").click();
    await expect(list.getByRole("status")).toHaveText("Rien n’écoute dans le lab.");
    await expect(list.getByText("busybox httpd -f -p 8080")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
  });

  await test.step("what listens is a link", async () => {
    await lesson.terminal.click();
    await serve(lesson);
    const preview = await openPreview(lesson, "8080");
    await expect(preview.getByRole("heading", { name: "Page du lab" })).toBeVisible();
    expect(preview.url()).toMatch(/^http:\/\/8080-lab-[0-9a-f]{10}\.localhost:\d+\/$/);
    expect(await preview.evaluate(() => window.opener)).toBeNull();
    expect(await preview.evaluate(() => document.cookie)).toBe("");
    // The link's own address, without a ticket, is good from now on.
    const { href } = await list.getByRole("link", { name: "8080" }).evaluate((link) => ({
      href: (link as HTMLAnchorElement).href,
    }));
    await preview.goto(href);
    await expect(preview.getByRole("heading", { name: "Page du lab" })).toBeVisible();
    await preview.close();
  });

  await test.step("by keyboard, a port that nothing listens on: the page says so", async () => {
    await list.getByRole("spinbutton", { name: "Port" }).fill("9999");
    const opened = page.context().waitForEvent("page");
    await page.keyboard.press("Enter");
    const preview = await opened;
    await expect(preview.getByRole("heading")).toHaveText("Rien n’écoute sur le port 9999");
    const { violations } = await new AxeBuilder({ page: preview }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await preview.close();
  });

  await test.step("the list has no violation, and fits a phone", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).include("#lab").analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 844 });
    await lesson.button("Ports").click();
    await expect(list.getByRole("link", { name: "8080" })).toBeInViewport({ ratio: 1 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});

test("a hostile preview gets nothing of the site", async ({ page, baseURL }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const lab = await lesson.labId();
  await serve(lesson);
  const preview = await openPreview(lesson, "8080");
  await expect(preview.getByRole("heading", { name: "Page du lab" })).toBeVisible();

  /** What a request from the lab's page to the site comes to. */
  const reach = (path: string, init: RequestInit) =>
    preview.evaluate(
      ([url, options]) =>
        fetch(url as string, { credentials: "include", ...(options as RequestInit) }).then(
          (answer) => answer.text(),
          () => "refused",
        ),
      [`${baseURL}${path}`, init] as const,
    );
  expect(await reach(`/api/labs/${lab}`, {})).toBe("refused");
  expect(await reach(`/api/labs/${lab}`, { method: "DELETE" })).toBe("refused");
  expect(await reach("/api/labs", { method: "POST", body: "{}", mode: "no-cors" })).toBe("refused");
  const socket = await preview.evaluate(
    (url) =>
      new Promise<number>((resolve) => {
        const terminal = new WebSocket(url, "atelier.v1");
        terminal.onclose = ({ code }) => resolve(code);
      }),
    `${baseURL!.replace("http", "ws")}/api/labs/${lab}/terminals/main`,
  );
  expect([4403, 1006]).toContain(socket);

  const framed = await preview.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const frame = document.createElement("iframe");
        frame.onload = () => resolve(frame.contentDocument ? "readable" : "closed");
        frame.src = url;
        document.body.append(frame);
      }),
    `${baseURL}/`,
  );
  expect(framed).toBe("closed");
  expect(preview.frames().filter((frame) => frame.url().startsWith(baseURL!))).toEqual([]);
  // The lab is still there, and is still this person's.
  await preview.close();
  expect((await page.context().request.get(`/api/labs/${lab}`)).ok()).toBe(true);
});
