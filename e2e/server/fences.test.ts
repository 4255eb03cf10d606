import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { LAB_NAME } from "../../server/labs/machines.ts";
import { run } from "../../server/lxd/command.ts";
import { findVolume, groupDisk } from "../../server/lxd/diskGroup.ts";
import { exec } from "../../server/lxd/exec.ts";
import { guardFences, sharedBridge } from "../../server/lxd/fenceGuard.ts";
import { dropFirewall, firewallLoaded } from "../../server/lxd/firewall.ts";
import {
  createInstance,
  destroyInstance,
  getInstance,
  setInstanceState,
} from "../../server/lxd/instances.ts";
import { listSnapshots, takeSnapshot } from "../../server/lxd/snapshots.ts";
import { projectNetwork } from "../../server/lxd/project.ts";
import { daemonPid } from "./footprint.ts";
import { testGround, testPool } from "./ground.ts";

vi.setConfig({ testTimeout: 120_000 });

const { lxd, template } = testGround();
const lab = `lab-plein-${process.pid}`;

beforeAll(async () => {
  const root = { type: "disk", path: "/", pool: await testPool(), size: "1536MiB" };
  await createInstance(lxd, lab, { ...template, config: {}, devices: { root } });
  await groupDisk(lxd, lab);
  await setInstanceState(lxd, lab, "start");
});
afterAll(() => destroyInstance(lxd, lab));

test("a subvolume in a lab does not escape the lab's disk, and a full lab can be deleted", async () => {
  const fill =
    "btrfs subvolume create /srv/s && head -c 3G /dev/urandom > /srv/s/x; stat -c %s /srv/s/x";
  const { stdout, stderr } = await exec(lxd, lab, ["bash", "-c", fill], { timeout: 90_000 });
  expect(stderr).toMatch(/quota exceeded/i);
  expect(Number(stdout.trim().split("\n").at(-1))).toBeLessThan(1.6 * 2 ** 30);
  await destroyInstance(lxd, lab);
  expect(await getInstance(lxd, lab)).toBeUndefined();
});

const inPool = (...args: string[]) => run("nsenter", ["-t", String(daemonPid()), "-m", ...args]);

/** Makes an instance with what a snapshot of it leaves that fails half-way; returns its pool's folder. */
async function withHalfMadeSnapshot(instance: string, name: string): Promise<string> {
  await createInstance(lxd, instance, { ...template, config: {} });
  const volume = await findVolume(lxd, instance, true);
  const folder = `${volume?.pool}/containers-snapshots/${volume?.path.split("/").at(-1)}`;
  await inPool("mkdir", "-p", folder);
  const snapshot = `${folder}/${name}`;
  await inPool("btrfs", "subvolume", "snapshot", volume?.path ?? "", snapshot);
  await inPool("btrfs", "subvolume", "create", `${snapshot}/rootfs/nested`);
  await inPool("btrfs", "property", "set", snapshot, "ro", "true");
  return volume?.pool ?? "";
}

test("what a snapshot that failed half-way left does not keep a lab from being deleted", async () => {
  const half = `lab-jalon-${process.pid}`;
  const pool = await withHalfMadeSnapshot(half, "step-un");
  await destroyInstance(lxd, half);
  expect(await getInstance(lxd, half)).toBeUndefined();
  expect(await inPool("btrfs", "subvolume", "list", pool)).not.toContain(half);
});

test("nor from being kept at the next try", async () => {
  const half = `lab-jalon2-${process.pid}`;
  const pool = await withHalfMadeSnapshot(half, "step-un");
  await takeSnapshot(lxd, half, "step-un");
  expect(await listSnapshots(lxd, half)).toEqual(["step-un"]);
  const left = await inPool("btrfs", "subvolume", "list", pool);
  expect(left).toMatch(new RegExp(`${half}/step-un$`, "m"));
  expect(left).not.toContain(`${half}/step-un/rootfs`);
  await destroyInstance(lxd, half);
});

test("a fence that was taken away is put back", async () => {
  const bridge = (await projectNetwork(lxd.inProject("default"), lxd.project)) ?? "";
  const shared = { ...(await sharedBridge(lxd, template.profile)), internet: false };
  expect(await guardFences(lxd, shared, LAB_NAME)).toEqual([]);
  await dropFirewall(bridge);
  expect(await guardFences(lxd, shared, LAB_NAME)).toEqual([bridge]);
  expect(await firewallLoaded(bridge)).toBe(true);
});
