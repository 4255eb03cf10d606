import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { LxdUnreachable } from "./errors.ts";
import type { ServerInfo } from "./serverInfo.ts";
import { poolPath } from "./simpleQuotas.ts";

/** A btrfs pool that we may work on beside LXD. */
export interface BtrfsPool {
  /** Runs btrfs in the daemon's mount namespace, where the pool is. @throws {CommandError} {LxdUnreachable} */
  btrfs(...args: string[]): Promise<string>;
  /** Runs any program there. @throws {CommandError} {LxdUnreachable} */
  inside(...command: string[]): Promise<string>;
  /** Where it is mounted, there. */
  path: string;
  /** Number of the daemon's process. */
  daemonPid: string;
}

interface Known extends BtrfsPool {
  simpleQuotas: boolean;
  /** The daemon's mount namespace: another process that gets its number is not taken for it. */
  mounts: number;
}

/** What was found, for each daemon by the names of its pools: to find it takes longer than what it is for. */
const known = new WeakMap<LxdClient, Map<string, Known>>();

/**
 * A btrfs pool on a loop file of a daemon of this machine, of which we are root; nothing else can be grouped.
 * @param anyQuotas also one without simple quotas. @throws {LxdError} {LxdUnreachable}
 */
export async function findPool(
  client: LxdClient,
  pool: string,
  anyQuotas = false,
): Promise<BtrfsPool | undefined> {
  if (client.endpoint.type !== "unix" || process.getuid?.() !== 0) return undefined;
  const pools = known.get(client) ?? new Map<string, Known>();
  known.set(client, pools);
  let found = pools.get(pool);
  if (!found || (await mountsOf(found.daemonPid)) !== found.mounts) {
    found = await look(client, pool);
    if (!found) return undefined;
    pools.set(pool, found);
  }
  return anyQuotas || found.simpleQuotas ? found : undefined;
}

async function look(client: LxdClient, pool: string): Promise<Known | undefined> {
  const { driver, config } = await client.get<{ driver: string; config: { source?: string } }>(
    `/1.0/storage-pools/${pool}`,
  );
  if (driver !== "btrfs" || !config.source?.endsWith(".img")) return undefined;
  const { environment } = await client.get<ServerInfo>("/1.0");
  const pid = String(environment.server_pid);
  const path = poolPath(environment.server_pid, config.source).replace(`/proc/${pid}/root`, "");
  const inside = (...command: string[]) =>
    run("nsenter", ["-t", pid, "-m", ...command]).catch((error: Error) => {
      // It could not be entered for having died: that tells nothing of the pool.
      throw existsSync(`/proc/${pid}`) ? error : new LxdUnreachable(client.endpoint, error);
    });
  const btrfs = (...args: string[]) => inside("btrfs", ...args);
  const simpleQuotas = await hasSimpleQuotas(btrfs, path);
  return { btrfs, inside, path, daemonPid: pid, simpleQuotas, mounts: await mountsOf(pid) };
}

/** Number of a process's mount namespace; 0 when there is no such process. */
async function mountsOf(pid: string): Promise<number> {
  return await stat(`/proc/${pid}/ns/mnt`).then(
    ({ ino }) => ino,
    () => 0,
  );
}

/** Full quotas do not hand a parent's groups on: there a group would bound nothing. */
async function hasSimpleQuotas(btrfs: BtrfsPool["btrfs"], path: string): Promise<boolean> {
  const uuid = /uuid: (\S+)/.exec(await btrfs("filesystem", "show", path))?.[1];
  const mode = readFile(`/sys/fs/btrfs/${uuid}/qgroups/mode`, "utf8");
  return (await mode.catch(() => "")).trim() === "squota";
}
