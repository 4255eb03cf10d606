import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FaultyProxy } from "../client/faultyProxy.ts";
import { LabClient } from "../client/labClient.ts";
import { Page } from "../client/page.ts";
import { Random } from "../client/random.ts";
import { LESSON, TestServer } from "./ground.ts";

/** Numbered lines in the stream: 4.7 MB with the terminal's line ends. */
const SHOWN = 600_000;
/** Numbered lines that are typed: 300 kB. */
const TYPED = 6_000;

describe.each([
  ["api", 100],
  ["exec", 25],
  ["cli", 15],
])("over %s, through %i cuts", (backend, cuts) => {
  let server: TestServer;
  let proxy: FaultyProxy;
  let person: LabClient;
  let lab: string;
  let random: Random;

  beforeAll(async () => {
    server = await TestServer.start([LESSON], { TERMINAL_BACKEND: backend });
    proxy = await FaultyProxy.start(server.url);
    person = new LabClient(server.url);
    lab = (await person.start(LESSON.slug)).id;
    await person.ready(lab);
  });

  beforeEach(() => {
    random = new Random();
    proxy.cuts = 0;
    proxy.fate = () => ({});
  });

  afterAll(async () => {
    await person.stop(lab);
    await proxy.close();
    await server.close();
  });

  /** From now on each connection lives for some bytes only, and some do not live to see their first. */
  const cutAfter = (bytes: number) => {
    proxy.fate = () => {
      if (proxy.cuts >= cuts) return {};
      return {
        cutAfter: random.one(random.below(1_000), random.below(bytes), random.below(bytes)),
        cutBy: random.one("reset", "end"),
        latency: random.one(0, 0, 0, 1),
      };
    };
    proxy.cutAll();
  };

  const comeBackAfter = () => random.one(0, 0, random.below(50), random.below(400));

  /** What a run tells when it fails: enough to have it again. */
  const told = () => `graine ${random.seed}, ${proxy.cuts} coupures`;

  test("what is shown comes complete, in order, once", async () => {
    const page = new Page(person, proxy.url, lab, {
      comeBackAfter,
      // An emulator that is now quick, now far behind what came.
      parse: (parsed) => {
        if (random.below(3) > 0) setTimeout(parsed, random.below(30));
        else parsed();
      },
    });
    await page.see(/\$ /);
    page.type(`seq ${SHOWN} > n; sha256sum n; echo pr''êt\r`);
    const [, sum] = await page.see(/([0-9a-f]{64}) {2}n\r\n[^]*prêt\r\n/);
    const before = page.bytes.length;
    page.type("sleep 0.5; cat n; echo f''in\r");
    await page.see(/f''in/);
    cutAfter(90_000);
    await page.see(/\r\nfin\r\n/, { timeout: 40_000 }).catch(withSeed);
    const said = page.bytes.subarray(before).toString("latin1");
    const numbers = said.slice(said.indexOf("1\r\n2\r\n"), said.indexOf("fin\r\n"));
    expect([page.redraws, sha256(numbers.replaceAll("\r", ""))], told()).toEqual([0, sum]);
    expect(proxy.cuts, told()).toBe(cuts);
    page.close();
  });

  test("what is typed comes complete, in order, once", async () => {
    const page = new Page(person, proxy.url, lab, { comeBackAfter, name: "clavier" });
    await page.see(/\$ /);
    page.type("stty -echo; echo pr''êt; cat > k; stty echo; sha256sum k\r");
    await page.see(/prêt\r\n/);
    cutAfter(5_000);
    const typed = Array.from({ length: TYPED }, (_, i) => `${i} `.padEnd(49, "-") + "\n");
    for (let at = 0; at < TYPED;) {
      const lines = typed.slice(at, at + 1 + random.below(40));
      if (page.type(lines.join(""))) at += lines.length;
      await delay(random.below(20));
    }
    while (!page.type("\u0004")) await delay(20);
    const [, sum] = await page.see(/([0-9a-f]{64}) {2}k\r\n/, { timeout: 40_000 }).catch(withSeed);
    expect([page.unsure, sum], told()).toEqual([0, sha256(typed.join(""))]);
    expect(proxy.cuts, told()).toBe(cuts);
    page.close();
  });

  function withSeed(cause: unknown): never {
    throw new Error(told(), { cause });
  }
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
