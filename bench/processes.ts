import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second in which Linux tells processor time to user space. @see proc(5), sysconf(3) */
const TICKS = 100;

/** One line of /proc/PID/stat, as far as it is needed here. */
export interface ProcessStat {
  pid: number;
  name: string;
  parent: number;
  /** Processor time of all its threads (ms). */
  cpu: number;
}

/** Reads a /proc/PID/stat line: the name stands in brackets, and may have brackets and spaces in it. */
export function parseStat(line: string): ProcessStat {
  const open = line.indexOf("(");
  const close = line.lastIndexOf(")");
  const rest = line.slice(close + 2).split(" ");
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    parent: Number(rest[1]),
    cpu: ((Number(rest[11]) + Number(rest[12])) / TICKS) * 1000,
  };
}

/** A process and everything that descends from it. */
export function descendants(all: readonly ProcessStat[], root: number): ProcessStat[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const found = all.filter(({ pid }) => pid === root);
  // It grows while it is walked through: the children of each are looked for in their turn.
  for (const { pid } of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Proportional share of memory of a process and its descendants (bytes). @see proc_pid_smaps(5) */
export function memoryOf(root: number): number {
  let kib = 0;
  for (const { pid } of descendants(processes(), root)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    kib += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return kib * 1024;
}

/** Processor time so far of a process and its descendants, all of them or those of these names (ms). */
export function cpuOf(root: number, names?: readonly string[]): number {
  return descendants(processes(), root)
    .filter((each) => names === undefined || names.includes(each.name))
    .reduce((sum, { cpu }) => sum + cpu, 0);
}

/** Processor time so far of one process (ms); 0 where it is not there. */
export function cpuOfProcess(pid: number): number {
  const line = read(`/proc/${pid}/stat`);
  return line ? parseStat(line).cpu : 0;
}

/** Processor time so far of all processes of a name, whoever started them (ms). */
export function cpuOfName(name: string): number {
  return processes()
    .filter((each) => each.name.trim() === name)
    .reduce((sum, { cpu }) => sum + cpu, 0);
}

function processes(): ProcessStat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => read(`/proc/${pid}/stat`))
    .filter(Boolean)
    .map(parseStat);
}

/** Empty for a process that has just gone. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
