import AxeBuilder from "@axe-core/playwright";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

// Results by the hundred take their time on a busy machine.
test.describe.configure({ timeout: 180_000 });

test("search in the terminal, by keyboard", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  // « Mot » stands in every line, and far above the screen; it is not in the command itself.
  await lesson.type(
    String.raw`clear; for i in $(seq 1 90); do printf 'M\157t %d\n' $i; done; echo mo''t`,
  );
  await lesson.sees(/^mot$/m);
  const bar = page.getByRole("search", { name: "Recherche dans le terminal" });
  const field = bar.getByRole("textbox", { name: "Texte à rechercher" });
  const count = bar.getByRole("status");

  await test.step("Ctrl+Shift+F opens it; the newest result comes first", async () => {
    await page.keyboard.press("Control+Shift+F");
    await expect(field).toBeFocused();
    await page.keyboard.type("Mot");
    await expect(count).toHaveText("91 sur 91");
  });

  await test.step("Enter goes up, Shift+Enter down, and far results come into view", async () => {
    await page.keyboard.press("Enter");
    await expect(count).toHaveText("90 sur 91");
    await page.keyboard.press("Shift+Enter");
    await expect(count).toHaveText("91 sur 91");
    await page.keyboard.press("Shift+Enter");
    await expect(count).toHaveText("1 sur 91");
    await lesson.sees(/^Mot 1$/m);
  });

  await test.step("letters as they are written", async () => {
    await bar.getByRole("button", { name: "Respecter la casse" }).click();
    await expect(count).toHaveText(/ sur 90$/);
    await field.fill("Motif");
    await expect(count).toHaveText("Aucun résultat");
    await field.fill("");
    await expect(count).toHaveText("");
  });

  await test.step("in both schemes and on a phone: no violation", async () => {
    await field.fill("Mot");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).include(".lab-pane").analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    }
    const { width } = page.viewportSize()!;
    await page.setViewportSize({ width: 320, height: 700 });
    await expect(bar).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      320,
    );
    await page.setViewportSize({ width, height: 720 });
  });

  await test.step("Escape closes it, and the shell has the keyboard", async () => {
    await field.press("Escape");
    await expect(bar).toBeHidden();
    await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
    await lesson.type("clear; echo retour");
    await lesson.sees(/^retour$/m);
  });

  await test.step("the button opens it again; each tab has its own", async () => {
    await lesson.button("Rechercher").click();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue("Mot");
    await lesson.button("Nouveau terminal").click();
    await expect(bar).toBeHidden();
  });
});
