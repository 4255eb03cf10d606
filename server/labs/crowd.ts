import { readdir, readFile } from "node:fs/promises";

/** At most so many processes of one lab count: it has no more processors than that, whatever it starts. */
const OF_ONE_LAB = 4;

/** A process that runs or waits for its turn, or for a disk. */
interface Busy {
  /** Text of its `/proc/PID/cgroup`. */
  group: string;
}

/** How many processes crowd the machine now, those of one lab counting for a few at most. */
export async function crowd(): Promise<number> {
  const busy: Busy[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
    // The name before it may hold anything, so the state is after its last bracket (proc_pid_stat(5)).
    if (!/^[RD]$/.test(stat.charAt(stat.lastIndexOf(")") + 2))) continue;
    busy.push({ group: await readFile(`/proc/${pid}/cgroup`, "latin1").catch(() => "") });
  }
  return crowdOf(busy);
}

/** The same of a list. */
export function crowdOf(busy: readonly Busy[]): number {
  const labs = new Map<string, number>();
  let others = 0;
  for (const { group } of busy) {
    const [, lab] = /lxc\.payload\.([^/\s]+)/.exec(group) ?? [];
    if (lab === undefined) others++;
    else labs.set(lab, (labs.get(lab) ?? 0) + 1);
  }
  return [...labs.values()].reduce((sum, count) => sum + Math.min(count, OF_ONE_LAB), others);
}
