import type { Page } from "@playwright/test";

/** Waits until the scripts of a page that one reads are there: they come once it has been drawn. */
export async function lateScripts(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset["late"] === undefined);
}
