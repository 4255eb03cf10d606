import AxeBuilder from "@axe-core/playwright";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** Columns that the shell believes in. */
async function columns(lesson: LessonPage, when: string): Promise<number> {
  await lesson.terminal.getByRole("textbox").focus();
  await lesson.type(`clear; echo "${when}=$(tput cols)"`);
  const answer = new RegExp(`^${when}=(\\d+)$`, "m");
  await lesson.sees(answer);
  return Number(answer.exec(await lesson.screen())![1]);
}

test("larger letters make fewer columns, in every tab, and are remembered", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const before = await columns(lesson, "avant");
  for (let i = 0; i < 4; i++) await lesson.button("Agrandir les caractères").click();
  expect(await columns(lesson, "grand")).toBeLessThan(before);
  await lesson.button("Nouveau terminal").click();
  await lesson.sees(/\$ $/m);
  expect(await columns(lesson, "second")).toBeLessThan(before);
  await page.reload();
  await lesson.ready();
  expect(await columns(lesson, "retour")).toBeLessThan(before);
});

test("the lab takes the full screen, and F6 leaves it", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const button = lesson.button("Plein écran");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe("lab");
  await expect(lesson.terminal).toBeVisible();
  await lesson.terminal.getByRole("textbox").focus();
  await page.keyboard.press("F6");
  await expect(button).toHaveAttribute("aria-pressed", "false");
  const step = lesson.step("qui-suis-je");
  await expect(step.getByRole("button", { name: "Vérifier" })).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a row of keys types what the phone's keyboard lacks", async ({ page }) => {
    const lesson = await LessonPage.open(page, LESSONS.guide);
    await lesson.button("Ouvrir le lab").tap();
    await lesson.start();
    const textbox = lesson.terminal.getByRole("textbox");
    const key = (name: string) => lesson.button(name);
    await textbox.focus();

    await page.keyboard.type("echo abX");
    await key("Flèche gauche").tap();
    await page.keyboard.type("c");
    await expect(textbox).toBeFocused();
    await page.keyboard.press("Enter");
    await lesson.sees(/^abcX$/m);

    await page.keyboard.type("echo un ");
    await key("Barre verticale").tap();
    await page.keyboard.type(" tr u o");
    await page.keyboard.press("Enter");
    await lesson.sees(/^on$/m);

    await page.keyboard.type("sleep 600");
    await page.keyboard.press("Enter");
    await key("Ctrl").tap();
    await expect(key("Ctrl")).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.type("c");
    await lesson.sees(/\^C/);
    await expect(key("Ctrl")).toHaveAttribute("aria-pressed", "false");

    // iOS zooms into fields with smaller letters.
    const letters = await textbox.evaluate((area) => getComputedStyle(area).fontSize);
    expect(Number.parseFloat(letters)).toBeGreaterThanOrEqual(16);
    const { violations } = await new AxeBuilder({ page }).include(".lab-pane").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
