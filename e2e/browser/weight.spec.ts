import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { LESSONS, PAGES } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** All scripts of a page before a lab starts (bytes, gzip). */
const BUDGET = 10_000;

interface Script {
  path: string;
  text: string;
}

/** Gathers the scripts that a page fetches from now on. */
function watchScripts(page: Page): Promise<Script>[] {
  const scripts: Promise<Script>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const path = new URL(response.url()).pathname;
    scripts.push(response.text().then((text) => ({ path, text })));
  });
  return scripts;
}

for (const path of PAGES) {
  test(`${path} has at most 10 kB of scripts before a lab starts`, async ({ page }) => {
    const watched = watchScripts(page);
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    const scripts = await Promise.all(watched);
    expect(scripts.length).toBeGreaterThan(0);
    const sizes = scripts.map(({ text }) => gzipSync(text).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET);
  });
}

test("the terminal's scripts come with the lab, not before", async ({ page }) => {
  const watched = watchScripts(page);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await page.waitForLoadState("networkidle");
  const isTerminal = ({ text }: Script) => text.includes("xterm");
  expect((await Promise.all(watched)).filter(isTerminal)).toEqual([]);
  await lesson.start();
  expect((await Promise.all(watched)).filter(isTerminal).length).toBeGreaterThan(0);
});
