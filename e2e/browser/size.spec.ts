import type { Page, WebSocket } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

// Pictures without a graphics card take their time on a busy machine.
test.describe.configure({ timeout: 180_000 });

/** What a scrollbar takes beside the cells (px). */
const SCROLLBAR = 14;
/** Half-empty cells at the edge that no size avoids (px): one column, one row, and what is rounded. */
const SLACK = 20;

/** The sockets of the terminals, and the sizes that the page told through each. */
function watchSizes(page: Page) {
  const sockets: { url: URL; told: { cols: number; rows: number }[] }[] = [];
  page.on("websocket", (socket: WebSocket) => {
    const told: { cols: number; rows: number }[] = [];
    sockets.push({ url: new URL(socket.url()), told });
    socket.on("framesent", ({ payload }) => {
      if (typeof payload !== "string") return;
      const frame = JSON.parse(payload) as { type: string; cols: number; rows: number };
      if (frame.type === "resize") told.push({ cols: frame.cols, rows: frame.rows });
    });
  });
  return sockets;
}

/** What is left beside and under the cells of the terminal in front (px). */
function leftOver(lesson: LessonPage): Promise<{ right: number; bottom: number }> {
  return lesson.terminal.evaluate((view) => {
    const place = view.querySelector(".terminal-host")!.getBoundingClientRect();
    const cells = view.querySelector(".xterm-screen")!.getBoundingClientRect();
    return { right: place.right - cells.right, bottom: place.bottom - cells.bottom };
  });
}

async function expectFilled(lesson: LessonPage): Promise<void> {
  const { right, bottom } = await leftOver(lesson);
  expect(right, "room for the scrollbar, and no more than a column").toBeGreaterThanOrEqual(
    SCROLLBAR - 1,
  );
  expect(right).toBeLessThanOrEqual(SCROLLBAR + SLACK);
  expect(bottom).toBeGreaterThanOrEqual(-1);
  expect(bottom).toBeLessThanOrEqual(SLACK);
}

/** Columns that the shell believes in. */
async function shellColumns(lesson: LessonPage, when: string): Promise<number> {
  await lesson.terminal.getByRole("textbox").focus();
  await lesson.type(`clear; echo "${when}=$(tput cols)"`);
  const answer = new RegExp(`^${when}=(\\d+)$`, "m");
  await lesson.sees(answer);
  return Number(answer.exec(await lesson.screen())![1]);
}

test("the first size is the right one, and a dragged divider tells one more", async ({ page }) => {
  const sockets = watchSizes(page);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  // The renderer changes once the first output is shown.
  await expect(() => expectFilled(lesson)).toPass();
  const first = Number(sockets[0]!.url.searchParams.get("cols"));
  expect(await shellColumns(lesson, "premier")).toBe(first);
  expect(sockets[0]!.told, "sizes told after the one to begin with").toEqual([]);

  // As a dragged divider does, at every frame.
  await page.locator("split-view").evaluate(async (view: HTMLElement) => {
    for (let share = 50; share >= 35; share -= 0.5) {
      view.style.setProperty("--split", `${share}%`);
      await new Promise(requestAnimationFrame);
    }
  });
  await expect.poll(() => sockets[0]!.told.length).toBeGreaterThan(0);
  await expectFilled(lesson);
  const after = await shellColumns(lesson, "apres");
  expect(after).toBeGreaterThan(first);
  expect(sockets[0]!.told.at(-1)!.cols).toBe(after);
  // A machine that does other things may hold the frames up for a moment.
  expect(sockets[0]!.told.length, "sizes told for thirty frames").toBeLessThanOrEqual(4);
});

test("a window made narrow never scrolls sideways, even before the terminal has fitted itself", async ({
  page,
}) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  for (const before of [1440, 768, 390]) {
    await page.setViewportSize({ width: before, height: 900 });
    await expect(() => expectFilled(lesson)).toPass();
    await page.setViewportSize({ width: 320, height: 700 });
    const widest = await page.evaluate(async () => {
      let width = 0;
      for (let frame = 0; frame < 30; frame += 1) {
        width = Math.max(width, document.documentElement.scrollWidth);
        await new Promise(requestAnimationFrame);
      }
      return width;
    });
    expect(widest, `from ${before} px`).toBe(320);
  }
});

test("two windows on one terminal: the smaller one's size, and the larger again", async ({
  page,
  context,
}) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const alone = await shellColumns(lesson, "seul");

  // A passing note: looked for before it comes.
  const noted = lesson.terminal.getByText(/fenêtre plus petite/).waitFor({ timeout: 60_000 });
  const small = await context.newPage();
  await small.setViewportSize({ width: 1000, height: 500 });
  const other = await LessonPage.open(small, LESSONS.guide);
  await other.ready();
  await noted;
  const shared = await shellColumns(lesson, "partage");
  expect(shared).toBeLessThan(alone);
  await expectFilled(other);

  await small.close();
  await expect.poll(async () => (await leftOver(lesson)).right).toBeLessThan(SCROLLBAR + SLACK);
  expect(await shellColumns(lesson, "encore")).toBe(alone);
});

test("without its WebGL context the terminal draws on, and fits", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const loseContext = (view: HTMLElement) => {
    for (const element of view.querySelectorAll("canvas")) {
      const loser = element.getContext("webgl2")?.getExtension("WEBGL_lose_context");
      if (loser) return (loser.loseContext(), true);
    }
    return false;
  };
  const lost = () => lesson.terminal.evaluate(loseContext);
  await expect.poll(lost, "it draws with WebGL").toBe(true);
  await expect(lesson.terminal.locator(".xterm-rows")).toContainText("etudiant@");
  await expect(() => expectFilled(lesson)).toPass();
  await lesson.type("echo vu-$((40+2))");
  await expect(lesson.terminal.locator(".xterm-rows")).toContainText("vu-42");
});

test("emoji, wide and combining characters take the cells that they fill", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  // The terminal itself says where its cursor is (CPR): 2 + 1 + 1 + 4 + 2 cells, and the next one.
  await lesson.type(
    String.raw`printf '👩‍👩‍👧ée\u0301漢字🇫🇷'; IFS='[;' read -rsd R -p $'\e[6n' _ _ col; echo " colonne $col"`,
  );
  await lesson.sees(/ colonne 11$/m);
  await page.reload();
  await lesson.ready();
  // The question is in what the page is given again; its answer must not be typed a second time.
  await lesson.sees(/ colonne 11\n\S+\$ $/m);
});
