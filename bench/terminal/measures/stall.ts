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
  /** Growth of the gateway and its children (bytes). */
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
    let growth = 0;
    while (performance.now() - start < duration && growth < ENOUGH) {
      await delay(LOOK);
      growth = Math.max(growth, memory() - before);
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
