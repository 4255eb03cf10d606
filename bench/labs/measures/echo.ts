import { setTimeout as delay } from "node:timers/promises";
import { measureKey } from "../../terminal/measures/echo.ts";
import { PROMPT } from "../../terminal/screen.ts";
import { type Times, times } from "../results.ts";
import type { Session } from "../session.ts";

/** Keys that are typed before those that count: code and caches warm up. */
const WARM_KEYS = 10;
/** Rest between two keys, beside what the measure rests itself: a fast typist (ms). */
const REST = 60;

/** Echo of the keys of one who types fast. */
export async function measureEcho(session: Session, keys: number): Promise<Times> {
  const { screen, type } = session;
  const samples: number[] = [];
  const typed = { ...session, screen, type, stall: noop, resume: noop, close: async () => noop() };
  for (let key = 0; key < keys + WARM_KEYS; key++) {
    const ms = await measureKey(typed, key);
    if (key >= WARM_KEYS) samples.push(ms);
    await delay(REST);
  }
  screen.forget();
  type("\u0003");
  await screen.see(PROMPT);
  return times(samples);
}

const noop = () => undefined;
