import type { Page } from "@playwright/test";
import type { Lab } from "../../server/protocol.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** Answers as a server whose lab has these machines: each terminal says its name, and echoes. */
async function answerWith(page: Page, machines: string[]): Promise<void> {
  const lab: Lab = {
    id: "lab-deux",
    lesson: LESSONS.guide,
    state: "ready",
    machines,
    terminals: machines,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    steps: [],
  };
  await page.route("**/api/labs", (route) => route.fulfill({ status: 201, json: lab }));
  await page.route("**/api/labs/lab-deux", (route) => route.fulfill({ json: lab }));
  await page.route("**/api/labs/lab-deux/events", (route) =>
    route.fulfill({
      contentType: "text/event-stream",
      body: `event: state\ndata: ${JSON.stringify(lab)}\n\n`,
    }),
  );
  await page.routeWebSocket(/\/terminals\//, (socket) => {
    const name = new URL(socket.url()).pathname.split("/").at(-1);
    socket.onMessage((message) => {
      if (typeof message !== "string") socket.send(message);
    });
    socket.send(JSON.stringify({ type: "hello", offset: 0, mode: "replay", readonly: false }));
    socket.send(Buffer.from(`ici ${name} $ `));
  });
}

test("a lab of two machines: a tab for each, and « + » on the one in front", async ({ page }) => {
  await answerWith(page, ["source", "cible"]);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const tabs = lesson.panel.getByRole("tab");
  await expect(tabs).toHaveText(["source", "cible"]);
  await lesson.sees(/^ici source \$/m);
  await expect(lesson.button("Nouveau terminal sur source")).toBeVisible();

  await lesson.tab("cible").click();
  await lesson.sees(/^ici cible \$/m);
  await lesson.button("Nouveau terminal sur cible").click();
  await lesson.sees(/^ici cible-2 \$/m);
  await expect(tabs).toHaveText(["source", "cible", "cible 2"]);
  await expect(lesson.terminal).toHaveAccessibleName("cible 2");

  await lesson.tab("source").click();
  await lesson.button("Nouveau terminal sur source").click();
  await lesson.sees(/^ici source-2 \$/m);

  await lesson.tab("source").first().click();
  await page.keyboard.press("Control+Shift+D");
  await expect(lesson.panel.locator("lab-terminal:not([hidden])")).toHaveText([
    /ici source \$/,
    /ici cible \$/,
  ]);

  await page.reload();
  await expect(tabs).toHaveText(["source", "cible", "cible 2", "source 2"]);
});

test("in a lab of one machine the tabs are as ever", async ({ page }) => {
  await answerWith(page, ["main"]);
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.button("Nouveau terminal").click();
  await lesson.sees(/^ici t2 \$/m);
  await expect(lesson.panel.getByRole("tab")).toHaveText(["Terminal 1", "Terminal 2"]);
});

test("two real machines: a terminal on each from the start, and a block goes to its own", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const lesson = await LessonPage.open(page, "lxd/serveurs-distants");
  await lesson.start();
  const tabs = lesson.panel.getByRole("tab");
  await expect(tabs).toHaveCount(2);
  for (const machine of await tabs.allTextContents()) {
    await lesson.tab(machine).click();
    await lesson.sees(/\$ $/m);
    await lesson.terminal.click();
    await lesson.type("echo je-suis-$(hostname)");
    await lesson.sees(new RegExp(`je-suis-${machine}`));
  }
  await lesson.button("Arrêter").click();
  await lesson.confirm("Arrêter le lab");
  await expect(lesson.state).toHaveText("Lab éteint");
});
