import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LESSONS, PAGES } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const SCHEMES = ["light", "dark"] as const;
/** Phone, tablet, desk (CSS pixels). */
const WIDTHS = [390, 768, 1440];
/** Rules of axe that look at colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];
/** WCAG 1.4.10: nothing to scroll sideways at this width. */
const NARROWEST = 320;

/**
 * Looks at the page by all rules at every width, and again at the widest and the narrowest by those rules that see
 * colours, in the other scheme: nothing else depends on it.
 */
async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of colorScheme === "light" ? WIDTHS : [WIDTHS.at(0)!, WIDTHS.at(-1)!]) {
      await page.setViewportSize({ width, height: 900 });
      await expectReachableScrolling(page);
      const axe = new AxeBuilder({ page });
      if (colorScheme === "dark") axe.withRules(COLOURS);
      const { violations } = await axe.analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
      expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}

/** Waits until what scrolls sideways can be reached by keyboard: a script sees to it after a resize. */
async function expectReachableScrolling(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("pre")].every(
      ({ scrollWidth, clientWidth, tabIndex }) => scrollWidth <= clientWidth || tabIndex === 0,
    ),
  );
}

/** Looks for anything that makes the whole page scroll sideways. */
async function expectNoOverflow(page: Page): Promise<void> {
  await page.setViewportSize({ width: NARROWEST, height: 700 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "width of the page's content").toBeLessThanOrEqual(NARROWEST);
}

// Five looks at a long page take their time on a busy machine.
test.describe.configure({ timeout: 240_000 });

for (const path of PAGES) {
  test(`${path} has no violation, and no horizontal overflow`, async ({ page }) => {
    await page.goto(path);
    await expectNoViolation(page);
    await expectNoOverflow(page);
  });
}

test("the course's menu has no violation", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Le cours" }).click();
  await expectNoViolation(page);
});

test("a lesson with a running lab and a step that is done has no violation", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.type("id > ~/reponses/identite");
  await lesson.seesDone("qui-suis-je");
  await expectNoViolation(page);
  await expectNoOverflow(page);
});

test("a question that the panel asks has no violation", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.button("Arrêter").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolation(page);
});
