import { setTimeout as delay } from "node:timers/promises";
import { LxdUnreachable } from "./errors.ts";

/** How long LXD may be away, and how often it is asked (ms). */
const AWAY = 60_000;
const PAUSE = 500;

/** Asks LXD again while it does not answer, for a minute. @throws {LxdUnreachable} after that; whatever else `ask` throws. */
export async function onceAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + AWAY; ; await delay(PAUSE)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LxdUnreachable) || Date.now() > end) throw error;
    }
  }
}
