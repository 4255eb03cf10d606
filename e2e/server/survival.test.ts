import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { daemonPid } from "./footprint.ts";
import { LESSON, testGround } from "./ground.ts";

/** A daemon that was killed takes its time to come back. */
const LONG = { timeout: 40_000 };

/** Over the lab's own line nothing is lost; over LXD's exec the screen comes back as it was. */
describe.each(["api", "exec"])("over %s", (backend) => {
  let server: ChildServer;
  let person: LabClient;
  let lab: string;

  beforeAll(async () => {
    server = await ChildServer.start([LESSON], { TERMINAL_BACKEND: backend });
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
    await delay(700);
    await server.killAndRestart();
    await terminal.end();
    const again = await TerminalClient.open(person, lab, { from: terminal.offset });
    const screen = await TerminalClient.open(person, lab);
    await screen.see(/VARIABLE=gardée; seq 30[^]*\n?29\r\n30/);
    const mode = backend === "api" ? "replay" : "snapshot";
    expect(again.frames[0]).toMatchObject({ type: "hello", mode });
    again.type("echo -$VARIABLE-\r");
    await again.see(/-gardée-/);
    await again.close();
    await screen.close();
  });

  test("a program in the middle of its work is on the screen again", async () => {
    const terminal = await TerminalClient.open(person, lab);
    await terminal.see(/\$ /);
    terminal.type("top -d 1\r");
    await terminal.see(/PID[^]*top/);
    const pid = await topPid(lab);
    await server.killAndRestart();
    const again = await TerminalClient.open(person, lab, { from: terminal.offset });
    await again.see(/load average/);
    expect(await topPid(lab)).toBe(pid);
    again.type("q");
    await again.see(/133;D;0/);
    again.type("echo fini-$((2+3))\r");
    await again.see(/fini-5/);
    await again.close();
  });

  test("a killed daemon costs no more than a pause: viewers stay, the shell is the same", async () => {
    const terminal = await TerminalClient.open(person, lab);
    await terminal.see(/\$ /);
    terminal.type("VARIABLE=gardée\r");
    await terminal.see(/gardée\r\n[^]*\$ /);
    process.kill(daemonPid(), "SIGKILL");
    // What is typed while nobody has noticed yet may go down with the daemon: a person types again.
    const again = setInterval(() => terminal.type("echo -$VARIABLE-\r"), 1_000);
    await terminal.see(/-gardée-/, LONG).finally(() => clearInterval(again));
    expect(terminal.closed).toBeUndefined();
    expect(terminal.frames.filter(({ type }) => type === "hello")).toHaveLength(1);
    await terminal.close();
    await expect
      .poll(
        () =>
          testGround()
            .lxd.exists("/1.0")
            .catch(() => false),
        LONG,
      )
      .toBe(true);
  });

  test.runIf(backend === "api")(
    "what a program writes while there is no server is not lost, nor told twice",
    async () => {
      const terminal = await TerminalClient.open(person, lab);
      await terminal.see(/\$ /);
      terminal.type("for n in $(seq 600); do echo n$n.; sleep 0.01; done; echo f''in\r");
      await terminal.see(/\nn100\./);
      await server.killAndRestart();
      await terminal.end();
      const again = await TerminalClient.open(person, lab, { from: terminal.offset });
      await again.see(/\r\nfin\r\n/);
      const said = [...(terminal.text + again.text).matchAll(/n(\d+)\./g)].map(([, n]) => n);
      expect(said).toEqual(Array.from({ length: 600 }, (_, i) => String(i + 1)));
      await again.close();
    },
  );
});

/** The process number of `top` in the lab: the same one means the same program. */
async function topPid(lab: string): Promise<string> {
  const { stdout } = await exec(testGround().lxd, lab, ["pidof", "top"]);
  return stdout.trim();
}
