import { setTimeout as delay } from "node:timers/promises";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { Results } from "../../server/protocol-board.ts";
import type { ClassView } from "../../server/protocol-classes.ts";
import { setInstanceState } from "../../server/lxd/instances.ts";
import { firstToken } from "../../server/store/instructors.ts";
import { openStore } from "../../server/store/store.ts";
import { expectNoViolation } from "../browser/axe.ts";
import { LessonPage } from "../browser/lessonPage.ts";
import { BoardClient } from "../client/boardClient.ts";
import { LabClient } from "../client/labClient.ts";
import { PASSWORD, ROOM } from "../client/room.ts";
import { ChildServer } from "../server/childServer.ts";
import { clearGround } from "../server/clearGround.ts";
import { cpuTime, memory } from "../server/footprint.ts";
import { testGround } from "../server/ground.ts";
import { LESSON, SITE, TO_DO } from "./lesson.ts";
import { Student } from "./student.ts";
import { rowOf, Truth } from "./truth.ts";

/** How many come: three with browsers, the others by the contract. `CLASS_STUDENTS=30` is a whole class. */
const STUDENTS = Number(process.env["CLASS_STUDENTS"] ?? 6);
const WITH_BROWSERS = ["Ana", "Bilal", "Chloé"] as const;
const OTHERS = Array.from({ length: STUDENTS - WITH_BROWSERS.length }, (_, n) => `Élève ${n + 1}`);

/** Within this time for each of them all begin a step (ms): thirty, within half a minute, where a class takes minutes. */
const READING = 1_000;

test.describe.configure({ timeout: 300_000 + STUDENTS * 20_000 });
// A class's own server, whose answers are awaited while thirty labs work.
const SOON = { timeout: 30_000 };

/** A student with a browser. */
interface Reader {
  name: string;
  page: Page;
  lesson: LessonPage;
  arrival: number;
}

let server: ChildServer;
let board: BoardClient;

test.beforeAll(async () => {
  test.setTimeout(120_000 + STUDENTS * 10_000);
  server = await ChildServer.start(
    [LESSON],
    {
      LABS_WARM: String(STUDENTS),
      LABS_MAX: String(STUDENTS + 3),
      LABS_PER_ADDRESS: "0",
    },
    SITE,
  );
  const warm = async () => {
    const health = await (await fetch(`${server.url}/api/health`)).json();
    return (health as { labs: { warm: number } }).labs.warm;
  };
  await expect.poll(warm, { timeout: 60_000 + STUDENTS * 10_000 }).toBe(STUDENTS);
});
test.afterAll(async () => {
  board?.close();
  await server.close();
  // The pool's, and whatever a test that failed has left.
  await clearGround();
});

async function person(browser: Browser): Promise<Page> {
  const options = { baseURL: server.url, locale: "fr-FR", serviceWorkers: "block" } as const;
  return await (await browser.newContext(options)).newPage();
}

/** The instructor, whose account the server's first link opens, and a class that is under way. */
async function prepare(browser: Browser): Promise<{ page: Page; klass: ClassView }> {
  const where = { dataDir: server.dir, databaseUrl: undefined, tell: () => undefined };
  const store = await openStore(where);
  const token = await firstToken(store.db, Date.now());
  await store.close();
  const page = await person(browser);
  const account = { token, name: "Zoé", password: PASSWORD };
  await page.request.post("/api/instructors/accounts", { data: account });
  const data = ROOM([LESSON.slug], STUDENTS);
  const made = await page.request.post("/api/classes", { data });
  return { page, klass: (await made.json()) as ClassView };
}

/** From the class's link to the prompt, by the pages. */
async function arrive(browser: Browser, klass: ClassView, name: string): Promise<Reader> {
  const page = await person(browser);
  const from = performance.now();
  await page.goto(new URL(klass.link).pathname + new URL(klass.link).hash);
  const form = page.locator('[data-form="join"]');
  await form.getByLabel("Votre nom").fill(name);
  await form.getByRole("button", { name: "Entrer" }).click();
  await expect(page.getByRole("heading", { name: klass.name })).toBeVisible(SOON);
  const lesson = await LessonPage.open(page, LESSON.slug);
  await lesson.start();
  return { name, page, lesson, arrival: performance.now() - from };
}

/** Who follows the board by the contract. */
async function follow(instructor: Page, klass: ClassView, truth: Truth): Promise<BoardClient> {
  const client = new LabClient(server.url);
  const cookies = await instructor.context().cookies();
  client.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const opened = await BoardClient.open(client, klass.id);
  opened.watch = (each) => truth.look(each);
  return opened;
}

const p95 = (times: number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
const round = (ms: number) => `${Math.round(ms)} ms`;

test("a whole class is held, from the code to the results", async ({ browser }) => {
  const truth = new Truth();
  const { page, klass } = await prepare(browser);
  await page.goto(`/formateur/tableau/?id=${klass.id}`);
  await expect(page.getByText("En direct")).toBeVisible();
  board = await follow(page, klass, truth);
  const now = () => board;
  const row = (name: string) =>
    page.locator(".student").filter({ has: page.getByRole("button", { name, exact: true }) });

  const [readers, students] = await test.step("all arrive", async () => {
    const all = await Promise.all([
      Promise.all(WITH_BROWSERS.map((name) => arrive(browser, klass, name))),
      Promise.all(OTHERS.map((name) => Student.arrive(server.url, klass.code, name))),
    ]);
    await expect(page.locator(".student")).toHaveCount(STUDENTS, SOON);
    return all;
  });
  const [ana, bilal, chloe] = readers as [Reader, Reader, Reader];
  const [first, second] = students as [Student, Student];
  const panel = (reader: Reader) => reader.page.getByRole("region", { name: "Votre classe" });

  /** Everybody does a step, each at their own pace: who reads longer begins later. */
  const allDo = async (at: number) => {
    const { id, command } = TO_DO[at] as (typeof TO_DO)[number];
    const reading = () => delay(Math.random() * STUDENTS * READING);
    await Promise.all([
      ...readers.map(async ({ name, lesson }) => {
        await reading();
        await lesson.terminal.click();
        await lesson.page.keyboard.type(command, { delay: 40 });
        await truth.does(name, now, () => lesson.page.keyboard.press("Enter"));
        await lesson.seesDone(id);
      }),
      ...students.map(async (student) => {
        await reading();
        await student.types(command);
        await truth.does(student.name, now, () => student.terminal.type("\r"));
      }),
    ]);
    expect(board.board?.steps[at]).toMatchObject({ begun: STUDENTS, passed: STUDENTS });
    for (const name of [...WITH_BROWSERS, ...OTHERS]) expect(rowOf(board, name)?.done).toBe(at + 1);
  };

  const before = { cpu: cpuTime(server.pid), at: performance.now() };
  await test.step("all do a step", () => allDo(0));
  const share = (cpuTime(server.pid) - before.cpu) / (performance.now() - before.at);
  const used = memory(server.pid);
  await page.screenshot({ path: test.info().outputPath("tableau.png") });

  await test.step("a hand is raised, comes first, and is answered", async () => {
    await panel(ana).getByRole("button", { name: "Lever la main" }).first().click();
    await panel(ana)
      .getByLabel(/Ce qui vous arrête/)
      .fill("Que fait tee ?");
    await panel(ana).locator("form").getByRole("button", { name: "Lever la main" }).click();
    await expect(page.locator(".student").first()).toContainText("Ana", SOON);
    await row("Ana").getByRole("button", { name: "Ana", exact: true }).click();
    await expect(row("Ana")).toContainText("Que fait tee ?");
    await row("Ana").getByRole("button", { name: "J’ai répondu" }).click();
    await expect(panel(ana).getByText("vous êtes le prochain")).toBeHidden(SOON);
    await board.until((shown) => rowOf(shown, "Ana")?.hand === null);
  });

  await test.step("the keyboard is asked for, refused, then granted", async () => {
    const look = page.locator(".look-pane");
    await row("Ana").getByRole("button", { name: "Regarder" }).click();
    await expect(panel(ana).getByText(/regarde votre terminal/)).toBeVisible(SOON);
    await look.getByRole("button", { name: "Demander le clavier" }).click();
    await panel(ana).getByRole("button", { name: "Refuser" }).click(SOON);
    await expect(look.getByText("Ana a refusé.")).toBeVisible(SOON);
    await look.getByRole("button", { name: "Demander encore le clavier" }).click();
    await panel(ana).getByRole("button", { name: "Accepter" }).click(SOON);
    await expect(look.getByText(/Vous pouvez taper/)).toBeVisible(SOON);
    await page.keyboard.type("echo aide-$((5*5))");
    await page.keyboard.press("Enter");
    await ana.lesson.sees(/aide-25/);
    await panel(ana).getByRole("button", { name: "Reprendre le clavier" }).click();
    await expect(look.getByText("Le clavier est rendu.")).toBeVisible(SOON);
    await page.keyboard.press("F6");
    await look.getByRole("button", { name: "Fermer" }).click();
  });

  await test.step("a demonstration is shown to all", async () => {
    const own = await LessonPage.open(await page.context().newPage(), LESSON.slug);
    await own.start();
    await own.type("echo demo-$((6*7))");
    await own.sees(/demo-42/);
    await page.getByRole("button", { name: "Montrer mon terminal", exact: true }).click();
    await Promise.all([
      ...students.map(({ live }) => live.until(([mine]) => Boolean(mine?.demonstration))),
      ...readers.map(async (reader) => {
        await panel(reader).getByRole("button", { name: "Regarder" }).click(SOON);
        await expect(panel(reader).locator(".xterm-rows")).toContainText("demo-42", SOON);
      }),
    ]);
    await chloe.page.screenshot({ path: test.info().outputPath("demonstration.png") });
    await page.getByRole("button", { name: "Ne plus montrer mon terminal" }).click();
    await Promise.all(
      students.map(({ live }) => live.until(([mine]) => mine?.demonstration === null)),
    );
    await own.button("Arrêter").click();
    await own.confirm("Arrêter le lab");
    await own.page.close();
  });

  await test.step("a lab crashes: its student is told, starts another, and has lost no step", async () => {
    const lab = await bilal.lesson.labId();
    await setInstanceState(testGround().lxd, lab, "stop");
    await expect(bilal.lesson.state).toHaveText("Lab terminé", SOON);
    // At the page still, or gone as far as the server can tell.
    await board.until((shown) => rowOf(shown, "Bilal")?.lab === null);
    expect(["ended", "reading"]).toContain(rowOf(board, "Bilal")?.place);
    await bilal.page.screenshot({ path: test.info().outputPath("panne.png") });
    await bilal.lesson.button("Démarrer un nouveau lab").click();
    await bilal.lesson.ready();
    await board.until((shown) => rowOf(shown, "Bilal")?.place === "working");
    expect(rowOf(board, "Bilal")?.done).toBe(1);
    await bilal.lesson.type(TO_DO[0]?.command ?? "");
  });

  await test.step("a lab that its student broke is reset by the instructor", async () => {
    first.terminal.type("sudo rm -rf /usr/bin /usr/sbin; ls\r");
    await first.terminal.see(/commande introuvable|Aucun fichier/);
    page.once("dialog", (dialog) => void dialog.accept());
    await row(first.name).getByRole("button", { name: first.name, exact: true }).click();
    await row(first.name).getByRole("button", { name: "Remettre à neuf" }).click();
    await expect(page.getByText(`C’est fait pour ${first.name}.`)).toBeVisible({ timeout: 60_000 });
    await first.client.ready(first.lab);
    await first.comesBack(0);
    await first.terminal.see(/\$ /);
    expect(rowOf(board, first.name)?.done).toBe(1);
    await first.types(`${TO_DO[0]?.command}\r`);
  });

  await test.step("the server is killed and comes back: nothing of the class is lost", async () => {
    await chloe.lesson.terminal.click();
    await chloe.page.keyboard.type("echo avant-");
    await second.types("echo garde-$((2");
    const hand = `/api/classes/me/${second.live.own?.member}/hand`;
    await second.client.request("PUT", hand, { words: "Bloqué à lire" });
    await board.until((shown) => rowOf(shown, second.name)?.hand?.words === "Bloqué à lire");
    const data = { words: "Pause à dix h." };
    await page.request.post(`/api/classes/${klass.id}/messages`, { data });
    await first.live.until(([mine]) => mine?.messages.length === 1);
    const told = () => board.board?.rows.map(({ name, done }) => `${name} ${done}`).sort();
    const rows = told();
    board.close();
    await server.killAndRestart();
    await chloe.page.keyboard.type("apres-$((3*3))");
    board = await follow(page, klass, truth);
    expect(told()).toEqual(rows);
    expect(rowOf(board, second.name)?.hand?.words).toBe("Bloqué à lire");
    await Promise.all(students.map((student) => student.comesBack()));
    expect(first.live.own?.messages[0]?.words).toBe("Pause à dix h.");
    await second.client.request("DELETE", hand);
    await board.until((shown) => rowOf(shown, second.name)?.hand === null);
    second.terminal.type("*21))\r");
    await second.terminal.see(/garde-42/);
    await chloe.page.keyboard.press("Enter");
    await chloe.lesson.sees(/^avant-apres-9$/m);
    await expect(page.getByText("En direct")).toBeVisible(SOON);
  });

  await test.step("all go on", async () => {
    await allDo(1);
    await allDo(2);
    expect(truth.faults).toEqual([]);
  });

  await test.step("the results are right", async () => {
    const answer = await page.request.get(`/api/classes/${klass.id}/results.json`);
    const { students: told } = (await answer.json()) as Results;
    const sorted = (list: [string, number][]) => list.toSorted(([a], [b]) => a.localeCompare(b));
    expect(sorted(told.map(({ name, done }) => [name, done]))).toEqual(sorted(truth.done));
    await page.goto(`/formateur/resultats/?id=${klass.id}`);
    await expect(page.getByRole("table").first().getByRole("row")).toHaveCount(STUDENTS + 1);
    await page.screenshot({ path: test.info().outputPath("resultats.png"), fullPage: true });
    await expectNoViolation(page);
  });

  const arrivals = [...readers, ...students].map(({ arrival }) => arrival);
  const echoes = students.flatMap(({ echoes: each }) => each);
  console.info(
    [
      `${STUDENTS} élèves, dont ${readers.length} avec un navigateur`,
      `du code à l’invite ${round(p95(arrivals))} (p95), ${round(Math.max(...arrivals))} pour tous`,
      `écho p95 ${round(p95(echoes))}`,
      `étape faite → tableau p95 ${round(p95(truth.delays))}`,
      `serveur ${Math.round(used / 2 ** 20)} Mio, ${(share * 100).toFixed(1)} % d’un processeur`,
    ].join(" ; "),
  );
  for (const student of students) student.leave();
  await page.request.post(`/api/classes/${klass.id}/labs`, { data: { action: "end" } });
});
