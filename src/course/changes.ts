import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Day of a file's last change (`2026-11-22`), by its path from the repository's root. */
export type Changes = ReadonlyMap<string, string>;

let known: Promise<Changes> | undefined;

/** When each file of the course was last changed; empty where there is no history to ask. */
export function lastChanges(): Promise<Changes> {
  known ??= ask().then(readLog, () => new Map<string, string>());
  return known;
}

async function ask(): Promise<string> {
  const args = [
    "-c",
    "core.quotePath=off",
    "log",
    "--format=%x00%cs",
    "--name-only",
    "--",
    "content",
  ];
  const { stdout } = await promisify(execFile)("git", args, { maxBuffer: 64 << 20 });
  return stdout;
}

/** Reads `git log --format=%x00%cs --name-only`: the newest first, so that the first day of a file is its last. */
export function readLog(log: string): Changes {
  const changes = new Map<string, string>();
  for (const commit of log.split("\0")) {
    const [day, ...paths] = commit.split("\n").filter(Boolean);
    for (const path of paths) if (day && !changes.has(path)) changes.set(path, day);
  }
  return changes;
}
