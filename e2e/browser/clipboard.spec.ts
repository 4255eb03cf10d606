import type { Page } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const fill = (page: Page, text: string) =>
  page.evaluate((value) => navigator.clipboard.writeText(value), text);

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

/** Selects the word « recopie » by a double click, wherever the terminal shows it last. */
async function selectWord(lesson: LessonPage): Promise<{ x: number; y: number }> {
  await lesson.type("clear; echo recopie");
  await lesson.sees(/^recopie\n/);
  const box = (await lesson.terminal.locator(".xterm-screen").boundingBox())!;
  const at = { x: box.x + 20, y: box.y + 8 };
  await lesson.page.mouse.dblclick(at.x, at.y);
  return at;
}

test("copy: by keyboard, by right click, by a program", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();

  await test.step("Ctrl+Shift+C copies the selection", async () => {
    await selectWord(lesson);
    await page.keyboard.press("Control+Shift+C");
    await expect.poll(() => clipboard(page)).toBe("recopie");
  });

  await test.step("a right click copies it too", async () => {
    await fill(page, "autre");
    const { x, y } = await selectWord(lesson);
    await page.mouse.click(x, y, { button: "right" });
    await expect.poll(() => clipboard(page)).toBe("recopie");
  });

  await test.step("a program writes to the clipboard, and cannot read it", async () => {
    await lesson.type(String.raw`printf '\e]52;c;%s\a' "$(printf 'd\303\251j\303\240' | base64)"`);
    await expect.poll(() => clipboard(page)).toBe("déjà");
    await lesson.type(String.raw`clear; printf '\e]52;c;?\a'; echo muet`);
    await lesson.sees(/^muet\n\S*\$ $/m);
  });

  await test.step("what a reload replays is not copied again", async () => {
    await fill(page, "gardé");
    await page.reload();
    await lesson.ready();
    await lesson.sees(/muet/);
    expect(await clipboard(page)).toBe("gardé");
  });
});

test("paste: by keyboard, by mouse, and after a question for several lines", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const question = page.getByRole("dialog", { name: /Coller 2 lignes/ });

  await test.step("Ctrl+Shift+V pastes one line", async () => {
    await fill(page, "echo col-$((40+2))");
    await page.keyboard.press("Control+Shift+V");
    await page.keyboard.press("Enter");
    await lesson.sees(/^col-42$/m);
  });

  await test.step("a right click without a selection pastes", async () => {
    await fill(page, "echo droit-$((40+2))");
    const box = (await lesson.terminal.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: "right" });
    await lesson.sees(/echo droit-/);
    await page.keyboard.press("Enter");
    await lesson.sees(/^droit-42$/m);
  });

  await test.step("a middle click pastes the selection, once", async () => {
    const { x, y } = await selectWord(lesson);
    await page.keyboard.type("echo mi:");
    await page.mouse.dblclick(x, y);
    await page.mouse.click(x, y, { button: "middle" });
    await lesson.sees(/echo mi:recopie/);
    await page.keyboard.press("Enter");
    await lesson.sees(/^mi:recopie$/m);
  });

  await test.step("several lines: a shell that knows a paste is not asked about", async () => {
    await fill(page, "echo un-$((1))\necho deux-$((2))");
    await page.keyboard.press("Control+Shift+V");
    await lesson.sees(/echo deux-\$/);
    await expect(question).toBeHidden();
    expect(await lesson.screen()).not.toContain("un-1");
    await page.keyboard.press("Enter");
    await lesson.sees(/^un-1\ndeux-2$/m);
  });

  await test.step("several lines into a program that does not: asked first", async () => {
    // Without the terminal's own echo, which would come in between.
    await lesson.type("clear; echo attente; stty -echo; cat");
    await lesson.sees(/^attente/);
    await fill(page, "ligne une\nligne deux\n");
    await page.keyboard.press("Control+Shift+V");
    await expect(question.getByText("ligne deux")).toBeVisible();
    await question.getByRole("button", { name: "Annuler" }).click();
    await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
    expect(await lesson.screen()).not.toContain("ligne");
    await page.keyboard.press("Control+Shift+V");
    await question.getByRole("button", { name: "Coller" }).click();
    await lesson.sees(/^ligne une\nligne deux/m);
    await page.keyboard.press("Control+c");
  });
});
