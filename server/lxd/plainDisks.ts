import { rm, rmdir, stat } from "node:fs/promises";
import type { LxdClient } from "./client.ts";
import { findVolume } from "./diskGroup.ts";
import type { ServerInfo } from "./serverInfo.ts";

/** Number of the first file of each subvolume, which no other has (BTRFS_FIRST_FREE_OBJECTID, linux/btrfs_tree.h). */
const SUBVOLUME = 256;

/**
 * Deletes the ordinary folder that stands where an instance's subvolume was: an LXD that was killed once it had deleted
 * the subvolume makes it for a copy of the instance's keys, the next time that it writes any, and could never delete the
 * instance again. Nothing but that copy is deleted. To be called when LXD has refused. @throws {LxdError} a file error where there is more.
 */
export async function dropPlainDisk(client: LxdClient, instance: string): Promise<void> {
  const volume = await findVolume(client, instance, true);
  if (!volume) return;
  const { environment } = await client.get<ServerInfo>("/1.0");
  const path = `/proc/${environment.server_pid}/root${volume.path}`;
  const found = await stat(path).catch(() => undefined);
  if (!found || found.ino === SUBVOLUME) return;
  await rm(`${path}/backup.yaml`, { force: true });
  await rmdir(path);
}
