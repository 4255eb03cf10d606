import { spawn } from "node:child_process";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { run } from "./command.ts";
import { waitFor } from "./waitFor.ts";

/** Where every lab looks for lxcfs: the path is written in its mount hook. */
export const LXCFS_PATH = "/var/lib/lxcfs";

const READY_TIMEOUT = 5_000;

/**
 * Makes sure that a lxcfs answers, so that a lab sees its own memory and processors, not the host's.
 * Returns the folder where it is mounted: the system's, or `directory` after starting one there.
 * It outlives us on purpose: labs that run while we restart keep reading it.
 */
export async function ensureLxcfs(directory: string): Promise<string> {
  for (const path of [LXCFS_PATH, directory]) if (await answers(path)) return path;
  // A lxcfs that died leaves a mount that answers to nobody.
  await run("umount", ["-l", directory]).catch(() => undefined);
  await mkdir(directory, { recursive: true });
  const child = spawn("lxcfs", ["-f", "-p", `${directory}.lock`, directory], {
    detached: true,
    stdio: "ignore",
  });
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const ready = await Promise.race([
    waitFor(() => answers(directory), { timeout: READY_TIMEOUT }),
    failed,
  ]);
  if (!ready) throw new Error(`lxcfs ne répond pas dans ${directory}`);
  await writeFile(`${directory}.pid`, String(child.pid));
  return directory;
}

/** Ends the lxcfs that `ensureLxcfs` started in this folder, if there is one. */
export async function stopLxcfs(directory: string): Promise<void> {
  const pid = Number(await readFile(`${directory}.pid`, "utf8").catch(() => "0"));
  const command = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  if (pid > 1 && command.trim() === "lxcfs") process.kill(pid, "SIGTERM");
  await rm(`${directory}.pid`, { force: true });
}

async function answers(path: string): Promise<boolean> {
  return access(`${path}/proc/meminfo`).then(
    () => true,
    () => false,
  );
}
