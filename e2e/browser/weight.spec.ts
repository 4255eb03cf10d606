import type { Page } from "@playwright/test";
import { type Transfer, weigh } from "../client/lighthouse.ts";
import { LESSONS, PAGES } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** A first visit, before a lab starts, as it goes over the wire (bytes, headers included). */
const BUDGET = { requests: 10, bytes: 45_000, scripts: 10_000, fonts: 40_000 };

/** What comes in one round trip of a new connection: ten TCP segments of 1460 bytes. The text waits for its font a moment. */
const ROUND_TRIP = 14_600;

/** Pictures that the reader is not at yet, which browsers fetch ahead, after all else: two of the guide's (bytes). */
const AHEAD = 110_000;

const isPicture = ({ path }: Transfer) => path.endsWith(".webp");

/** Gathers what a page fetches from now on. */
async function watchTransfers(page: Page): Promise<Transfer[]> {
  const session = await page.context().newCDPSession(page);
  const begun = new Map<string, Transfer>();
  session.on("Network.requestWillBeSent", ({ requestId, request, type = "Other" }) => {
    begun.set(requestId, { path: new URL(request.url).pathname, type, bytes: 0 });
  });
  const done: Transfer[] = [];
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const transfer = begun.get(requestId);
    if (transfer) done.push({ ...transfer, bytes: encodedDataLength });
  });
  await session.send("Network.enable");
  return done;
}

for (const path of PAGES) {
  test(`${path} weighs no more than it may on a first visit`, async ({ page }) => {
    const done = await watchTransfers(page);
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    const list = done.map(({ path, type, bytes }) => `${bytes} ${type} ${path}`).join("\n");
    const [ahead, atOnce] = [done.filter(isPicture), done.filter((each) => !isPicture(each))];
    expect(
      ahead.reduce((sum, { bytes }) => sum + bytes, 0),
      list,
    ).toBeLessThanOrEqual(AHEAD);
    const font = done.find(({ path }) => /\/text\.[^/]*\.woff2$/.test(path));
    expect(font?.bytes, list).toBeLessThanOrEqual(ROUND_TRIP);
    for (const [what, weight] of Object.entries(weigh(atOnce))) {
      expect(weight, `${what}\n${list}`).toBeGreaterThan(0);
      expect(weight, `${what}\n${list}`).toBeLessThanOrEqual(BUDGET[what as keyof typeof BUDGET]);
    }
  });
}

test("the terminal's scripts come with the lab, not before", async ({ page }) => {
  const done = await watchTransfers(page);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await page.waitForLoadState("networkidle");
  const isTerminal = ({ path }: Transfer) => path.includes("lab-terminals");
  expect(done.filter(isTerminal)).toEqual([]);
  await lesson.start();
  expect(done.filter(isTerminal).length).toBeGreaterThan(0);
});
