import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClassPlan, ClassView } from "../../server/protocol-classes.ts";
import { BoardClient } from "../client/boardClient.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let instructor: LabClient;
let student: LabClient;
let klass: ClassView;
let lab: string;

const plan: ClassPlan = {
  name: "Lundi",
  lessons: [LESSON.slug],
  startsAt: new Date(Date.now() - 60_000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  size: 1,
  solutions: "open",
  recording: "off",
  retentionDays: 1,
};

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  instructor = new LabClient(server.url);
  const token = new URL(server.firstLink ?? "").hash.slice(1);
  const account = { token, name: "Zoé", password: "un long mot de passe" };
  await instructor.request("POST", "/api/instructors/accounts", account);
  klass = (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
  student = new LabClient(server.url);
  const { code } = klass;
  await student.request("POST", "/api/classes/join", { code, name: "Léa" });
});

afterAll(async () => {
  if (lab) await student.stop(lab);
  await server.close();
});

test("what a student does in a real lab is on the board, and still there after a restart", async () => {
  let board = await BoardClient.open(instructor, klass.id);
  const row = () => board.board?.rows[0];
  expect(row()).toMatchObject({ name: "Léa", place: "reading" });

  ({ id: lab } = await student.start(LESSON.slug));
  await student.ready(lab);
  const terminal = await TerminalClient.open(student, lab);
  await terminal.see(/\$ /);
  await board.until(() => row()?.place === "working" && row()?.step === "toucher");

  terminal.type("cat /nulle/part\r");
  const error = await board.until(() => row()?.error !== null);
  expect(row()?.error?.line).toMatch(/^cat: \/nulle\/part: Aucun fichier/);
  await board.until(() => row()?.tries === 1);

  // What a hostile program writes is text on the board, if anything.
  terminal.type(
    String.raw`printf '\e]0;<img src=x onerror=alert(1)>\a\e]8;;javascript:alert(1)\aError: \e[31m<b>gras</b>\e]8;;\a\n'; false` +
      "\r",
  );
  await board.until(() => row()?.error?.line === "Error: <b>gras</b>");
  const { id } = row()!;
  const shown = () =>
    (board.screens.get(id)?.lines ?? [])
      .map((runs) => runs.map(({ text }) => text).join(""))
      .join("\n");
  await board.until(() => shown().includes("Aucun fichier"));
  expect(board.screens.get(id)).toMatchObject({ terminal: "main", cols: 80, rows: 24 });

  terminal.type("touch ~/un\r");
  const done = await board.until(() => row()?.done === 1 && row()?.step === "lire");
  expect(row()).toMatchObject({ error: null, tries: 0, cells: [{ state: "done" }, {}] });
  expect(board.board?.steps[0]).toMatchObject({ passed: 1, begun: 1 });
  expect(board.board?.steps[0]?.errors.length).toBe(2);
  console.info(`erreur au tableau ${Math.round(error)} ms, étape faite ${Math.round(done)} ms`);

  const { cells } = row()!;
  const { steps } = board.board!;
  board.close();
  await server.restart();
  board = await BoardClient.open(instructor, klass.id);
  expect(row()).toMatchObject({ step: "lire", done: 1, cells });
  expect(board.board?.steps).toEqual(steps);

  await instructor.request("POST", `/api/classes/${klass.id}/members/${id}/lab`, {
    action: "end",
  });
  await board.until(() => row()?.lab === null);
  board.close();
});
