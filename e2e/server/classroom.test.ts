import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClassView } from "../../server/protocol-classes.ts";
import type { Results } from "../../server/protocol-board.ts";
import { firstToken } from "../../server/store/instructors.ts";
import { openStore } from "../../server/store/store.ts";
import { BoardClient } from "../client/boardClient.ts";
import { LabClient } from "../client/labClient.ts";
import { LiveClient } from "../client/liveClient.ts";
import { LookClient } from "../client/lookClient.ts";
import { ROOM, signedIn } from "../client/room.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { LESSON } from "./ground.ts";

/** Students, each in a lab of their own: a few in every test, a whole class with `CLASS_STUDENTS=30`. */
const STUDENTS = Number(process.env["CLASS_STUDENTS"] ?? 4);

vi.setConfig({ testTimeout: 120_000 + STUDENTS * 30_000 });

interface Student {
  name: string;
  client: LabClient;
  lab: string;
  terminal: TerminalClient;
  live: LiveClient;
}

let server: ChildServer;
let instructor: LabClient;
let klass: ClassView;
let board: BoardClient;
let students: Student[] = [];

beforeAll(async () => {
  server = await ChildServer.start([LESSON], {
    LABS_MAX: String(STUDENTS + 2),
    LABS_PER_ADDRESS: String(STUDENTS + 2),
  });
  const store = await openStore({
    dataDir: server.dir,
    databaseUrl: undefined,
    tell: () => undefined,
  });
  const link = `${server.url}/formateur/entrer/#${await firstToken(store.db, Date.now())}`;
  await store.close();
  instructor = await signedIn(server.url, link);
  const plan = ROOM([LESSON.slug], STUDENTS);
  klass = (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
});

afterAll(async () => {
  board.close();
  for (const { live, client, lab } of students) {
    live.close();
    await client.stop(lab).catch(() => undefined);
  }
  await server.close();
});

/** From the class's code to the prompt. */
async function arrive(n: number): Promise<Student> {
  const client = new LabClient(server.url);
  const name = `Élève ${String(n).padStart(2, "0")}`;
  await client.request("POST", "/api/classes/join", { code: klass.code, name });
  const { id: lab } = await client.start(LESSON.slug);
  await client.ready(lab);
  const terminal = await TerminalClient.open(client, lab);
  await terminal.see(/\$ /, { timeout: 120_000 });
  return { name, client, lab, terminal, live: await LiveClient.open(client) };
}

const row = (name: string) => board.board?.rows.find((each) => each.name === name);
const p95 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
const round = (ms: number) => `${Math.round(ms)} ms`;

test("everybody arrives, and what each does is on the board", async () => {
  board = await BoardClient.open(instructor, klass.id);
  const from = performance.now();
  students = await Promise.all(Array.from({ length: STUDENTS }, (_, n) => arrive(n)));
  const arrived = performance.now() - from;
  const echoes: number[] = [];
  const delays: number[] = [];
  for (const { name, terminal } of students) {
    const after = terminal.text.length;
    const typed = performance.now();
    terminal.type("touch ~/un");
    await terminal.see(/touch/, { after });
    echoes.push(performance.now() - typed);
    await board.until(() => row(name)?.place === "working");
    const entered = performance.now();
    terminal.type("\r");
    await board.until(() => row(name)?.done === 1);
    delays.push(performance.now() - entered);
  }
  expect(board.board?.steps[0]).toMatchObject({ begun: STUDENTS, passed: STUDENTS });
  console.info(
    `${STUDENTS} élèves : du code à l’invite ${round(arrived)}, écho p95 ${round(p95(echoes))}, commande → tableau p95 ${round(p95(delays))}`,
  );
});

test("a raised hand and a message outlive a kill -9, and so does the board", async () => {
  const [first, second] = students as [Student, Student];
  const hand = `/api/classes/me/${first.live.own?.member}/hand`;
  await first.client.request("PUT", hand, { words: "Bloqué à lire" });
  const shown = await board.until(() => row(first.name)?.hand?.words === "Bloqué à lire");
  await instructor.request("POST", `/api/classes/${klass.id}/messages`, {
    words: "Pause à dix h.",
  });
  await second.live.until(([own]) => own?.messages.length === 1);
  const before = structuredClone(board.board?.rows.map(({ name, cells }) => ({ name, cells })));

  board.close();
  for (const { live } of students) live.close();
  await server.killAndRestart();
  board = await BoardClient.open(instructor, klass.id);
  for (const student of students) student.live = await LiveClient.open(student.client);
  expect(board.board?.rows.map(({ name, cells }) => ({ name, cells }))).toEqual(before);
  expect(row(first.name)?.hand?.words).toBe("Bloqué à lire");
  expect(second.live.own?.messages[0]?.words).toBe("Pause à dix h.");
  const { id } = row(first.name)!;
  await instructor.request("DELETE", `/api/classes/${klass.id}/members/${id}/hand`);
  await first.live.until(([own]) => own?.hand === null);
  console.info(`main levée au tableau en ${round(shown)}`);
});

test("after it the keyboard is refused and granted, and a lab that was reset loses no result", async () => {
  const [, second, third = second] = students as [Student, Student, Student | undefined];
  const member = second.live.own?.member;
  second.terminal = await TerminalClient.open(second.client, second.lab);
  const path = `/api/classes/${klass.id}/members/${member}/terminals/main`;
  const look = await LookClient.open(instructor, path);
  for (const [answer, state] of [
    ["refuse", "refused"],
    ["grant", "held"],
  ] as const) {
    look.ask(true);
    await second.live.until(([own]) => own?.looks[0]?.keyboard === "asked");
    const at = `/api/classes/me/${member}/looks/${second.live.own?.looks[0]?.id}`;
    await second.client.request("POST", at, { answer });
    await expect.poll(() => look.keyboard).toBe(state);
  }
  look.type("echo aide-$((9*9))\r");
  await second.terminal.see(/aide-81/);
  await look.close();

  const { id } = row(third.name)!;
  const action = { action: "reset" };
  await instructor.request("POST", `/api/classes/${klass.id}/members/${id}/lab`, action);
  await third.client.ready(third.lab);
  const answer = await instructor.request("GET", `/api/classes/${klass.id}/results.json`);
  const results = (await answer.json()) as Results;
  expect(results.students.map(({ name, done }) => [name, done])).toEqual(
    students.map(({ name }) => [name, 1]),
  );
});
