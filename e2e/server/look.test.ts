import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClassView, MemberExport } from "../../server/protocol-classes.ts";
import { LabClient } from "../client/labClient.ts";
import { LiveClient } from "../client/liveClient.ts";
import { LookClient } from "../client/lookClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ROOM, signedIn } from "../client/room.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let instructor: LabClient;
let student: LabClient;
let klass: ClassView;
let lab: string;
let terminal: TerminalClient;
let live: LiveClient;
let path: string;

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  instructor = await signedIn(server.url, server.firstLink ?? "");
  const plan = ROOM([LESSON.slug], 2);
  klass = (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
  student = new LabClient(server.url);
  await student.request("POST", "/api/classes/join", { code: klass.code, name: "Léa" });
  ({ id: lab } = await student.start(LESSON.slug));
  await student.ready(lab);
  terminal = await TerminalClient.open(student, lab, { cols: 90, rows: 20 });
  await terminal.see(/\$ /);
  live = await LiveClient.open(student);
  path = `/api/classes/${klass.id}/members/${live.own?.member}/terminals/main`;
}, 180_000);

afterAll(async () => {
  live.close();
  await terminal.close();
  await student.stop(lab);
  await server.close();
});

const answer = (what: string) => {
  const { member, looks } = live.own!;
  const at = `/api/classes/me/${member}/looks/${looks[0]?.id}`;
  return student.request("POST", at, { answer: what });
};

test("a look is seen by the student, changes nothing, and takes the keyboard only when granted", async () => {
  const look = await LookClient.open(instructor, path);
  const told = await live.until(([own]) => own?.looks.length === 1);
  expect(live.own?.looks[0]).toMatchObject({ by: "Zoé", terminal: "main", keyboard: "none" });
  expect(look.frames[0]).toMatchObject({ type: "hello", readonly: true });
  await expect.poll(() => look.frames[1]).toMatchObject({ type: "size", cols: 90, rows: 20 });

  terminal.type("echo vu-$((40+2))\r");
  await expect.poll(() => look.text).toContain("vu-42");
  look.resize(10, 5);
  look.type("echo intrus-$((1+1))\r");
  terminal.type("stty size; tput cols; echo fin-$((3*3))\r");
  await terminal.see(/fin-9/);
  expect(terminal.text).toContain("20 90");
  expect(terminal.text).not.toContain("intrus");

  look.ask(true);
  await live.until(([own]) => own?.looks[0]?.keyboard === "asked");
  await answer("refuse");
  await expect.poll(() => look.keyboard).toBe("refused");
  look.type("echo intrus-$((1+1))\r");
  look.ask(true);
  await live.until(([own]) => own?.looks[0]?.keyboard === "asked");
  await answer("grant");
  await expect.poll(() => look.keyboard).toBe("held");
  // An emulator's answer is nothing that a person typed.
  look.type("\u001b[?62;c");
  look.type("echo aide-$((5*5))\r");
  await terminal.see(/aide-25/);
  expect(terminal.text).not.toMatch(/intrus|62;c/);

  await answer("back");
  await expect.poll(() => look.keyboard).toBe("none");
  look.type("echo intrus-$((1+1))\r");
  await look.close();
  const gone = await live.until(([own]) => own?.looks.length === 0);
  terminal.type("echo seul-$((6*6))\r");
  await terminal.see(/seul-36/);
  expect(terminal.text).not.toContain("intrus");
  console.info(`regard annoncé ${Math.round(told)} ms, sa fin ${Math.round(gone)} ms`);

  const answerOf = await student.request("GET", "/api/classes/me/export");
  const [data] = (await answerOf.json()) as MemberExport[];
  expect(data?.trail.map(({ by, action }) => `${by} ${action}`).slice(1)).toEqual([
    "Zoé look-begun",
    "Zoé keyboard-asked",
    "Léa keyboard-refused",
    "Zoé keyboard-asked",
    "Léa keyboard-granted",
    "Léa keyboard-returned",
    "Zoé look-ended",
  ]);
});

test("nobody else looks, and nobody at a terminal that is not there", async () => {
  await expect(LookClient.open(student, path)).rejects.toThrow("401");
  const nowhere = await LookClient.open(instructor, path.replace(/main$/, "main-7"));
  await expect.poll(() => nowhere.closed).toBe(4404);
  const other = await LookClient.open(instructor, path.replace(/members\/[^/]+/, "members/autre"));
  await expect.poll(() => other.closed).toBe(4404);
  expect(live.own?.looks).toEqual([]);
});

test("a look ends at once where its student would not be told of it any more", async () => {
  const closing = await LookClient.open(instructor, path);
  await live.until(([own]) => own?.looks.length === 1);
  await instructor.request("POST", `/api/classes/${klass.id}/close`);
  await expect.poll(() => closing.closed).toBe(4403);
  const late = await LookClient.open(instructor, path);
  await expect.poll(() => late.closed).toBe(4404);

  await instructor.request("POST", `/api/classes/${klass.id}/open`);
  const leaving = await LookClient.open(instructor, path);
  await live.until(([own]) => own?.looks.length === 1);
  await student.request("DELETE", "/api/classes/me");
  await expect.poll(() => leaving.closed).toBe(4403);
});
