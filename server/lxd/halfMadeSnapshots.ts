import type { LxdClient } from "./client.ts";
import { findVolume } from "./diskGroup.ts";

/**
 * Deletes what snapshots that failed half-way left on an instance's pool: LXD keeps it (a subvolume of Docker's that
 * went away meanwhile will do), knows nothing of it, and would not delete the instance any more. To be called when LXD
 * has refused just that: what it knows is deleted by then; or for the one that has just failed. Nothing where the pool
 * is none of ours. @param name that snapshot's; without it all. @throws {LxdError} {CommandError}
 */
export async function dropHalfMadeSnapshots(
  client: LxdClient,
  instance: string,
  name?: string,
): Promise<void> {
  const volume = await findVolume(client, instance, true);
  if (!volume) return;
  const { btrfs, pool, path } = volume;
  const folder = `containers-snapshots/${path.split("/").at(-1)}/`;
  const listed = await btrfs("subvolume", "list", pool);
  const left = [...listed.matchAll(/ path (.+)$/gm)]
    .map(([, each = ""]) => each)
    .filter((each) => each.startsWith(folder))
    .filter((each) => !name || `${each}/`.startsWith(`${folder}${name}/`));
  // A subvolume goes after those in it, which do not go from one that is read only.
  for (const each of left) await btrfs("property", "set", "-f", `${pool}/${each}`, "ro", "false");
  for (const each of left.sort((a, b) => b.length - a.length))
    await btrfs("subvolume", "delete", `${pool}/${each}`);
}
