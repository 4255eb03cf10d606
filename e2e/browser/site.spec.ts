import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";

test("the search opens by Ctrl+K, and finds commands, words and their relatives", async ({
  page,
}) => {
  await page.goto(`/${LESSONS.lxc}/`);
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Recherche" });
  const field = dialog.getByRole("searchbox", { name: "Rechercher dans le cours" });
  await expect(field).toBeFocused();
  const results = dialog.getByRole("listitem");

  await test.step("a command, literally", async () => {
    await field.fill("lxc-ls -f");
    await expect(results.first()).toContainText("lxc-ls -f");
    await expect(results.first().getByRole("link")).toHaveAttribute("href", /^\/lxc\/.*#etape-/);
  });
  await test.step("a word that stemming misses", async () => {
    await field.fill("suppression");
    await expect(dialog.getByRole("status")).toHaveText(/résultats?$/);
    await expect(results.first().getByRole("link").first()).toBeVisible();
  });
  await test.step("what is not there", async () => {
    await field.fill("qqqq");
    await expect(dialog.getByRole("status")).toHaveText("Rien de tel dans le cours.");
  });
  await test.step("by keyboard, without violation", async () => {
    await field.fill("cgroup");
    await expect(results.first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await expect(results.first().getByRole("link").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });
});

test("the search's page has ideas, and keeps what is searched in its address", async ({ page }) => {
  await page.goto("/recherche/");
  await page.getByRole("main").getByRole("link", { name: "lxc-ls -f" }).click();
  await expect(page).toHaveURL(/\?q=lxc-ls/);
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("lxc-ls -f");
  await page.getByRole("searchbox").fill("veth");
  await expect(page).toHaveURL(/\?q=veth$/);
});

test("a term explains itself in place, by keyboard", async ({ page }) => {
  await page.goto(`/${LESSONS.docker}/`);
  const term = page.locator("button.term").first();
  const note = page.locator(`#${await term.getAttribute("popovertarget")}`);
  await term.focus();
  await page.keyboard.press("Enter");
  await expect(note).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(".prose").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(note).toBeHidden();
});

test("a lesson’s text keeps to its pane at every width", async ({ page }) => {
  await page.goto(`/${LESSONS.lxd}/`);
  for (const width of [1024, 1440, 1680, 1920, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = await page.evaluate(() => {
      const pane = document.querySelector(".prose-pane")!;
      const right =
        pane.getBoundingClientRect().right - parseFloat(getComputedStyle(pane).paddingRight);
      return document.querySelector("article.prose")!.getBoundingClientRect().right - right;
    });
    expect(beyond, `${width} px`).toBeLessThanOrEqual(0.5);
  }
});

test("the divider stands where it was left before a script of the page’s own has come", async ({
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem("split", "70"));
  await page.route("**/_astro/*.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: "" }),
  );
  await page.goto(LESSONS.guide);
  const share = await page.locator("split-view").evaluate((view) => {
    const [prose] = view.children;
    return prose!.clientWidth / view.clientWidth;
  });
  expect(share).toBeCloseTo(0.7, 1);
});

test("the table of contents follows the reader; one-letter keys can be switched off", async ({
  page,
}) => {
  await page.goto(`/${LESSONS.lxc}/`);
  await page.keyboard.press("s");
  const contents = page.getByRole("navigation", { name: "Dans cette leçon" });
  await contents.getByRole("link", { name: "Geler", exact: true }).click();
  await expect(page).toHaveURL(/#etape-geler$/);
  await expect(contents).toBeHidden();
  await expect(page.locator("[data-section]")).toHaveText("Geler");

  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Raccourcis clavier" });
  await help.getByRole("checkbox").uncheck();
  await help.getByRole("button", { name: "Fermer" }).click();
  await page.keyboard.press("s");
  await expect(contents).toBeHidden();
});

test("what one jumps to stands in sight, at every width", async ({ page }) => {
  const isInSight = (selector: string) => () =>
    page.locator(selector).evaluate((target) => {
      const { left, top } = target.getBoundingClientRect();
      const shown = document.elementFromPoint(left + 4, top + 4);
      return top < innerHeight / 3 && target.contains(shown);
    });
  for (const width of [390, 820, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await test.step(`a heading, from the contents, ${width} px`, async () => {
      await page.goto(`/${LESSONS.lxc}/`);
      await page.keyboard.press("s");
      const contents = page.getByRole("navigation", { name: "Dans cette leçon" });
      await contents.getByRole("link", { name: "Questions" }).click();
      await expect.poll(isInSight("h2#questions")).toBe(true);
    });
    await test.step(`a step, from another page, ${width} px`, async () => {
      await page.goto("/plan/");
      await page.goto(`/${LESSONS.lxc}/#etape-geler`);
      expect(await isInSight("#etape-geler h3")()).toBe(true);
    });
  }
});

test("progress is shown, taken along, brought back and erased", async ({ page }) => {
  const progress = { version: 1, last: LESSONS.lxc, done: { [LESSONS.lxc]: ["modele", "creer"] } };
  await page.addInitScript((kept) => {
    if (!sessionStorage.getItem("begun")) localStorage.setItem("progress", kept);
    sessionStorage.setItem("begun", "yes");
  }, JSON.stringify(progress));
  await page.goto("/");
  const back = page.getByText("Vous en étiez à");
  await expect(back).toBeVisible();
  await expect(back.getByRole("link")).toHaveText(/^2\.1\s\D*$/);
  await expect(page.locator(`.part [data-lesson="${LESSONS.lxc}"]`)).toContainText("2 sur 7");

  await page.goto("/confidentialite/");
  const file = page.locator("progress-file");
  await expect(file).toContainText("2 étapes réussies, dans 1 leçon.");
  const download = page.waitForEvent("download");
  await file.getByRole("button", { name: "Exporter" }).click();
  const path = await (await download).path();
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(progress);
  page.on("dialog", (dialog) => void dialog.accept());
  await file.getByRole("button", { name: "Effacer" }).click();
  await expect(file).toContainText("Aucune étape");
  await file.locator("input").setInputFiles(path);
  await expect(file).toContainText("2 étapes réussies");
});

test("on paper the solutions stand at the end", async ({ page }) => {
  await page.goto(`/${LESSONS.lxc}/`);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const solutions = page.locator(".solutions");
  await expect(solutions.getByRole("heading", { level: 3 })).toHaveCount(7);
  await expect(solutions.getByText("sudo lxc-destroy -n premier").first()).toBeVisible();
  await expect(page.locator(".step .solution").first()).toBeHidden();
  await expect(page.getByRole("banner")).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(solutions).toHaveCount(0);
});

test.describe("without a server", () => {
  test.use({ serviceWorkers: "allow" });

  test("pages that were opened are read again, and others say why not", async ({
    page,
    context,
  }) => {
    await page.goto("/glossaire/");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.goto(`/${LESSONS.lxc}/`);
    await page.goto("/glossaire/");
    await context.setOffline(true);
    await page.goto(`/${LESSONS.lxc}/`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("LXC");
    await page.goto("/sources/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Le quai est désert.");
    await context.setOffline(false);
  });
});
