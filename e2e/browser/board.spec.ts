import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { MadeUpClass } from "../client/madeUpClass.ts";
import { expect, test } from "./fixtures.ts";

test.describe.configure({ timeout: 180_000 });

let made: MadeUpClass;

test.beforeAll(async () => {
  made = await MadeUpClass.begin(30);
});
test.afterAll(() => made.close());

test.beforeEach(async ({ context }) => {
  const [name = "", value = ""] = made.instructor.cookie.split("=");
  await context.addCookies([{ name, value, url: made.url }]);
});

const open = (page: Page, name: "tableau" | "resultats") =>
  page.goto(`${made.url}/formateur/${name}/?id=${made.klass.id}`);

/** The student to whom a lab belongs. */
async function nameOf(owner: string): Promise<string> {
  const found = await made.store.db
    .selectFrom("members")
    .select("name")
    .where("owner", "=", owner)
    .executeTakeFirstOrThrow();
  return found.name;
}

const student = (page: Page, name: string) =>
  page.locator(".student").filter({ has: page.getByRole("button", { name, exact: true }) });

async function expectNoViolation(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const axe = new AxeBuilder({ page });
    // Nothing but colours depends on the scheme.
    if (colorScheme === "dark") axe.withRules(["color-contrast"]);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
    expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, "width of the page's content").toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("who needs help comes first, and a change is there at once", async ({ page }) => {
  await open(page, "tableau");
  await expect(page.getByText("En direct")).toBeVisible();
  const rows = page.locator(".student");
  await expect(rows).toHaveCount(30);
  await expect(rows.first()).toContainText("Bloqué");

  const lab = made.room.labs.find(({ steps }) => steps.some(({ state }) => state === "todo"))!;
  const step = lab.steps.find(({ state }) => state === "todo")!;
  const output = Buffer.from("\u001b]133;C\u0007Error: <b>essai</b>\r\n\u001b]133;D;1\u0007");
  made.room.observer.commandEnded(lab, 1, () => output);
  await expect(page.getByText("Error: <b>essai</b>").first()).toBeVisible();
  await made.room.check(lab, step.id, "done");
  await expect(page.getByText("Error: <b>essai</b>").first()).toBeHidden();
  await expectNoViolation(page);
});

test("rows are filtered, found by name, walked and unfolded by keyboard", async ({ page }) => {
  await open(page, "tableau");
  await page.getByLabel("Nom").fill("zoe");
  await expect(page.locator(".student:visible")).toHaveCount(1);
  await page.getByLabel("Nom").fill("");
  await page.getByText("À aider").click();
  const names = page.locator(".student:visible .name");
  await expect(names.first()).toBeVisible();
  await names.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(names.nth(1)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Regarder" })).toBeFocused();
});

test("a lab is extended at once, and reset or ended only after a question", async ({ page }) => {
  await open(page, "tableau");
  const { id, owner } = made.room.labs[0]!;
  const name = await nameOf(owner);
  const row = student(page, name);
  await row.getByRole("button", { name, exact: true }).click();
  await row.getByRole("button", { name: "Prolonger" }).click();
  await expect(page.getByText(`C’est fait pour ${name}.`)).toBeVisible();
  expect(made.room.asked).toEqual([`extend ${id}`]);
  page.once("dialog", (dialog) => void dialog.dismiss());
  await row.getByRole("button", { name: "Arrêter le lab" }).click();
  expect(made.room.asked).toEqual([`extend ${id}`]);
  page.once("dialog", (dialog) => void dialog.accept());
  await row.getByRole("button", { name: "Arrêter le lab" }).click();
  await expect.poll(() => made.room.asked).toEqual([`extend ${id}`, `end ${id}`]);
});

test("what a terminal shows is text, whatever it wrote", async ({ page }) => {
  await open(page, "tableau");
  const lab = made.room.labs[1]!;
  const text = '<img src=x onerror="document.title=1"><a href="javascript:alert(1)">clic</a>';
  const run = { text, fg: 1, bg: -1, bold: true };
  // Numbers that are none must not become names of classes.
  const odd = { ...run, text: "étrange", fg: "1 x" as unknown as number, bg: 99 };
  made.room.shown.set(lab.id, { terminal: "main", cols: 80, rows: 24, lines: [[run, odd]] });
  await page.getByText("Montrer les terminaux").click();
  // Only rows on the screen have theirs drawn.
  await page.getByLabel("Nom").fill(await nameOf(lab.owner));
  await expect(page.locator(".screen", { hasText: text }).first()).toBeVisible();
  expect(await page.locator(".screen :is(img, a, script, [style])").count()).toBe(0);
  await expect(page.locator(".screen span", { hasText: /^étrange$/ })).toHaveClass("bold");
  await expectNoViolation(page);
});

test("results are read, printed and taken along", async ({ page }) => {
  await open(page, "resultats");
  await expect(page.getByRole("table").first().getByRole("row")).toHaveCount(31);
  await expectNoViolation(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tableur (CSV)" }).click();
  expect((await saved).suggestedFilename()).toBe("atelier-resultats.csv");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Imprimer" })).toBeHidden();
});
