import AxeBuilder from "@axe-core/playwright";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

test("the terminal's help lists its keys, and the way out is told", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const textbox = lesson.terminal.getByRole("textbox");
  await expect(textbox).toHaveAccessibleName("Terminal du lab");
  await expect(textbox).toHaveAccessibleDescription("F6 quitte le terminal");

  const button = lesson.button("Aide du terminal");
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Le terminal au clavier" });
  // The top of the list, not its end, is what a small screen shows first.
  await expect(dialog.getByText("Le terminal au clavier")).toBeFocused();
  for (const what of [
    "Copier",
    "Coller",
    "Rechercher",
    "côte à côte",
    "Onglet voisin",
    "plein écran",
  ]) {
    await expect(dialog.getByText(new RegExp(what)).first()).toBeVisible();
  }
  await expect(dialog.locator("kbd", { hasText: "F6" }).first()).toBeVisible();
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    const { violations } = await new AxeBuilder({ page }).include("dialog[open]").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const sideways = await dialog.evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(sideways).toBeLessThanOrEqual(0);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});
