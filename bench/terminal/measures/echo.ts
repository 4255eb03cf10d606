import { setTimeout as delay } from "node:timers/promises";
import type { Session } from "../contender.ts";

/** Typed one after the other: the one that was last on the screen is never the one that is waited for. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** Keys on one command line: it must not reach the end of the screen's line. */
const LINE = 40;
/** Kills the command line (readline). */
const KILL_LINE = "\u0015";
/** Rest between two keys of different contenders, and how much it varies (ms). */
const REST = 6;
const VARIATION = 6;

/** From a key that is typed at the prompt to its echo, once (ms). `count`: the how many-th it is of this session. */
export async function measureKey({ screen, type }: Session, count: number): Promise<number> {
  if (count > 0 && count % LINE === 0) {
    type(KILL_LINE);
    await delay(30);
  }
  await delay(REST + Math.random() * VARIATION);
  screen.forget();
  const letter = LETTERS[count % LETTERS.length] as string;
  const start = performance.now();
  type(letter);
  return (await screen.see(letter, 5_000)) - start;
}
