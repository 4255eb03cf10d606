import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

test.describe.configure({ timeout: 180_000 });

/** Reloads in the middle of a program. */
async function reload(lesson: LessonPage): Promise<void> {
  await lesson.page.reload();
  await expect(lesson.state).toHaveText("Lab prêt");
  await lesson.terminal.getByRole("textbox").focus();
}

/** Where a cell of the terminal is (px). Columns and rows count from 1. */
async function cell(
  lesson: LessonPage,
  col: number,
  row: number,
): Promise<{ x: number; y: number }> {
  const box = (await lesson.terminal.locator(".xterm-screen").boundingBox())!;
  const rows = await lesson.terminal.locator(".xterm-accessibility-tree > *").count();
  const height = box.height / rows;
  // Letters of a fixed width: about six tenths of their height, less a line's leading.
  const width = box.width / Math.round(box.width / (height / 2.17));
  return { x: box.x + (col - 0.5) * width, y: box.y + (row - 0.5) * height };
}

test("less, vi, top: the screen is right after a reload and a resize in the middle", async ({
  page,
}) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();

  await test.step("less", async () => {
    await lesson.type("seq -f 'ligne %g' 1 500 > longue; clear; less longue");
    await lesson.sees(/^ligne 1\n/);
    await page.keyboard.press("Space");
    await page.keyboard.type("100g");
    await lesson.sees(/^ligne 100\n/);
    const before = await lesson.screen();
    await reload(lesson);
    await expect.poll(() => lesson.screen()).toBe(before);
    await page.setViewportSize({ width: 1100, height: 600 });
    // A size that reaches less in the middle of a search would end the search.
    const lines = async () => (await lesson.screen()).split("\n").length;
    await expect.poll(lines).toBeLessThan(before.split("\n").length);
    await lesson.sees(/^ligne 100\n[^]*\n: *$/);
    await page.keyboard.type("/ligne 300");
    await page.keyboard.press("Enter");
    await lesson.sees(/^ligne 300\n/);
    await page.keyboard.type("q");
    await lesson.sees(/\$ $/);
    expect(await lesson.screen(), "the screen from before").not.toContain("ligne 300");
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step("vi", async () => {
    await lesson.type("clear; vi poeme");
    await lesson.sees(/^~ *$/m);
    await page.keyboard.type("iPremier vers");
    await page.keyboard.press("Enter");
    await page.keyboard.type("second");
    await lesson.sees(/^Premier vers *\nsecond *\n~/);
    await reload(lesson);
    await lesson.sees(/^Premier vers *\nsecond *\n~/);
    // The cursor is where it was: still inserting, after « second ».
    await page.keyboard.type(" vers");
    await lesson.sees(/^second vers *$/m);
    await page.setViewportSize({ width: 1000, height: 650 });
    await lesson.sees(/^Premier vers *\nsecond vers *\n~/);
    await page.keyboard.press("Escape");
    await page.keyboard.type(":wq");
    await page.keyboard.press("Enter");
    await lesson.type("clear; cat poeme");
    await lesson.sees(/^Premier vers\nsecond vers\n/);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step("top", async () => {
    await lesson.type("clear; top -d 1");
    await lesson.sees(/PID UTIL/);
    await reload(lesson);
    await lesson.sees(/PID UTIL/);
    await page.setViewportSize({ width: 1000, height: 600 });
    await lesson.sees(/PID UTIL/);
    expect((await lesson.screen()).match(/PID UTIL/g), "one header").toHaveLength(1);
    await page.keyboard.type("q");
    await lesson.type("clear; echo fini");
    await lesson.sees(/^fini$/m);
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});

test("tmux and htop follow the mouse, after a reload too", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();

  await test.step("tmux: a click goes to the other pane", async () => {
    await lesson.type("echo 'set -g mouse on' > .tmux.conf; tmux");
    await lesson.sees(/\[0\] 0:/);
    await page.keyboard.press("Control+b");
    await page.keyboard.type('"');
    await lesson.type("COTE=bas; clear");
    await lesson.sees(/─{20}/);
    await reload(lesson);
    await lesson.sees(/─{20}/);
    const top = await cell(lesson, 30, 3);
    await page.mouse.click(top.x, top.y);
    await lesson.type('echo "cote ${COTE:-haut}"');
    await lesson.sees(/^cote haut$/m);
    const rows = await lesson.terminal.locator(".xterm-accessibility-tree > *").count();
    const bottom = await cell(lesson, 30, rows - 4);
    await page.mouse.click(bottom.x, bottom.y);
    await lesson.type('echo "cote $COTE"');
    await lesson.sees(/^cote bas$/m);
    await page.setViewportSize({ width: 1100, height: 650 });
    await lesson.sees(/^cote haut$[^]*─{20}[^]*^cote bas$/m);
    await lesson.type("tmux kill-server");
    await lesson.sees(/\[server exited\]|\[exited\]|\$ $/);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step("htop: a click on its last row asks for help", async () => {
    await lesson.type("clear; htop");
    await lesson.sees(/F1Help/);
    await reload(lesson);
    await lesson.sees(/F1Help/);
    const rows = await lesson.terminal.locator(".xterm-accessibility-tree > *").count();
    const help = await cell(lesson, 4, rows);
    await page.mouse.click(help.x, help.y);
    await lesson.sees(/htop \d.*\(C\)|Released under/);
    await page.keyboard.type("q");
    await lesson.sees(/F1Help/);
    await page.keyboard.type("q");
    await lesson.type("clear; echo fini");
    await lesson.sees(/^fini$/m);
  });
});
