import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LIMITS } from "../../server/protocol.ts";
import { FaultyProxy } from "../client/faultyProxy.ts";
import { LabClient } from "../client/labClient.ts";
import { Page } from "../client/page.ts";
import { ChildServer } from "./childServer.ts";
import { memory } from "./footprint.ts";
import { LESSON } from "./ground.ts";

/** How long a page stalls (ms). `TEST_STALL=30000` is a laptop's nap; five seconds fill the same buffers. */
const STALL = Number(process.env.TEST_STALL ?? 5_000);
const MEGABYTE = 2 ** 20;

let server: ChildServer;
let proxy: FaultyProxy;
let person: LabClient;
let lab: string;

beforeAll(async () => {
  server = await ChildServer.start([LESSON]);
  proxy = await FaultyProxy.start(server.url);
  person = new LabClient(server.url);
  lab = (await person.start(LESSON.slug)).id;
  await person.ready(lab);
});

afterAll(async () => {
  await person.stop(lab);
  await proxy.close();
  await server.close();
});

/** The most that the server's memory is above where it was, until something is done (bytes). */
async function growthUntil(done: Promise<unknown>): Promise<number> {
  const before = memory(server.pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memory(server.pid))), 50);
  await done.finally(() => clearInterval(watch));
  return most - before;
}

/** How often the file is shown: more than garbage that waits for its collection may weigh. */
const TIMES = 3;

test("a hundred and fifty megabytes come through whole, and the server does not keep them", async () => {
  const page = new Page(person, server.url, lab, { name: "gros" });
  await page.see(/\$ /);
  page.type("seq 6800000 > n; sha256sum n; echo pr''êt\r");
  const [, sum] = await page.see(/([0-9a-f]{64}) {2}n\r\n[^]*prêt\r\n/);
  const before = page.bytes.length;
  page.type("cat n n n; echo f''in\r");
  const growth = await growthUntil(page.see(/\r\nfin\r\n/, { timeout: 90_000, tail: 1_000 }));
  const said = page.bytes.subarray(before).toString("latin1");
  const numbers = said.slice(said.indexOf("1\r\n2\r\n"), said.lastIndexOf("fin\r\n"));
  const file = numbers.slice(0, numbers.length / TIMES);
  expect(numbers === file.repeat(TIMES)).toBe(true);
  const found = createHash("sha256").update(file.replaceAll("\r", "")).digest("hex");
  expect([page.redraws, found]).toEqual([0, sum]);
  expect(numbers.length).toBeGreaterThan(150 * MEGABYTE);
  expect(growth).toBeLessThan(100 * MEGABYTE);
  page.close();
}, 150_000);

test(
  "a page that stalls under a flood costs no memory, loses nothing, and can stop it when it wakes",
  async () => {
    const page = new Page(person, server.url, lab, { name: "flot" });
    await page.see(/\$ /);
    page.type("yes $(seq 30 | tr '\\n' -)\r");
    await page.see(/-29-30-\r\n1-2-/);
    page.sleep();
    // What is on its way in the network's own buffers comes first.
    await delay(500);
    const growth = await growthUntil(delay(STALL));
    expect(growth).toBeLessThan(5 * MEGABYTE);
    const asleep = page.bytes.length;
    page.wake();
    page.type("\u0003");
    page.type("echo APRES-$((5*5))\r");
    await page.see(/APRES-25\r\n/);
    // The flood that was on its way, and no more of it.
    expect(page.bytes.length - asleep).toBeLessThan(4 * LIMITS.highWatermark);
    const lines = page.bytes.toString("latin1").split("\r\n");
    const flood = lines.filter((line) => /^1-2-3-.*-30-$/.test(line)).length;
    const odd = lines.filter((line) => line.startsWith("1-2-") && !line.includes("-29-30-"));
    expect(flood).toBeGreaterThan(1_000);
    expect(odd.length, odd.join("\n")).toBeLessThanOrEqual(1);
    expect(page.redraws).toBe(0);
    page.close();
  },
  60_000 + STALL,
);

test("a page that changes its network goes on at once, whatever became of its old connection", async () => {
  const page = new Page(person, proxy.url, lab, { name: "chemin" });
  await page.see(/\$ /);
  page.type("for i in $(seq 100); do echo essai-$i; sleep 0.1; done\r");
  await page.see(/essai-5\r\n/);
  proxy.pullCable();
  // The browser tells when the network is another; a silent server is found out.
  page.probe();
  await page.see(/essai-100\r\n/, { timeout: 40_000 });
  const counted = [...page.bytes.toString("latin1").matchAll(/essai-(\d+)\r$/gm)].map(([, n]) =>
    Number(n),
  );
  expect(counted).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(page.redraws).toBe(0);
  page.close();
});
