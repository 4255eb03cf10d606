import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

test("text that comes without keys is typed: dictation, pens, phones", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  for (const reader of [true, false]) {
    await lesson.panel.getByRole("checkbox", { name: "Lecteur d’écran" }).setChecked(reader);
    await lesson.terminal.getByRole("textbox").focus();
    await page.keyboard.insertText(`echo dit-${reader}-$((40+2)) > dit`);
    await page.keyboard.press("Enter");
    // Keys beside it are not typed twice.
    await lesson.type("cat dit; rm dit");
  }
  await lesson.panel.getByRole("checkbox", { name: "Lecteur d’écran" }).check();
  await lesson.sees(/^dit-true-42$/m);
  await lesson.sees(/^dit-false-42$/m);
  expect(await lesson.screen()).not.toContain("introuvable");
});

test("a composed letter is typed once, as it ends", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const client = await page.context().newCDPSession(page);
  await page.keyboard.type("echo fen");
  await client.send("Input.imeSetComposition", { text: "^", selectionStart: 1, selectionEnd: 1 });
  await client.send("Input.imeSetComposition", { text: "ê", selectionStart: 1, selectionEnd: 1 });
  await client.send("Input.insertText", { text: "ê" });
  await page.keyboard.type("tre-$((40+2))");
  await page.keyboard.press("Enter");
  await lesson.sees(/^fenêtre-42$/m);
});

test("the result of a check is said to those who do not see it", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const status = lesson.step("qui-suis-je").getByRole("status");
  await expect(status).toHaveText("");
  await lesson.type("id > ~/reponses/identite");
  await lesson.seesDone("qui-suis-je");
  await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
  await expect(status).toHaveText(/\S/);
});

test.describe("with less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("the cursor does not blink, and blinks again when motion is welcome", async ({ page }) => {
    // The DOM draws under forced colours, and its cursor can be looked at.
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    const lesson = await LessonPage.open(page, LESSONS.guide);
    await lesson.start();
    const cursor = lesson.terminal.locator(".xterm-cursor");
    await expect(cursor).toHaveCount(1);
    await expect(lesson.terminal.locator(".xterm-cursor-blink")).toHaveCount(0);
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "no-preference" });
    await expect(lesson.terminal.locator(".xterm-cursor-blink")).toHaveCount(1);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`under forced colours (${colorScheme}) the DOM draws, with the system's`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    const lesson = await LessonPage.open(page, LESSONS.guide);
    await lesson.start();
    await expect(lesson.terminal.locator(".xterm-rows")).toContainText("etudiant@");
    const drawn = await lesson.terminal.evaluate((view) => {
      const probe = document.createElement("span");
      probe.style.color = "CanvasText";
      probe.style.backgroundColor = "Canvas";
      view.append(probe);
      const system = getComputedStyle(probe);
      const rows = getComputedStyle(view.querySelector(".xterm-rows")!);
      const ground = getComputedStyle(view.querySelector(".xterm-scrollable-element")!);
      const seen = {
        text: [rows.color, system.color],
        ground: [ground.backgroundColor, system.backgroundColor],
        border: getComputedStyle(view).borderBottomStyle,
      };
      probe.remove();
      return seen;
    });
    expect(drawn.text[0]).toBe(drawn.text[1]);
    expect(drawn.ground[0]).toBe(drawn.ground[1]);
    expect(drawn.border).toBe("solid");
  });
}
