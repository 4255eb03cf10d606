import { readFile } from "node:fs/promises";
import { findPool } from "./btrfsPool.ts";
import type { LxdClient } from "./client.ts";
import { diskPath } from "./diskGroup.ts";

/** What is mounted over files, as /proc/mounts names it. */
const COVER = "atelier-cover";

/**
 * Covers the files of a disk that is about to be copied: LXD 5.0 looks at every one of them, twice, for subvolumes
 * below, which takes a quarter of all that a copy and its start cost. The copy is made of the disk itself and has all
 * files. For a stopped instance without subvolumes only; nothing on a pool that is not ours to work on. LXD may delete
 * a covered disk. @param pool in which the instance is. @throws {LxdError} {CommandError}
 */
export async function coverDisk(client: LxdClient, pool: string, instance: string): Promise<void> {
  const found = await findPool(client, pool, true);
  if (!found) return;
  const files = `${diskPath(client, found, instance)}/rootfs`;
  if ((await coversIn(found.daemonPid, found.path)).includes(files)) return;
  const options = "ro,size=4k,nosuid,nodev,noexec";
  await found.inside("mount", "-n", "-t", "tmpfs", "-o", options, COVER, files);
}

/** Takes all covers of a pool away: a daemon that stops tries for ten seconds to unmount what is below them. */
export async function uncoverDisks(client: LxdClient, pool: string): Promise<void> {
  const found = await findPool(client, pool, true);
  if (!found) return;
  const covers = await coversIn(found.daemonPid, found.path);
  if (covers.length > 0) await found.inside("umount", "-n", ...covers);
}

/** Paths of what is covered below a folder, as the daemon sees them. @see proc_pid_mounts(5) */
async function coversIn(daemonPid: string, folder: string): Promise<string[]> {
  const mounts = await readFile(`/proc/${daemonPid}/mounts`, "utf8");
  return mounts.split("\n").flatMap((line) => {
    const [source, place = ""] = line.split(" ");
    // Spaces and the like stand there as octal numbers.
    const path = place.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return source === COVER && path.startsWith(`${folder}/`) ? [path] : [];
  });
}
