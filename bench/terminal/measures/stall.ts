import { setTimeout as delay } from "node:timers/promises";
import { memoryOf } from "../../processes.ts";
import type { Gateway } from "../contender.ts";
import { PROMPT } from "../screen.ts";

/** How long the flood is read before the reader stalls (ms). */
const FLOOD = 1_500;
/** How often memory is looked at (ms). */
const LOOK = 500;
/** At this growth the measure stops: it says enough, and the machine has other work (bytes). */
const ENOUGH = 2 ** 30;
const INTERRUPT = "\u0003";

/** A reader that stalls under `yes`, and comes back. */
export interface Stall {
  /** Growth of the gateway and its children (bytes), as far as it lasted from one look to the next. */
  growth: number;
  /** How long it was looked at (ms): less than asked for when it grew too much. */
  watched: number;
  /** From Ctrl-C, as soon as it reads again, to the prompt (ms); `undefined` when none came. */
  interrupt: number | undefined;
  /** Why none came, French. */
  lost?: string;
}

/** @param duration of the stall (ms) */
export async function measureStall(gateway: Gateway, duration: number): Promise<Stall> {
  const session = await gateway.open();
  const { screen, type } = session;
  try {
    await screen.see(PROMPT);
    type("yes\r");
    // Buffers that a flood needs are not the stall's.
    await delay(FLOOD);
    const memory = () => (gateway.pid === undefined ? 0 : memoryOf(gateway.pid));
    const before = memory();
    session.stall();
    const start = performance.now();
    const looks: number[] = [];
    let growth = 0;
    while (performance.now() - start < duration && growth < ENOUGH) {
      await delay(LOOK);
      looks.push(memory() - before);
      growth = lastingPeak(looks);
    }
    const watched = performance.now() - start;
    screen.forget();
    const again = performance.now();
    session.resume();
    type(INTERRUPT);
    try {
      return { growth, watched, interrupt: (await screen.see(PROMPT)) - again };
    } catch (error) {
      const lost = error instanceof Error ? error.message : String(error);
      return { growth, watched, interrupt: undefined, lost };
    }
  } finally {
    await session.close();
  }
}

/**
 * The most that was there in two looks one after the other: a child that a gateway runs for a moment, as ours does to
 * look after its firewall every ten seconds, is none of the stall's memory. Zero where there is nothing of the kind.
 */
export function lastingPeak(looks: readonly number[]): number {
  return looks.slice(1).reduce((peak, look, i) => Math.max(peak, Math.min(look, looks[i] ?? 0)), 0);
}
