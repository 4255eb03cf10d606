import { mkdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { LESSONS } from "./course.ts";

/**
 * Playwright drives only a Firefox of its own making; puppeteer drives Debian's, over WebDriver BiDi. Where there is none,
 * `npm test` says so and leaves this file out.
 */
const FIREFOX = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";
/** A machine is made, booted and set up, and Firefox started, on a machine that does other things too (ms). */
const PATIENCE = 90_000;
const STEP = '[data-step="qui-suis-je"]';

test.describe.configure({ timeout: 240_000 });

let browser: Browser;
let page: Page;
let errors: string[];

test.beforeEach(async ({}, { outputDir }) => {
  mkdirSync(outputDir, { recursive: true });
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    // As root Firefox refuses a home that is somebody else's, as sudo may leave it.
    env: { ...process.env, HOME: outputDir },
  });
  page = await browser.newPage();
  errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setViewport({ width: 1280, height: 800 });
  // The terminal is set for screen readers, by which tests read it too.
  await page.evaluateOnNewDocument(() => localStorage.setItem("reader", "yes"));
});

test.afterEach(async () => {
  await page.evaluate(async (key) => {
    const lab = localStorage.getItem(key);
    if (lab) await fetch(`/api/labs/${lab}`, { method: "DELETE" });
  }, `lab:${LESSONS.guide}`);
  await browser.close();
  expect(errors, "errors in the page").toEqual([]);
});

/** Waits until the terminal shows it. */
async function sees(pattern: RegExp): Promise<void> {
  const screen = () =>
    page.$$eval("lab-terminal .xterm-accessibility-tree > *", (lines) =>
      lines.map((line) => line.textContent?.replaceAll("\u00a0", " ")).join("\n"),
    );
  await expect.poll(screen, { timeout: PATIENCE }).toMatch(pattern);
}

async function type(command: string): Promise<void> {
  await page.keyboard.type(command);
  await page.keyboard.press("Enter");
}

const labId = () => page.evaluate((key) => localStorage.getItem(key), `lab:${LESSONS.guide}`);

test("in Firefox: a lesson, its lab, a green step, the same terminal after a reload and in the next lesson", async ({
  baseURL,
}) => {
  await page.goto(`${baseURL}/${LESSONS.guide}/`);
  await page.locator("lab-panel [data-action=start]").click();
  await sees(/\$ *$/m);
  await type("id > ~/reponses/identite");
  await page.waitForSelector(`${STEP}[data-state=done]`, { timeout: PATIENCE });

  await type("GARDE=du-bois; clear; echo là");
  await sees(/^là/m);
  const lab = await labId();
  await page.reload();
  await sees(/^là/m);
  expect(await labId()).toBe(lab);
  await page.waitForSelector(`${STEP}[data-state=done]`, { timeout: PATIENCE });
  await page.locator("lab-terminal").click();
  await type('echo "$GARDE" brûlé');
  await sees(/^du-bois brûlé/m);

  await page.keyboard.type("echo moitie-");
  await sees(/echo moitie-/);
  await page.evaluate(() =>
    Object.assign(document.querySelector("lab-terminal")!, { marked: true }),
  );
  const isMarked = () => page.$eval("lab-terminal", (terminal) => "marked" in terminal);
  const shown = () => page.$eval("#contenu", (main) => (main as HTMLElement).dataset["pageLesson"]);
  await page.$eval("a[rel=next]", (link) => (link as HTMLElement).click());
  await expect.poll(shown).not.toBe(LESSONS.guide);
  expect(await page.evaluate(() => [document.activeElement?.tagName, scrollY])).toEqual(["H1", 0]);
  expect(await isMarked()).toBe(true);
  await page.locator("lab-terminal").click();
  await type("entiere");
  await sees(/^moitie-entiere/m);
  await page.evaluate(() => history.back());
  await page.waitForSelector(`${STEP}[data-state=done]`, { timeout: PATIENCE });
  expect(await shown()).toBe(LESSONS.guide);
  expect(await isMarked()).toBe(true);
});
