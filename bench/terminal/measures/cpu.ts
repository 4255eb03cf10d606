import { setTimeout as delay } from "node:timers/promises";
import { cpuOf, cpuOfName } from "../../processes.ts";
import type { Gateway, Session } from "../contender.ts";
import { PROMPT } from "../screen.ts";

/** Keys per second of one person who types fast. */
const RATE = 5;
/** After so many keys the command line is killed instead: it must not reach the end of the screen's line. */
const LINE = 40;
/** How many sessions are opened at the same time. */
const AT_ONCE = 4;
/** Rest between the last opening and the first key (ms). */
const REST = 2_000;
/** Names of the daemon's process. */
const DAEMONS = ["lxd", "incusd"];
/** Name of our keepers' processes, which run in the lab: they do a gateway's work. */
const KEEPER = "atelier-keeper";

/** Processor time over time (1 = one core); the daemon's part is `undefined` when it is on another machine. */
export interface CpuShare {
  gateway: number;
  lxd: number | undefined;
}

/**
 * What `count` people typing at once cost the gateway with its children and its keepers in the labs, and the daemon.
 * `duration` in ms.
 */
export async function measureCpu(
  gateway: Gateway,
  lxdPid: number | undefined,
  count: number,
  duration: number,
): Promise<CpuShare> {
  const sessions: Session[] = [];
  try {
    while (sessions.length < count) {
      const some = Math.min(AT_ONCE, count - sessions.length);
      const opened = await Promise.all(Array.from({ length: some }, () => gateway.open()));
      sessions.push(...opened);
      await Promise.all(opened.map(({ screen }) => screen.see(PROMPT)));
    }
    await delay(REST);
    const read = () => ({
      gateway: gateway.pid === undefined ? 0 : cpuOf(gateway.pid) + cpuOfName(KEEPER),
      lxd: lxdPid === undefined ? undefined : cpuOf(lxdPid, DAEMONS),
    });
    const before = read();
    const start = performance.now();
    await typeAll(sessions, duration);
    const wall = performance.now() - start;
    const after = read();
    return {
      gateway: (after.gateway - before.gateway) / wall,
      lxd:
        after.lxd === undefined || before.lxd === undefined
          ? undefined
          : (after.lxd - before.lxd) / wall,
    };
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}

/** Each session gets its keys at the same pace, none at the same instant. @throws when some got no answer. */
async function typeAll(sessions: Session[], duration: number): Promise<void> {
  const total = Math.round((duration / 1000) * RATE) * sessions.length;
  const gap = 1000 / RATE / sessions.length;
  const before = sessions.map(({ screen }) => screen.bytes);
  const start = performance.now();
  for (let key = 0; key < total; key++) {
    const wait = start + key * gap - performance.now();
    if (wait > 0) await delay(wait);
    const turn = Math.floor(key / sessions.length) + 1;
    sessions[key % sessions.length]?.type(turn % LINE === 0 ? "\u0015" : "a");
  }
  await delay(Math.max(0, start + duration - performance.now()));
  const silent = sessions.filter(({ screen }, i) => screen.bytes === before[i]).length;
  if (silent > 0) throw new Error(`${silent} sessions sur ${sessions.length} sans écho`);
}
