import type { LxdClient } from "../lxd/client.ts";
import { profilePool } from "../lxd/storage.ts";

/** Storage drivers on which a copy takes no room of its own. */
const COPY_ON_WRITE = ["btrfs", "zfs"];

/**
 * Whether labs have ids of their own, for which the owner of every file on a new one's disk may have to be written, and
 * copies of what was written cost nothing. @param profile of labs. @throws {LxdError} {LxdUnreachable}
 */
export async function mayNeedBlanks(client: LxdClient, profile: string): Promise<boolean> {
  const { config } = await client.get<{ config: Record<string, string> }>(
    `/1.0/profiles/${profile}`,
  );
  const pool = await profilePool(client, profile);
  const { driver } = await client.get<{ driver: string }>(`/1.0/storage-pools/${pool}`);
  return config["security.idmap.isolated"] === "true" && COPY_ON_WRITE.includes(driver);
}
