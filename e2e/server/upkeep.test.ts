import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DiskWatch } from "../../server/labs/diskWatch.ts";
import { makeMachine } from "../../server/labs/machine.ts";
import { LabRecord } from "../../server/labs/record.ts";
import { Upkeep } from "../../server/labs/upkeep.ts";
import { filtersOf } from "../../server/lxd/bridgeFilters.ts";
import { run } from "../../server/lxd/command.ts";
import { exec } from "../../server/lxd/exec.ts";
import { labBridges } from "../../server/lxd/fenceGuard.ts";
import { destroyInstance } from "../../server/lxd/instances.ts";
import { LESSON, testGround } from "./ground.ts";

const { lxd, template } = testGround();
const log = pino({ level: "silent" });
const MIB = 2 ** 20;
const [modest, greedy] = ["lab-00000000a1", "lab-00000000a2"].map(newLab) as [LabRecord, LabRecord];

beforeAll(async () => {
  for (const { id } of [modest, greedy]) await makeMachine(lxd, id, template, {});
});
afterAll(async () => {
  for (const { id } of [modest, greedy]) await destroyInstance(lxd, id);
});

function newLab(id: string): LabRecord {
  const now = Date.now();
  const lab = new LabRecord({ id, owner: "", lesson: LESSON, createdAt: now, expiresAt: now });
  lab.found("ready");
  return lab;
}

/** Looks once at both labs, and tells which it would end, and why. */
async function ended(limits: { limit: number; space?: number }): Promise<[string, string][]> {
  const found: [string, string][] = [];
  const watch = new DiskWatch({
    ...limits,
    client: lxd,
    log,
    profile: template.profile,
    labs: () => [modest, greedy],
    end: (lab, reason) => found.push([lab.id, reason]),
  });
  await watch.look();
  return found;
}

test("finds the lab that grows in a subvolume of its own, where nothing bounds it", async () => {
  const grow =
    "btrfs -q subvolume create /srv/sous && head -c 60M /dev/urandom > /srv/sous/plein; sync";
  expect((await exec(lxd, greedy.id, ["bash", "-c", grow])).code).toBe(0);
  expect(await ended({ limit: 50 * MIB })).toEqual([[greedy.id, expect.stringMatching(/dépassé/)]]);
  expect(await ended({ limit: 2 ** 40 })).toEqual([]);
  // Nobody is beyond the limit, but the pool is full: the largest goes.
  expect(await ended({ limit: 2 ** 40, space: Infinity })).toEqual([
    [greedy.id, expect.stringMatching(/presque plein/)],
  ]);
});

test("takes away network cards of machines that are gone, and no other", async () => {
  const [bridge = ""] = await labBridges(lxd, template.profile);
  const [stray, other] = ["perdue0", "autre0"];
  const upkeep = new Upkeep(lxd, template, log);
  try {
    for (const name of [stray, other])
      await run("ip", ["link", "add", name, "type", "veth", "peer", "name", `${name}b`]);
    await run("ip", ["link", "set", stray, "master", bridge]);
    await upkeep.sweepStrays();
    // It may belong to a machine that is being made.
    expect(await links()).toContain(stray);
    await upkeep.sweepStrays();
    expect(await links()).not.toContain(stray);
    expect(await links()).toContain(other);
    expect((await exec(lxd, modest.id, ["ip", "link", "show", "eth0"])).stdout).toContain("UP");
  } finally {
    await upkeep.close();
    await run("ip", ["link", "delete", other]);
  }
});

test("takes away filters and network cards that a killed LXD left of machines, and no other's", async () => {
  const [inner, outer] = ["vethdead00a1", "vethdead00a2"];
  const chain = (name: string) => `${lxd.project}_${name}.eth0`;
  const [dead, living] = [chain("lab-00000000a3"), chain(modest.id)];
  const upkeep = new Upkeep(lxd, template, log);
  const pair = ["type", "veth", "peer", "name", outer];
  await run("ip", ["link", "add", inner, "address", "00:16:3e:00:00:a3", ...pair]);
  await run("ip", ["link", "set", outer, "up"]);
  const hook = "type filter hook forward priority filter";
  const rules = `add chain bridge lxd fwd.${dead} { ${hook}; }
    add rule bridge lxd fwd.${dead} iifname "${outer}" ether saddr != 00:16:3e:00:00:a3 drop`;
  await run("nft", ["-f", "-"], { input: rules });
  try {
    await upkeep.sweepStrays();
    // They may belong to a machine that is being made.
    expect(await links()).toContain(inner);
    expect(await filters()).toContain(`fwd.${dead}`);
    await upkeep.sweepStrays();
    expect(await links()).not.toContain(inner);
    expect(await filters()).not.toContain(`fwd.${dead}`);
    expect(await filters()).toContain(`fwd.${living}`);
  } finally {
    await upkeep.close();
    await run("ip", ["link", "delete", inner]).catch(() => undefined);
  }
});

const filters = async () => (await filtersOf(lxd.project)).map(({ chain }) => chain);

async function links(): Promise<string[]> {
  const all: { ifname: string }[] = JSON.parse(await run("ip", ["-json", "link", "show"]));
  return all.map(({ ifname }) => ifname);
}
