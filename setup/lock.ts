import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problems.ts";

/**
 * Takes the data folder for this process; returns what gives it back. One that a dead process held is taken.
 * @throws {Problem} `already-running`, `data-denied`
 */
export function takeLock(dataDir: string): () => void {
  const path = join(dataDir, "lock");
  try {
    mkdirSync(dataDir, { recursive: true });
    const holder = readHolder(path);
    if (holder) throw new Problem("already-running", { pid: holder, dataDir });
    rmSync(path, { force: true });
    writeFileSync(path, `${process.pid} ${startTime(process.pid)}\n`, { flag: "wx" });
  } catch (error) {
    if (error instanceof Problem) throw error;
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new Problem("already-running", { pid: readHolder(path) ?? "?", dataDir });
    throw new Problem("data-denied", { dataDir });
  }
  return () => rmSync(path, { force: true });
}

/** The living process that holds the lock, if one does. */
export function readHolder(path: string): number | undefined {
  const [pid = "", start = ""] = read(path).trim().split(" ");
  return start && startTime(Number(pid)) === start ? Number(pid) : undefined;
}

/**
 * When the process started, in ticks: a number that was given out again is thus told from the old one.
 * Elsewhere than on Linux any living process counts (proc_pid_stat(5), field 22).
 */
function startTime(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  try {
    process.kill(pid, 0);
    return process.platform === "linux" ? undefined : "alive";
  } catch {
    return undefined;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
