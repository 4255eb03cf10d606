import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "./command.ts";
import { writeStarter } from "./starter.ts";

let dir: string;
let starter: string;

/** A program that tells what it was called with. */
function program(name: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' ${name.split(" ")[0]} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "starter-"));
  starter = join(dir, "starter");
  await writeStarter(starter, program("lxc-start d’essai"), program("lxd d’essai"));
});

afterEach(() => rmSync(dir, { recursive: true }));

test("containers are started by LXC's program, which logs where LXD reads", async () => {
  const told = await run(starter, [
    "forkstart",
    "lab-1",
    "/var/containers",
    "/var/logs/lab-1/lxc.conf",
  ]);
  expect(told.trim().split("\n")).toEqual([
    ...["lxc-start", "--daemon", "--name=lab-1", "--lxcpath=/var/containers"],
    "--rcfile=/var/logs/lab-1/lxc.conf",
    ...["--logfile=/var/logs/lab-1/lxc.log", "--logpriority=WARN"],
  ]);
});

test("all else is the daemon's own, arguments as they are", async () => {
  const told = await run(starter, ["forkexec", "deux mots", ""]);
  expect(told).toBe("lxd\nforkexec\ndeux mots\n\n");
});

test("a daemon that is not there is told at once", async () => {
  await expect(writeStarter(starter, "/bin/true", "pas-de-lxd-ici")).rejects.toThrow("sh");
});
