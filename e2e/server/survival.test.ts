import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { daemonPid } from "./footprint.ts";
import { LESSON, testGround } from "./ground.ts";

let server: ChildServer;
let person: LabClient;
let lab: string;

beforeAll(async () => {
  server = await ChildServer.start([LESSON]);
});
beforeEach(async () => {
  person = new LabClient(server.url);
  lab = (await person.start(LESSON.slug)).id;
  await person.ready(lab);
});
afterEach(() => person.stop(lab));
afterAll(() => server.close());

test("a killed server is followed by one with the same shell and the same screen", async () => {
  const terminal = await TerminalClient.open(person, lab);
  await terminal.see(/\$ /);
  terminal.type("VARIABLE=gardée; seq 30\r");
  await terminal.see(/\n30\r\n[^]*\$ /);
  // The screen is saved every half second.
  await new Promise((resolve) => setTimeout(resolve, 700));
  await server.killAndRestart();
  await terminal.end();
  const again = await TerminalClient.open(person, lab, { from: terminal.offset });
  await again.see(/VARIABLE=gardée; seq 30[^]*\n?29\r\n30/);
  expect(again.frames[0]).toMatchObject({ type: "hello", mode: "snapshot" });
  again.type("echo -$VARIABLE-\r");
  await again.see(/-gardée-/);
  await again.close();
});

test("a program in the middle of its work is on the screen again", async () => {
  const terminal = await TerminalClient.open(person, lab);
  await terminal.see(/\$ /);
  terminal.type("top -d 1\r");
  await terminal.see(/PID[^]*dtach/);
  const pid = await topPid();
  await server.killAndRestart();
  const again = await TerminalClient.open(person, lab, { from: terminal.offset });
  await again.see(/PID[^]*COMMAND|load average/);
  expect(await topPid()).toBe(pid);
  again.type("q");
  await again.see(/133;D;0/);
  again.type("echo fini-$((2+3))\r");
  await again.see(/fini-5/);
  await again.close();
});

test("a killed daemon costs a pause: viewers stay, the shell is the same", async () => {
  const terminal = await TerminalClient.open(person, lab);
  await terminal.see(/\$ /);
  terminal.type("VARIABLE=gardée\r");
  await terminal.see(/gardée\r\n[^]*\$ /);
  process.kill(daemonPid(), "SIGKILL");
  // What is typed while nobody has noticed yet goes down with the daemon: a person types again.
  const again = setInterval(() => terminal.type("echo -$VARIABLE-\r"), 1_000);
  await terminal.see(/-gardée-/, { timeout: 40_000 }).finally(() => clearInterval(again));
  expect(terminal.closed).toBeUndefined();
  expect(terminal.frames.filter(({ type }) => type === "hello")).toHaveLength(1);
  await terminal.close();
});

/** The process number of `top` in the lab: the same one means the same program. */
async function topPid(): Promise<string> {
  const { stdout } = await exec(testGround().lxd, lab, ["pidof", "top"]);
  return stdout.trim();
}
