import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exec } from "../../server/lxd/exec.ts";
import { testGround } from "./ground.ts";

/** The tests' own daemon: its process number, which changes when it is killed. */
export function daemonPid(): number {
  const socket = process.env.TEST_LXD_SOCKET ?? "";
  return Number(readFileSync(join(dirname(dirname(socket)), "lxd.pid"), "utf8").split(" ")[0]);
}

/** Open descriptors of a process. */
export function descriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Memory of a process that is its own and in use, without what it only maps (bytes). */
export function memory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}

/** Processor time of a process so far (ms); Linux tells it in hundredths of a second. @see proc_pid_stat(5) */
export function cpuTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name, in brackets, may have spaces in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Execs that run in the tests' project now, of any lab. */
export async function operations(): Promise<number> {
  const { lxd } = testGround();
  const lists = await lxd.get<Record<string, { description: string }[]>>("/1.0/operations", {
    recursion: "1",
  });
  return (lists.running ?? []).filter(({ description }) => /command/i.test(description)).length;
}

/** Names of the processes in a lab, but for the one that asks and for systemd’s, which come and go by themselves. */
export async function processes(lab: string): Promise<string[]> {
  const { stdout } = await exec(testGround().lxd, lab, ["ps", "-e", "-o", "comm="]);
  const names = stdout.trim().split("\n");
  return names.filter((name) => name !== "ps" && !/^systemd|^\(/.test(name)).sort();
}
