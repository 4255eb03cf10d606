import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "./command.ts";
import { writeStarter } from "./starter.ts";

let dir: string;
let starter: string;

/** The program that the starter puts where LXD calls itself. */
const hook = () => `${starter}-hook.pl`;

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
  const config = join(dir, "lxc.conf");
  const text = (hook: string) =>
    `lxc.arch = x\nlxc.hook.pre-start = ${hook} callhook /l "p" "n" start\n`;
  writeFileSync(config, text("/proc/42/exe"));
  const told = await run(starter, ["forkstart", "lab-1", "/var/containers", config]);
  expect(told.trim().split("\n")).toEqual([
    ...["lxc-start", "--daemon", "--name=lab-1", "--lxcpath=/var/containers"],
    `--rcfile=${config}`,
    ...[`--logfile=${dir}/lxc.log`, "--logpriority=WARN"],
  ]);
  expect(readFileSync(config, "utf8")).toBe(text(`perl "${hook()}"`));
});

test("the hook before the start tells the daemon, and fails where it refuses", async () => {
  const asked: string[] = [];
  let status = "200 OK";
  const daemon = createServer((socket) =>
    socket.once("data", (data) => {
      asked.push(data.toString().split("\r\n")[0] ?? "");
      socket.end(`HTTP/1.0 ${status}\r\n\r\n{}`);
    }),
  );
  await new Promise<void>((listening) => daemon.listen(join(dir, "unix.socket"), listening));
  const call = () => run("perl", [hook(), "callhook", dir, "un projet", "lab-1", "start"]);
  try {
    await call();
    expect(asked).toEqual(["GET /internal/containers/lab-1/onstart?project=un%20projet HTTP/1.0"]);
    status = "500 Internal Server Error";
    await expect(call()).rejects.toThrow(status);
  } finally {
    daemon.close();
  }
  await expect(call()).rejects.toThrow("unix.socket");
});

test("all else is the daemon's own, arguments as they are", async () => {
  const told = await run(starter, ["forkexec", "deux mots", ""]);
  expect(told).toBe("lxd\nforkexec\ndeux mots\n\n");
});

test("a daemon that is not there is told at once", async () => {
  await expect(writeStarter(starter, "/bin/true", "pas-de-lxd-ici")).rejects.toThrow("sh");
});
