import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Config } from "../server/config.ts";
import { LxdClient } from "../server/lxd/client.ts";
import { daemonPaths } from "../server/lxd/daemonFiles.ts";
import { LxdUnreachable } from "../server/lxd/errors.ts";
import { SYSTEM_SOCKETS, type MachineFacts } from "../server/lxd/find.ts";
import type { ServerInfo } from "../server/lxd/serverInfo.ts";

/** Looks at the machine, changes nothing. */
export async function readFacts(config: Config): Promise<MachineFacts> {
  const sockets = SYSTEM_SOCKETS.map(async ({ path, kind }) => ({
    path,
    kind,
    answer: await knock(path),
  }));
  return {
    url: config.lxdUrl,
    hasPrivate: existsSync(`${daemonPaths(config.dataDir).lxd}/database`),
    sockets: await Promise.all(sockets),
    distribution: distributionOf(await readFile("/etc/os-release", "utf8").catch(() => "")),
    systemd: existsSync("/run/systemd/system"),
    root: process.getuid?.() === 0,
  };
}

/** `ID` and `ID_LIKE` of an os-release(5) file. */
export function distributionOf(osRelease: string): string[] {
  return osRelease
    .split("\n")
    .filter((line) => /^ID(_LIKE)?=/.test(line))
    .flatMap((line) => line.replace(/^\w+=/, "").replaceAll('"', "").split(" "))
    .filter(Boolean);
}

async function knock(path: string): Promise<"yes" | "denied" | "no"> {
  if (!existsSync(path)) return "no";
  const client = new LxdClient({ type: "unix", path });
  try {
    const { metadata } = await client.request<ServerInfo>("GET", "/1.0", { timeout: 10_000 });
    return metadata.auth === "trusted" ? "yes" : "denied";
  } catch (error) {
    const code = error instanceof LxdUnreachable ? error.code : "";
    return code === "EACCES" || code === "EPERM" ? "denied" : "no";
  }
}
