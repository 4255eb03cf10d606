import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { LabClient } from "../client/labClient.ts";
import { Random } from "../client/random.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { daemonPid, descriptors, operations, processes } from "./footprint.ts";
import { LESSON, testGround } from "./ground.ts";

/** A lab may have so many terminals; each is opened and closed by one of us at a time. */
const NAMES = ["un", "deux", "trois", "quatre", "cinq", "six"];
/** For how long idle connections between server and daemon are kept by either (ms). */
const KEPT_ALIVE = 7_000;
/** Descriptors that either opens and closes for reasons of its own; a leak would be one for each of many cycles. */
const SLACK = 6;

/** Within this time the daemon has collected its garbage, busy or not: it does so every two minutes (ms). */
const COLLECTED = 150_000;

/** The more there are, the smaller a leak shows: `TEST_CYCLES=2000` is a long run. */
const CYCLES = Number(process.env.TEST_CYCLES ?? 500);

test.each([
  ["api", CYCLES],
  ["exec", Math.ceil(CYCLES / 8)],
  ["cli", Math.ceil(CYCLES / 12)],
])(
  "over %s, %i openings and closings leave nothing behind",
  async (backend, cycles) => {
    const random = new Random();
    const server = await ChildServer.start([LESSON], { TERMINAL_BACKEND: backend });
    const person = new LabClient(server.url);
    const { id } = await person.start(LESSON.slug);
    await person.ready(id);
    const footprint = async () => {
      await delay(KEPT_ALIVE);
      return {
        operations: await operations(),
        processes: await processes(id),
        server: descriptors(server.pid),
        daemon: descriptors(daemonPid()),
      };
    };
    try {
      for (const name of NAMES) await leaveByExit(person, id, name);
      const before = await footprint();

      // The server itself hangs up: shells go on, and the next server finds them.
      for (let round = 0; round < 3; round++) {
        const terminals = await Promise.all(NAMES.map((name) => open(person, id, name)));
        await server.restart();
        for (const terminal of terminals) expect((await terminal.end()).code).toBe(1012);
      }
      let left = cycles;
      const work = NAMES.map(async (name) => {
        while (left-- > 0)
          await random.one(leave, leave, leaveByCut, leaveAtOnce, leaveByExit)(person, id, name);
        await leaveByExit(person, id, name);
      });
      await Promise.all(work);

      const after = await footprint();
      expect(after, `graine ${random.seed}`).toMatchObject({
        operations: before.operations,
        processes: before.processes,
      });
      expect(after.server, "descripteurs du serveur").toBeLessThan(before.server + SLACK);
      await expect
        .poll(daemonDescriptors, { timeout: COLLECTED, interval: 200 })
        .toBeLessThan(before.daemon + SLACK);
    } finally {
      await person.stop(id);
      await server.close();
    }
  },
  300_000,
);

test("a reset of the lab leaves nothing of its terminals behind", async () => {
  const server = await ChildServer.start([LESSON]);
  const person = new LabClient(server.url);
  const { id } = await person.start(LESSON.slug);
  await person.ready(id);
  try {
    const before = await operations();
    const terminals = await Promise.all(NAMES.map((name) => open(person, id, name)));
    await person.reset(id);
    for (const terminal of terminals) expect((await terminal.end()).code).toBe(1012);
    await person.ready(id);
    expect(await operations()).toBe(before);
  } finally {
    await person.stop(id);
    await server.close();
  }
});

async function open(person: LabClient, lab: string, name: string): Promise<TerminalClient> {
  const terminal = await TerminalClient.open(person, lab, { name });
  await terminal.see(/\$ /);
  return terminal;
}

async function leave(person: LabClient, lab: string, name: string): Promise<void> {
  const terminal = await open(person, lab, name);
  await terminal.close();
}

async function leaveByCut(person: LabClient, lab: string, name: string): Promise<void> {
  const terminal = await open(person, lab, name);
  terminal.socket.terminate();
  await terminal.end();
}

/** Gone before the shell has said a word. */
async function leaveAtOnce(person: LabClient, lab: string, name: string): Promise<void> {
  const terminal = await TerminalClient.open(person, lab, { name });
  terminal.socket.terminate();
  await terminal.end();
}

async function leaveByExit(person: LabClient, lab: string, name: string): Promise<void> {
  const terminal = await open(person, lab, name);
  terminal.type("exit 3\r");
  await expect.poll(() => terminal.frames.at(-1)).toEqual({ type: "exit", code: 3 });
  await terminal.close();
}

/**
 * Open descriptors of the daemon. It closes the log of each exec's container when its garbage is collected, which is
 * sooner when there is more of it.
 */
async function daemonDescriptors(): Promise<number> {
  const { lxd } = testGround();
  for (let n = 0; n < 50; n++) await lxd.get("/1.0");
  return descriptors(daemonPid());
}
