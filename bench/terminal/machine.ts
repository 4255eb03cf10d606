import { cpus, release, totalmem } from "node:os";
import type { LxdClient } from "../../server/lxd/client.ts";
import { serverInfo } from "../../server/lxd/serverInfo.ts";

/** What a run stood on: figures of two machines are not to be compared. */
export async function describeMachine(lxd: LxdClient): Promise<Record<string, string | number>> {
  const { environment } = await serverInfo(lxd);
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? "",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    [environment.server]: environment.server_version,
  };
}
