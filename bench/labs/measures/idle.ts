import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../../../e2e/client/labClient.ts";
import { availableMemory } from "../../../server/labs/host.ts";
import { makeMachine } from "../../../server/labs/machine.ts";
import { listInstances } from "../../../server/lxd/instances.ts";
import { cpuOfName, cpuOfProcess } from "../../processes.ts";
import type { Ground } from "../ground.ts";
import type { Idle } from "../results.ts";
import type { Sizes } from "../sizes.ts";
import { startLab, stopLab } from "../session.ts";
import { measureEcho } from "./echo.ts";
import { atOnce } from "./rates.ts";

/** Memory that must stay free (bytes), and what one lab may take at most before no more are made. */
const RESERVE = 2 * 2 ** 30;
const SHARE = 64 * 2 ** 20;
/** Machines that are made at a time. */
const AT_ONCE = 2;
/** Rest before anything is read: what boots finishes, disks that were deleted are freed, caches settle (ms). */
const REST = 30_000;
/** Kernel thread by which a virtual machine looks for memory to give back to its host. @see DAMON in the kernel's docs */
const GIVES_BACK = "kdamond.0";

/** Labs at rest, more and more of them, as far as the machine has memory; one more is typed in. */
export async function measureIdle(ground: Ground, sizes: Sizes): Promise<Idle[]> {
  const { lxd, lab } = ground.labs;
  const server = await ground.server({});
  const rows: Idle[] = [];
  try {
    const student = await startLab(new LabClient(server.url));
    await delay(REST);
    const before = await availableMemory();
    const most = Math.floor((before - RESERVE) / SHARE);
    let made = 0;
    for (const count of sizes.idle.filter((labs) => labs <= most)) {
      const names = Array.from({ length: count - made }, (_, i) => `idle-${made + i}`).values();
      await atOnce(AT_ONCE, async () => {
        for (const name of names) await makeMachine(lxd, name, lab, {});
      });
      made = count;
      await delay(REST);
      const memory = (before - (await availableMemory())) / count;
      const cpu = await busyShare(sizes.idleDuration);
      const echo = await measureEcho(student.session, sizes.keys);
      const all = await listInstances(lxd);
      const living = all.filter(({ name, status }) => /^idle-/.test(name) && status === "Running");
      rows.push({ labs: count, memory, cpu, dead: count - living.length, echo });
    }
    await stopLab(student);
  } finally {
    await server.stop();
    await ground.empty();
  }
  return rows;
}

/**
 * Share of all processors that is busy for a while (ms), other programs of this machine included. What is there for the
 * host of a virtual machine is not counted: time that it takes for others, the search for memory to give back to it,
 * and process 1, which may be its agent and look at every process again and again.
 */
async function busyShare(duration: number): Promise<number> {
  const before = jiffies();
  await delay(duration);
  const after = jiffies();
  return (after.busy - before.busy) / (after.all - before.all);
}

/** Processor time so far (10 ms), all of it and what was busy. @see proc_stat(5) */
function jiffies(): { busy: number; all: number } {
  const [line = ""] = readFileSync("/proc/stat", "latin1").split("\n");
  const fields = line.trim().split(/\s+/).slice(1, 8).map(Number);
  const all = fields.reduce((sum, each) => sum + each, 0);
  const [, , , idle = 0, waiting = 0] = fields;
  const outside = (cpuOfName(GIVES_BACK) + cpuOfProcess(1)) / 10;
  return { busy: all - idle - waiting - outside, all };
}
