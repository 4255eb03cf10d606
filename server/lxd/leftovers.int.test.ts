import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { findVolume, sweepGroups } from "./diskGroup.ts";
import { dropFirewall, fencesAroundNothing, firewallLoaded, loadFirewall } from "./firewall.ts";
import { forgottenBridges } from "./forgottenBridges.ts";
import { createInstance, destroyInstance, getInstance, setKeys } from "./instances.ts";
import { dropLabNetwork, makeLabNetwork } from "./labNetwork.ts";
import { sweepSetAside } from "./setAside.ts";

const {
  TEST_LXD_SOCKET: path = "",
  TEST_LXD_PROJECT = "",
  TEST_LAB_IMAGE: image = "",
  TEST_LAB_PROFILE: profile = "",
} = process.env;
if (!path) throw new Error("Ces essais ont besoin d’un LXD préparé\u00a0: npm test.");

const lxd = new LxdClient({ type: "unix", path }, TEST_LXD_PROJECT);

// What an LXD leaves that is killed at the wrong moment, made by hand.

test("deletes a machine of which the disk was deleted already, and made a folder", async () => {
  const name = "lab-00000000f1";
  await createInstance(lxd, name, { image, profile, config: {} });
  try {
    const disk = await findVolume(lxd, name, true);
    await disk?.btrfs("subvolume", "delete", disk.path);
    await setKeys(lxd, name, { "user.atelier.state": "pooling" });
  } finally {
    await destroyInstance(lxd, name);
  }
  expect(await getInstance(lxd, name)).toBeUndefined();
});

test("deletes a disk that was set aside for an instance that is gone, and no other", async () => {
  const name = "lab-00000000f5";
  await createInstance(lxd, name, { image, profile, config: {} });
  const disk = await findVolume(lxd, name, true);
  const { btrfs, path: own, pool } = disk as NonNullable<typeof disk>;
  const isThere = (at: string) =>
    btrfs("subvolume", "show", at).then(
      () => true,
      () => false,
    );
  try {
    await btrfs("subvolume", "snapshot", own, `${own}.lxdtmp`);
    await sweepSetAside(lxd, basename(pool));
    expect(await isThere(`${own}.lxdtmp`)).toBe(true);
  } finally {
    await destroyInstance(lxd, name);
  }
  await sweepSetAside(lxd, basename(pool));
  expect(await isThere(`${own}.lxdtmp`)).toBe(false);
});

test("takes away a bridge that LXD has forgotten, with its name server, and no other", async () => {
  const [forgotten, other] = ["lab-00000000f2", "lab-00000000f3"];
  const form = /^lab-00000000f[23]$/;
  try {
    for (const name of [forgotten, other]) await makeLabNetwork(lxd, name, ["main"], false);
    const sql = `DELETE FROM networks WHERE name = '${forgotten}'`;
    await run("lxd", ["sql", "global", sql], { env: { LXD_DIR: dirname(path) } });
    expect(await traces(forgotten)).toHaveLength(3);
    // It was killed before it noted which process serves.
    await rm(join(dirname(path), "networks", forgotten, "dnsmasq.pid"));
    expect(await forgottenBridges(lxd, form)).toEqual([forgotten]);
    await dropLabNetwork(lxd, forgotten);
    expect(await forgottenBridges(lxd, form)).toEqual([]);
    expect(await traces(forgotten)).toEqual([]);
    expect(await firewallLoaded(forgotten)).toBe(false);
    expect(await traces(other)).toHaveLength(3);
  } finally {
    for (const name of [forgotten, other]) await dropLabNetwork(lxd, name);
  }
  expect(await traces(other)).toEqual([]);
});

test("finds the fence of a bridge that is gone", async () => {
  const bridge = "lab-00000000f4";
  await loadFirewall({ bridge, address: "10.64.1.1", internet: false });
  try {
    expect(await fencesAroundNothing(/^lab-00000000f4$/)).toEqual([bridge]);
  } finally {
    await dropFirewall(bridge);
  }
  expect(await fencesAroundNothing(/^lab-00000000f4$/)).toEqual([]);
});

/** What a bridge of LXD's is made of: its link, its folder, its name server. */
async function traces(bridge: string): Promise<string[]> {
  const places = [`/sys/class/net/${bridge}`, join(dirname(path), "networks", bridge)];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
  const servers = (await Promise.all(commands)).filter((command) =>
    command.includes(`\0--interface=${bridge}\0`),
  );
  return [...places.filter((place) => existsSync(place)), ...servers];
}

test("takes away the group of a disk that is gone, and not one that its disk is about to join", async () => {
  const name = "lab-00000000f6";
  const destroyed = async () => await destroyInstance(lxd, name);
  await createInstance(lxd, name, { image, profile, config: {} });
  const disk = await findVolume(lxd, name);
  // Groups are for pools with simple quotas.
  if (!disk) return await destroyed();
  const { btrfs, path: own, pool } = disk;
  const id = (await btrfs("inspect-internal", "rootid", own)).trim();
  const isThere = async () =>
    new RegExp(`^1/${id}\\s`, "m").test(await btrfs("qgroup", "show", "--raw", pool));
  try {
    await btrfs("qgroup", "create", `1/${id}`, pool);
    await sweepGroups(lxd, basename(pool));
    expect(await isThere()).toBe(true);
  } finally {
    await destroyed();
  }
  // The kernel's cleaner comes with a commit, of which there is one in half a minute.
  await btrfs("filesystem", "sync", pool);
  const left = () => sweepGroups(lxd, basename(pool)).then(isThere);
  await expect.poll(left, { timeout: 45_000 }).toBe(false);
});
