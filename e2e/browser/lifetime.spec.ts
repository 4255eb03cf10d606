import type { Page } from "@playwright/test";
import type { Lab, LabEvents } from "../../server/protocol.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const LAB: Lab = {
  id: "lab-vie",
  lesson: LESSONS.guide,
  state: "ready",
  machines: ["main"],
  terminals: ["main"],
  expiresAt: new Date(Date.now() + 240_000).toISOString(),
  steps: [],
};

/** Answers as a server that gives this lab, and tells these things of it. */
async function answerWith<K extends keyof LabEvents>(
  page: Page,
  lab: Lab,
  ...events: [K, LabEvents[K]][]
): Promise<void> {
  const told = events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  await page.route("**/api/labs", (route) => route.fulfill({ status: 201, json: lab }));
  await page.route(`**/api/labs/${lab.id}`, (route) => route.fulfill({ json: lab }));
  await page.route(`**/api/labs/${lab.id}/events`, (route) =>
    route.fulfill({ contentType: "text/event-stream", body: told.join("") }),
  );
  await page.routeWebSocket(/\/terminals\//, (socket) => {
    socket.send(JSON.stringify({ type: "hello", offset: 0, mode: "replay", readonly: false }));
  });
}

test("who waits for others is told how many, and follows the queue", async ({ page }) => {
  const starting: Lab = { ...LAB, state: "starting", queue: 4 };
  await answerWith(page, starting, ["state", starting], ["state", { ...starting, queue: 1 }]);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.button("Démarrer le lab").click();
  await expect(lesson.panel.getByText("vous êtes le prochain")).toBeVisible();
});

for (const [reason, words] of [
  ["idle", "Une touche dans le terminal le garde."],
  ["ttl", "Prolonger"],
] as const)
  test(`the end is announced before it comes (${reason})`, async ({ page }) => {
    const { expiresAt } = LAB;
    await answerWith<keyof LabEvents>(
      page,
      LAB,
      ["state", LAB],
      ["expiry", { expiresAt, reason, soon: true }],
    );
    const lesson = await LessonPage.open(page, LESSONS.guide);
    await lesson.button("Démarrer le lab").click();
    await expect(lesson.panel.locator("[data-warning]")).toContainText(words);
  });
