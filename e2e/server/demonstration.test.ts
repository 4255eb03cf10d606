import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClassView } from "../../server/protocol-classes.ts";
import { LabClient } from "../client/labClient.ts";
import { LiveClient } from "../client/liveClient.ts";
import { LookClient } from "../client/lookClient.ts";
import { ROOM, signedIn } from "../client/room.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 180_000 });

/** A whole class at once. */
const VIEWERS = 60;

let server: TestServer;
let instructor: LabClient;
let klass: ClassView;
let lab = "";
let terminal: TerminalClient;

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  instructor = await signedIn(server.url, server.firstLink ?? "");
  const plan = ROOM([LESSON.slug], VIEWERS);
  klass = (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
});

afterAll(async () => {
  await terminal.close();
  await server.close();
});

/** The instructor's browser at the labs: one jar of cookies, of which the client keeps one. */
let own: LabClient;

test("sixty students see one terminal, with its history, until it is shown no more", async () => {
  const show = (method: string) => both().request(method, `/api/classes/${klass.id}/demonstration`);
  own = new LabClient(server.url);
  const both = () => {
    const client = new LabClient(server.url);
    client.cookie = [instructor.cookie, own.cookie].filter(Boolean).join("; ");
    return client;
  };
  await expect(show("PUT")).rejects.toThrow("nothing-to-show");
  ({ id: lab } = await own.start(LESSON.slug));
  await own.ready(lab);
  terminal = await TerminalClient.open(own, lab, { cols: 100, rows: 30 });
  await terminal.see(/\$ /);
  terminal.type("echo avant-$((1+1))\r");
  await terminal.see(/avant-2/);
  await show("PUT");

  const students = await Promise.all(
    Array.from({ length: VIEWERS }, async (_, n) => {
      const student = new LabClient(server.url);
      await student.request("POST", "/api/classes/join", { code: klass.code, name: `Élève ${n}` });
      const live = await LiveClient.open(student);
      expect(live.own?.demonstration?.by).toBe("Zoé");
      const path = `/api/classes/me/${live.own?.member}/demonstration`;
      return { live, look: await LookClient.open(student, path) };
    }),
  );
  await expect.poll(() => students.every(({ look }) => look.text.includes("avant-2"))).toBe(true);
  const before = process.cpuUsage();
  for (let n = 0; n < 20; n++) {
    terminal.type(`echo tour-$((${n}*2))\r`);
    await terminal.see(new RegExp(`tour-${n * 2}\\b`));
  }
  await expect.poll(() => students.every(({ look }) => look.text.includes("tour-38"))).toBe(true);
  const { user, system } = process.cpuUsage(before);
  // The clients' cost is within: it is what it may be at most.
  const each = (user + system) / 1000 / 20 / VIEWERS;
  console.info(
    `${VIEWERS} spectateurs : ${each.toFixed(2)} ms de processeur par commande et par élève`,
  );

  students[0]!.look.type("echo intrus-$((4*4))\r");
  students[0]!.look.ask(true);
  await expect.poll(() => students[0]!.look.closed).toBeDefined();
  expect(terminal.text).not.toContain("intrus-16");
  expect(terminal.frames.some(({ type }) => type === "size")).toBe(false);

  await show("DELETE");
  await expect.poll(() => students.slice(1).every(({ look }) => look.closed === 4408)).toBe(true);
  await students[0]!.live.until(([state]) => state?.demonstration === null);

  // It also ends with the lab that it shows.
  await show("PUT");
  await students[0]!.live.until(([state]) => state?.demonstration !== null);
  await own.stop(lab);
  await students[0]!.live.until(([state]) => state?.demonstration === null);
  for (const { live } of students) live.close();
});
