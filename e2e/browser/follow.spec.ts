import type { Page } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** Marks the page and the terminal's node: what is loaded or made anew has no mark. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { marked: true });
    Object.assign(document.querySelector("lab-terminal .xterm")!, { marked: true });
  });
}

/** Whether the page is the one that was marked, and its terminal too. */
function marks(page: Page): Promise<boolean[]> {
  return page.evaluate(() => [
    "marked" in window,
    "marked" in (document.querySelector("lab-terminal .xterm") ?? {}),
  ]);
}

const next = (page: Page) => page.getByRole("link", { name: /Suivante/ });

test("from lesson to lesson the text changes, the terminal stays as it is", async ({ page }) => {
  test.setTimeout(180_000);
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  const guide = await LessonPage.open(page, LESSONS.guide);
  const title = await page.title();
  await guide.start();
  const id = await guide.labId();
  await guide.type("echo bois | tr b B");
  await guide.sees(/^Bois/m);
  await page.keyboard.type("echo moitie-");
  await guide.sees(/\$ echo moitie-/);
  const count = sockets.length;
  await mark(page);

  await test.step("to the next lesson, with half a line", async () => {
    await next(page).click();
    await expect(page).toHaveURL("/conteneurs/conteneurs-et-vm/");
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText("Conteneurs, VM et tout ça");
    await expect(heading).toBeFocused();
    await expect(page).toHaveTitle(/^Conteneurs, VM et tout ça/);
    expect(await marks(page)).toEqual([true, true]);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    const current = page.locator(".menu [aria-current=page] .title");
    await expect(current).toHaveText("Conteneurs, VM et tout ça");
    await expect(page.locator("head meta[name=description]")).toHaveCount(1);
    await expectNoViolation(page);
  });

  await test.step("the line goes on, in the same shell", async () => {
    await guide.terminal.click();
    await guide.type("entiere");
    await guide.sees(/^moitie-entiere/m);
    expect(await guide.screen()).toContain("Bois");
    expect(sockets).toHaveLength(count);
  });

  await test.step("what this lesson has works; its steps wait for its own lab", async () => {
    const steps = page.locator("[data-step]");
    await expect(steps.first().getByRole("button", { name: "Vérifier" })).toBeHidden();
    await expect(guide.progress).toBeVisible();
    await expect(guide.progress).toHaveText(/à faire dans le lab/);
    await expect(guide.button("Remettre à neuf")).toBeHidden();
    await expect(guide.button("Démarrer le lab de cette leçon")).toBeVisible();
    await expect(page.locator("figure .run").first()).toBeEnabled();
    const kept = await page.evaluate(() => localStorage.getItem("progress"));
    expect(kept).toContain('"last":"conteneurs/conteneurs-et-vm"');
  });

  await test.step("what is done meanwhile shows on the lab’s own lesson, one step back", async () => {
    await guide.type("id > ~/reponses/identite");
    const done = () => page.evaluate(() => localStorage.getItem("progress"));
    await expect.poll(done).toContain(`"${LESSONS.guide}":["qui-suis-je"]`);
    await page.goBack();
    await expect(page).toHaveTitle(title);
    // Where the reader left it: at the link of its end.
    await expect(next(page)).toBeInViewport();
    await guide.seesDone("qui-suis-je");
    await expect(guide.progress).toHaveText("1 / 6 étapes réussies");
    await expect(guide.button("Remettre à neuf")).toBeVisible();
    const check = guide.step("intrus");
    await check.getByRole("button", { name: "Vérifier" }).click();
    await expect(check.getByRole("status")).toContainText("cherchez avec ps -ef");
    expect(await marks(page)).toEqual([true, true]);
    expect(sockets).toHaveLength(count);
    expect(await guide.labId()).toBe(id);
  });
});

test("by the menu and by keys too; without a lab, and after a reload, as pages", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const guide = await LessonPage.open(page, LESSONS.guide);
  await page.evaluate(() => Object.assign(window, { marked: true }));
  await next(page).click();
  await expect(page).toHaveURL("/conteneurs/conteneurs-et-vm/");
  expect(await marks(page)).toEqual([false, false]);
  await page.goBack();
  await guide.start();
  await mark(page);

  await test.step("the course’s menu closes, and its marks are right", async () => {
    const menu = page.locator(".menu");
    await page.getByRole("button", { name: "Le cours" }).click();
    await menu.locator(`[data-lesson="${LESSONS.docker}"] a`).click();
    await expect(page).toHaveURL(`/${LESSONS.docker}/`);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(menu).toBeHidden();
    await expect(menu.locator("[aria-current=page]")).toHaveCount(1);
    expect(await marks(page)).toEqual([true, true]);
  });

  await test.step("tabs, questions and the table of contents work", async () => {
    await page.getByRole("button", { name: "Le cours" }).click();
    await page.locator('.menu [data-lesson="lxd/installer"] a').click();
    await expect(page).toHaveURL("/lxd/installer/");
    await expect(page.getByRole("tablist").and(page.locator("article *")).first()).toBeVisible();
    await expect(page.locator("lesson-question button").first()).toBeVisible();
    await page.locator("h2").last().scrollIntoViewIfNeeded();
    await expect(page.locator("[data-section]").first()).toHaveText(/\S/);
    await expect(page.getByRole("button", { name: "Copier" }).first()).toBeAttached();
    await page.goBack();
    await expect(page.locator("[data-section]").first()).toHaveText("");
    expect(await marks(page)).toEqual([true, true]);
  });

  await test.step("a key leads on, with a place in the address", async () => {
    await page.keyboard.press("p");
    await expect(page).not.toHaveURL(`/${LESSONS.docker}/`);
    await page.evaluate((slug) => {
      const link = document.createElement("a");
      link.href = `/${slug}/#etape-modele`;
      document.querySelector("article")!.append(link);
      link.click();
    }, LESSONS.lxc);
    await expect(page).toHaveURL(`/${LESSONS.lxc}/#etape-modele`);
    await expect(page.locator("#etape-modele")).toBeFocused();
    await expect(page.locator("#etape-modele")).toBeInViewport();
    expect(await marks(page)).toEqual([true, true]);
  });

  await test.step("a page that is no lesson, and back, is loaded", async () => {
    await page.goto("/plan/");
    await page.goBack();
    await guide.ready();
    expect(await marks(page)).toEqual([false, false]);
  });

  await test.step("back after a reload whose lab is over: the lesson of the address", async () => {
    await guide.button("Arrêter").click();
    await guide.confirm("Arrêter le lab");
    await expect(guide.state).toHaveText("Lab éteint");
    await page.reload();
    await page.goBack();
    await expect(page).not.toHaveURL(`/${LESSONS.lxc}/#etape-modele`);
    const slug = new URL(page.url()).pathname.slice(1, -1);
    await expect(page.locator("#contenu")).toHaveAttribute("data-page-lesson", slug);
    await expect(page.locator(`.menu [data-lesson="${slug}"] [aria-current=page]`)).toHaveCount(1);
  });
});

test("a lesson that cannot be shown in place is loaded as a page; the lab follows", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const guide = await LessonPage.open(page, LESSONS.guide);
  await guide.start();
  await mark(page);
  const other = "**/conteneurs/conteneurs-et-vm/";

  await test.step("of another build", async () => {
    let asked = 0;
    await page.route(other, async (route) => {
      // A page that comes from here, not from the server, may open no WebSocket.
      if (asked++) return route.continue();
      const response = await route.fetch();
      const body = (await response.text()).replace(/(href="\/_astro\/style[^"]*)/, "$1?other");
      await route.fulfill({ response, body });
    });
    await next(page).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/VM et tout/);
    expect(await marks(page)).toEqual([false, false]);
    await page.unroute(other);
  });

  await test.step("not answered at first", async () => {
    await page.goBack();
    await guide.ready();
    await mark(page);
    let asked = 0;
    await page.route(other, (route) => (asked++ ? route.continue() : route.abort()));
    await next(page).click();
    await guide.ready();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/VM et tout/);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(await marks(page)).toEqual([false, false]);
  });
});
