import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Attack, Machine, Scene } from "../attacks/attack.ts";
import { EXHAUSTION } from "../attacks/exhaustion.ts";
import { KERNEL } from "../attacks/kernel.ts";
import { type Traces, traces } from "../attacks/leftovers.ts";
import { Neighbour, type Echo } from "../attacks/neighbour.ts";
import { NETWORK } from "../attacks/network.ts";
import { newMachine, sharedBridge } from "../attacks/scene.ts";
import { SERVICE } from "../attacks/service.ts";
import { ChildServer } from "./childServer.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON } from "./ground.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const LONG = process.env.SOAK === "full";
/** How long a flood lasts (s). */
const SECONDS = LONG ? 20 : 1;

let server: ChildServer;
let before: Traces;
let scene: Scene;
let neighbour: Neighbour;
/** The attacked lab is gone. */
let ruined = false;
const echoes: [name: string, echo: Echo][] = [];

beforeAll(async () => {
  // The next server would take away what an earlier test has left: it must not count as what was there before.
  await clearGround();
  before = await traces();
  server = await ChildServer.start([LESSON], { LABS_PER_ADDRESS: "0", LOG_LEVEL: "error" });
  const [attacker, other] = [await newMachine(server.url), await newMachine(server.url)];
  const bridge = await sharedBridge();
  scene = { attacker, neighbour: other, url: server.url, bridge, seconds: SECONDS };
  neighbour = await Neighbour.at(other);
});

afterAll(async () => {
  await server.close();
  const rows = echoes.map(([name, { count, p50, p95 }]) =>
    [
      name.padEnd(60),
      String(count).padStart(6),
      p50.toFixed(1).padStart(8),
      p95.toFixed(1).padStart(8),
    ].join(""),
  );
  console.log(["écho du voisin (ms)".padEnd(60) + "touches     p50     p95", ...rows].join("\n"));
});

test("a quiet neighbour", async () => {
  const quiet = new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  echoes.push(["calme", await neighbour.typeDuring(quiet)]);
  await neighbour.works();
});

const KINDS: [what: string, attacks: Attack[]][] = [
  ["the kernel", KERNEL],
  ["the network", NETWORK],
  ["the server", SERVICE],
  ["what all share", EXHAUSTION],
];

describe.each(KINDS)("against %s", (_what, attacks) => {
  test.for(attacks.filter(({ slow }) => LONG || !slow))("$name", async (attack) => {
    if (ruined) scene.attacker = await newMachine(server.url);
    ruined = false;
    echoes.push([attack.name, await neighbour.typeDuring(attack.run(scene))]);
    await neighbour.works();
    if (!attack.ruins) return;
    ruined = true;
    await end(scene.attacker);
  });
});

test("nothing is left of either lab", async () => {
  if (!ruined) await end(scene.attacker);
  await neighbour.leave();
  await end(scene.neighbour);
  await expect.poll(() => traces(server.dir), { timeout: 30_000, interval: 500 }).toEqual(before);
});

/** Ends a lab as its owner would, whatever was done in it. */
async function end({ person, id }: Machine): Promise<void> {
  await person.stop(id);
}
