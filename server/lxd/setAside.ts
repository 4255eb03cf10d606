import type { LxdClient } from "./client.ts";
import { findPool } from "./btrfsPool.ts";
import { listInstances } from "./instances.ts";

/** What LXD adds to the name of a disk that it sets aside while it takes the instance back to a snapshot. */
const ASIDE = ".lxdtmp";

/**
 * Deletes the disks that LXD set aside for a restore which it was killed over, once their instances are gone: it knows
 * nothing of them. Nothing where the pool is none of ours. @param pool name of a storage pool. @throws {LxdError} {CommandError}
 */
export async function sweepSetAside(client: LxdClient, pool: string): Promise<void> {
  const found = await findPool(client, pool, true);
  if (!found) return;
  const { btrfs, path } = found;
  const listed = await btrfs("subvolume", "list", path);
  const disks = [...listed.matchAll(/ path (.+)$/gm)].map(([, each = ""]) => each);
  const prefix = client.project === "default" ? "containers/" : `containers/${client.project}_`;
  const aside = disks.filter((each) => each.startsWith(prefix) && each.endsWith(ASIDE));
  if (aside.length === 0) return;
  const there = new Set((await listInstances(client)).map(({ name }) => name));
  for (const disk of aside) {
    if (there.has(disk.slice(prefix.length, -ASIDE.length))) continue;
    // A subvolume goes after those in it, which do not go from one that is read only.
    const all = disks.filter((each) => each === disk || each.startsWith(`${disk}/`));
    for (const each of all) await btrfs("property", "set", "-f", `${path}/${each}`, "ro", "false");
    for (const each of all.sort((a, b) => b.length - a.length))
      await btrfs("subvolume", "delete", `${path}/${each}`);
  }
}
