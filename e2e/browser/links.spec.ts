import type { Page } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** Notes what the page would open, and opens nothing. */
async function watchWindows(page: Page): Promise<() => Promise<string[][]>> {
  await page.addInitScript(() => {
    const opened: string[][] = [];
    Object.assign(window, { opened });
    window.open = (...args) => (opened.push(args.map(String)), null);
  });
  return () => page.evaluate(() => (window as unknown as { opened: string[][] }).opened);
}

/** Where the text of the first line begins (px). */
async function firstLine(lesson: LessonPage): Promise<{ x: number; y: number }> {
  const { x, y } = (await lesson.terminal.locator(".xterm-screen").boundingBox())!;
  return { x: x + 40, y: y + 8 };
}

test("links open by Ctrl+click alone, and only those of the web", async ({ page }) => {
  const opened = await watchWindows(page);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const tip = lesson.terminal.locator(".terminal-tip");
  const show = async (line: string) => {
    await lesson.type(`clear; printf '${line}\\n'; echo m''is`);
    await lesson.sees(/^mis$/m);
    const at = await firstLine(lesson);
    await page.mouse.move(at.x, at.y + 100);
    await page.mouse.move(at.x, at.y, { steps: 3 });
    return at;
  };

  await test.step("an address in the text", async () => {
    const { x, y } = await show("https://exemple.invalid/page");
    await expect(tip).toHaveText("Ctrl+clic ouvre le lien\u00a0: https://exemple.invalid/page");
    await page.mouse.click(x, y);
    expect(await opened()).toEqual([]);
    await page.keyboard.down("Control");
    await page.mouse.click(x, y);
    await page.keyboard.up("Control");
    await expect
      .poll(opened)
      .toEqual([["https://exemple.invalid/page", "_blank", "noopener,noreferrer"]]);
    await page.mouse.move(x, y + 150);
    await expect(tip).toBeHidden();
  });

  await test.step("a link behind other words (OSC 8) tells where it leads", async () => {
    const { x, y } = await show(
      String.raw`\e]8;;https://ailleurs.invalid/\e\\\\le guide complet\e]8;;\e\\\\`,
    );
    await expect(tip).toContainText("https://ailleurs.invalid/");
    await page.keyboard.down("Control");
    await page.mouse.click(x, y);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await opened()).length).toBe(2);
  });

  await test.step("what is not of the web stays shut", async () => {
    const { x, y } = await show(
      String.raw`\e]8;;javascript:alert(1)\e\\\\le guide complet\e]8;;\e\\\\`,
    );
    await page.keyboard.down("Control");
    await page.mouse.click(x, y);
    await page.keyboard.up("Control");
    await expect(tip).toBeHidden();
    expect(await opened()).toHaveLength(2);
  });
});
