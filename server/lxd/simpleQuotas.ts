import { basename, dirname, join } from "node:path";
import type { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import type { ServerInfo } from "./serverInfo.ts";

/** BTRFS_IOC_QUOTA_CTL, and its command that turns simple quotas on (linux/btrfs.h, kernel ≥ 6.7). */
const QUOTA_CTL = 0xc0109428;
const ENABLE_SIMPLE = 4;

/**
 * Where a loop-backed pool is mounted, as we can open it: in the daemon's own mount namespace, beside the
 * folder of its loop file.
 */
export function poolPath(daemonPid: number, loopFile: string): string {
  const name = basename(loopFile, ".img");
  return join(`/proc/${daemonPid}/root`, dirname(dirname(loopFile)), "storage-pools", name);
}

/**
 * Turns btrfs's simple quotas on in a new pool, before any size is set: full ones make each delete of a lab
 * cost most of a second of processor. The ioctl goes through perl, which Debian and Ubuntu always have:
 * their btrfs tool is older than this, and Node has no ioctl.
 */
export async function enableSimpleQuotas(
  client: LxdClient,
  server: ServerInfo,
  pool: string,
): Promise<void> {
  const { config } = await client.get<{ config: { source: string } }>(`/1.0/storage-pools/${pool}`);
  const script = `sysopen(my $pool, $ARGV[0], 0) or die "$!\\n";
    my $args = pack("QQ", ${ENABLE_SIMPLE}, 0);
    ioctl($pool, ${QUOTA_CTL}, $args) or die "$!\\n";`;
  await run("perl", ["-e", script, poolPath(server.environment.server_pid, config.source)]);
}
