import { type BtrfsPool, findPool } from "./btrfsPool.ts";
import type { LxdClient } from "./client.ts";

/**
 * A lab's `size` bounds its own subvolume only: one that it makes within would escape. Under simple quotas a
 * group above both bounds all of them, for what is made in a member belongs to the member's groups.
 * @see https://btrfs.readthedocs.io/en/latest/Qgroups.html
 */
interface Volume extends BtrfsPool {
  /** Path of the pool; `path` is the disk's in it. */
  pool: string;
  /** As LXD writes it, `6GiB`; absent when nothing bounds it. */
  size: string | undefined;
}

interface InstanceDisk {
  expanded_devices: { root?: { pool?: string; size?: string } };
}

/**
 * Makes the group of a disk, bounds it, and puts the disk and what was made in it there; in one shell, for to enter the
 * daemon's namespace for each of these takes longer than they do. A pool that was mounted anew gives the numbers of its
 * last disks once more, and has their groups still. Arguments: the disk, the pool, the limit.
 */
const GROUP = `
unless_there() {
  said=$("$@" 2>&1) || case $said in *"File exists"*) ;; *) echo "$said" >&2; exit 1 ;; esac
}
id=$(btrfs inspect-internal rootid "$1")
unless_there btrfs qgroup create "1/$id" "$2"
btrfs qgroup limit "$3" "1/$id" "$2"
unless_there btrfs qgroup assign --no-rescan "0/$id" "1/$id" "$2"
btrfs subvolume list -o "$1" | while read -r _ nested _; do
  unless_there btrfs qgroup assign --no-rescan "0/$nested" "1/$id" "$2"
done`;

/** Puts an instance's disk, and what was made in it, under one limit. Nothing where it cannot be done. */
export async function groupDisk(client: LxdClient, instance: string): Promise<void> {
  const volume = await findVolume(client, instance);
  if (!volume?.size) return;
  const { inside, path, pool, size } = volume;
  await inside("sh", "-euc", GROUP, "sh", path, pool, size.replace(/iB$|B$/, ""));
}

/** Lifts the limits of an instance's disk: on a full one btrfs cannot even delete. */
export async function liftDiskLimit(client: LxdClient, instance: string): Promise<void> {
  const volume = await findVolume(client, instance);
  if (!volume) return;
  const group = await groupOf(volume);
  for (const each of [group, group.replace("1/", "0/")])
    await volume.btrfs("qgroup", "limit", "none", each, volume.pool);
}

/** Whether the disks of a pool's instances are bounded whole, so that nobody need watch them. */
export async function boundsDisks(client: LxdClient, pool: string): Promise<boolean> {
  return (await findPool(client, pool)) !== undefined;
}

/**
 * Bytes of an instance's disk, with those of what was made in it; `undefined` where they are not counted.
 * `alone`: what nothing else shares is counted of nested subvolumes. `all`: shared extents too, once for each.
 */
export async function diskUse(
  client: LxdClient,
  instance: string,
): Promise<{ alone: number; all: number } | undefined> {
  const volume = await findVolume(client, instance, true);
  if (!volume) return undefined;
  const { btrfs, pool, path } = volume;
  const id = (await btrfs("inspect-internal", "rootid", path)).trim();
  const nested = await nestedIds(volume);
  const shown = await btrfs("qgroup", "show", "--raw", pool).catch(() => "");
  const use = { alone: 0, all: 0 };
  for (const [, group = "", shared, own] of shown.matchAll(/^\s*0\/(\d+)\s+(\d+)\s+(\d+)/gm)) {
    if (group !== id && !nested.includes(group)) continue;
    use.all += Number(shared);
    use.alone += Number(group === id ? shared : own);
  }
  return shown ? use : undefined;
}

/** Takes away the groups of disks that are gone. @param pool name of a storage pool. */
export async function sweepGroups(client: LxdClient, pool: string): Promise<void> {
  const found = await findPool(client, pool);
  if (!found) return;
  const { btrfs, path } = found;
  const shown = await btrfs("qgroup", "show", "-pc", "--raw", path);
  const rows = shown.split("\n").map((line) => line.trim().split(/\s+/));
  const gone = rows.filter((row) => row.at(-1) === "<stale>" && row[1] === "0");
  const stale = new Set(gone.map(([id = ""]) => id));
  for (const id of stale) await btrfs("qgroup", "destroy", id, path).catch(() => undefined);
  const disks = new Set(rows.map(([id = ""]) => id).filter((id) => !stale.has(id)));
  for (const [id = "", , , , child = ""] of rows.filter(([name]) => name?.startsWith("1/"))) {
    // An empty group whose disk is there is about to be joined by it.
    if (disks.has(id.replace("1/", "0/"))) continue;
    if (child.split(",").every((each) => each === "-" || stale.has(each)))
      // What its cleaner has not freed yet is freed by the next sweep.
      await btrfs("qgroup", "destroy", id, path).catch(() => undefined);
  }
}

/** Subvolumes that were made in an instance. */
async function nestedIds({ btrfs, path }: Volume): Promise<string[]> {
  const listed = await btrfs("subvolume", "list", "-o", path);
  return [...listed.matchAll(/^ID (\d+) /gm)].map(([, id = ""]) => id);
}

async function groupOf({ btrfs, path }: Volume): Promise<string> {
  return `1/${(await btrfs("inspect-internal", "rootid", path)).trim()}`;
}

/**
 * The disk of an instance; `undefined` where it is none of ours to work on.
 * @param anyQuotas also on a pool without simple quotas. @throws {LxdError}
 */
export async function findVolume(
  client: LxdClient,
  instance: string,
  anyQuotas = false,
): Promise<Volume | undefined> {
  const { expanded_devices } = await client.get<InstanceDisk>(`/1.0/instances/${instance}`);
  const { root } = expanded_devices;
  const pool = root?.pool ? await findPool(client, root.pool, anyQuotas) : undefined;
  if (!pool) return undefined;
  return {
    ...pool,
    pool: pool.path,
    path: diskPath(client, pool, instance),
    size: root?.size,
  };
}

/** Path of an instance's disk in a pool, as the daemon sees it. */
export function diskPath({ project }: LxdClient, pool: BtrfsPool, instance: string): string {
  return `${pool.path}/containers/${project === "default" ? instance : `${project}_${instance}`}`;
}
