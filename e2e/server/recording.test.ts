import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClassView, RecordingView } from "../../server/protocol-classes.ts";
import { LabClient } from "../client/labClient.ts";
import { ROOM, signedIn } from "../client/room.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let instructor: LabClient;
let student: LabClient;
let klass: ClassView;
let lab: string;

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  instructor = await signedIn(server.url, server.firstLink ?? "");
  const plan = { ...ROOM([LESSON.slug], 2), recording: "on" };
  klass = (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
  student = new LabClient(server.url);
  await student.request("POST", "/api/classes/join", { code: klass.code, name: "Léa" });
  ({ id: lab } = await student.start(LESSON.slug));
  await student.ready(lab);
}, 120_000);

afterAll(async () => {
  await student.stop(lab);
  await server.close();
});

const path = () => `/api/classes/${klass.id}/recordings`;
const list = async () =>
  (await (await instructor.request("GET", path())).json()) as RecordingView[];
/** What a recording wrote on the screen, from its beginning to its end. */
const shown = async ({ id }: RecordingView) => {
  const [, ...lines] = (await (await instructor.request("GET", `${path()}/${id}`)).text())
    .trimEnd()
    .split("\n");
  const events = lines.map((line) => JSON.parse(line) as [number, string, string]);
  return events.flatMap(([, code, data]) => (code === "o" ? data : [])).join("");
};

test("a terminal is recorded from its prompt on, through a restart, until its lab ends", async () => {
  const terminal = await TerminalClient.open(student, lab, { cols: 90, rows: 20 });
  await terminal.see(/\$ /);
  terminal.type("echo vu-$((40+2))\r");
  await terminal.see(/vu-42/);
  const [first] = await list();
  expect(first).toMatchObject({ lesson: LESSON.slug, terminal: "main", endedAt: null });
  expect(await shown(first!)).toMatch(/\$ .*vu-42/s);
  await terminal.close();

  await server.restart();
  const again = await TerminalClient.open(student, lab);
  again.type("echo encore-$((6*7))\r");
  await again.see(/encore-42/);
  const [before, after] = await list();
  expect(before?.endedAt).toEqual(expect.any(String));
  expect(await shown(before!)).toContain("vu-42");
  expect(await shown(after!)).toContain("encore-42");
  await again.close();

  await student.stop(lab);
  await expect.poll(async () => (await list())[1]?.endedAt).toEqual(expect.any(String));
});

test("what is typed and not shown is not recorded", async () => {
  ({ id: lab } = await student.start(LESSON.slug));
  await student.ready(lab);
  const terminal = await TerminalClient.open(student, lab);
  await terminal.see(/\$ /);
  terminal.type("read -s -p 'mot de passe : ' X; echo lu-${#X}\r");
  await terminal.see(/mot de passe : /);
  terminal.type("sesame-ouvre\r");
  await terminal.see(/lu-12/);
  await terminal.close();
  const all = await Promise.all((await list()).map(shown));
  expect(all.join("")).toContain("lu-12");
  expect(all.join("")).not.toContain("sesame");
});
