import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ClassView } from "../../server/protocol-classes.ts";
import { LESSONS } from "../browser/course.ts";
import { LessonPage } from "../browser/lessonPage.ts";
import { LabClient } from "../client/labClient.ts";
import { Pupil, type Story } from "./pupil.ts";
import { author, HOME, morning, prepare, STORIES } from "./room.ts";
import { shoot } from "./shoot.ts";

const { BASE_URL = "http://127.0.0.1:4321", FIRST_LINK } = process.env;
/** The address that the pictures show: a machine of the room, behind which is the server that runs. */
const SHOWN = "http://192.168.1.20:4321";
/** A window in which each of the instructor's pages is seen whole (CSS pixels). */
const DESK = { width: 860, height: 3000 };
/** What is worth showing of a terminal that is looked at (CSS pixels). */
const LOOK = 340;
/** What everybody is told. */
const MESSAGE = "Pause à 10\u00a0h\u00a030. Gardez c1, il servira après.";

test.setTimeout(600_000);
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const rule = `--host-resolver-rules=MAP ${new URL(SHOWN).host} ${new URL(BASE_URL).host}`;
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
  },
});

let instructor: LabClient;
let klass: ClassView;
const pupils: Pupil[] = [];

test.beforeAll(async () => {
  test.setTimeout(600_000);
  instructor = await author(BASE_URL, FIRST_LINK);
  klass = await prepare(instructor);
});
test.afterAll(async () => {
  for (const pupil of pupils) pupil.leave();
  await instructor.request("POST", `/api/classes/${klass.id}/labs`, { action: "end" });
  await instructor.request("DELETE", `/api/classes/${klass.id}`);
});

/** A page in the hands of somebody who is known already. @param viewport CSS pixels */
async function pageOf(
  browser: Browser,
  { cookie }: LabClient,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: SHOWN,
    locale: "fr-FR",
    timezoneId: morning(),
    serviceWorkers: "block",
    deviceScaleFactor: 2,
    viewport,
  });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: SHOWN }]);
  return await context.newPage();
}

test("the pictures of the instructors' guide", async ({ browser }) => {
  const page = await pageOf(browser, instructor, DESK);
  const open = (name: string) => page.goto(`/formateur/${name}/?id=${klass.id}`);
  const section = (id: string) => page.locator("section").filter({ has: page.locator(`#${id}`) });

  await test.step("before the hour", async () => {
    await open("classe");
    await expect(page.locator("[data-preflight]")).toContainText("lab");
    await shoot(
      page,
      "preparer",
      [page.locator("section").filter({ has: page.locator(".sheet") }), section("machine")],
      { widths: [1100, 1000] },
    );
  });

  const lea = new LabClient(BASE_URL);
  await lea.request("POST", "/api/classes/join", { code: klass.code, name: "Léa" });
  await lea.request("POST", "/api/classes/me/progress", { done: HOME });
  const student = await pageOf(browser, lea, { width: 1480, height: 760 });
  // Lessons listen to the class once its page was seen.
  await student.goto("/classe/");
  await expect(student.getByRole("heading", { name: klass.name })).toBeVisible();
  const lesson = await LessonPage.open(student, LESSONS.lxd);
  await lesson.start();
  const arrive = async (story: Story) => {
    pupils.push(await Pupil.arrive(BASE_URL, klass.code, story));
  };
  await Promise.all(STORIES.map(arrive));
  await lesson.type("lxc launch debian c1");
  await lesson.seesDone("lancer", 60_000);

  await test.step("the board", async () => {
    await open("tableau");
    await expect(page.locator(".student")).toHaveCount(STORIES.length + 1);
    await expect(page.getByText("En direct")).toBeVisible();
    const list = page.locator(".students");
    await shoot(page, "tableau", [page.locator(".bar"), list]);
    await page.setViewportSize({ ...DESK, width: 560 });
    await shoot(page, "carte", [
      page.getByRole("heading", { name: "Carte des étapes" }),
      section("carte"),
    ]);
  });

  await test.step("a look", async () => {
    await page.setViewportSize(DESK);
    const row = page.locator(".student").filter({ hasText: "Léa" });
    await row.getByRole("button", { name: "Léa", exact: true }).click();
    await row.getByRole("button", { name: "Regarder" }).click();
    const look = page.locator(".look-pane");
    const panel = student.getByRole("region", { name: "Votre classe" });
    await expect(panel.getByText(/regarde votre terminal/)).toBeVisible();
    await lesson.terminal.click();
    await lesson.type("lxc list -c ns4t");
    await lesson.sees(/CONTAINER/);
    await lesson.type("lxc info c1 | head -n 12");
    await expect(look.locator(".xterm-rows")).toContainText("Created:");
    await look.getByRole("button", { name: "Demander le clavier" }).click();
    await expect(panel.getByRole("button", { name: "Accepter" })).toBeVisible();
    const path = `/api/classes/${klass.id}/messages`;
    await instructor.request("POST", path, { words: MESSAGE });
    await expect(panel.getByText(MESSAGE)).toBeVisible();
    await shoot(page, "regard", [look], { height: LOOK, margin: 0 });
    await shoot(student, "eleve", [lesson.panel.locator(".lab-bar"), panel], { margin: 0 });
  });

  await test.step("results", async () => {
    await open("resultats");
    await expect(page.getByRole("table").first()).toBeVisible();
    await shoot(page, "resultats", [page.getByRole("table").first()]);
  });
});
