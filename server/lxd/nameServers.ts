import { readdir, readFile } from "node:fs/promises";
import { waitFor } from "./waitFor.ts";

/** How long a process that was killed may take to be gone (ms). */
const GONE = 2_000;

/**
 * Ends the name servers (dnsmasq) of which the files are in a folder, and waits for it. LXD notes the process once it has
 * started it: one that it was killed over goes on for ever, and the next one of that bridge cannot have its address.
 * @param folder of one of LXD's networks, or of all.
 */
export async function endNameServers(folder: string): Promise<void> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const servers = await Promise.all(
    pids.map(async (pid) => ((await serves(pid, folder)) ? [Number(pid)] : [])),
  );
  for (const pid of servers.flat()) {
    // It may have ended by itself meanwhile.
    if (await serves(String(pid), folder)) process.kill(pid, "SIGKILL");
    await waitFor(async () => !(await serves(String(pid), folder)), { timeout: GONE, every: 20 });
  }
}

async function serves(pid: string, folder: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return /^\S*dnsmasq\0/.test(command) && command.includes(`=${folder}/`);
}
