import { setTimeout as delay } from "node:timers/promises";
import { LxdError } from "./errors.ts";

/** How long LXD may be at something else with an instance, and how often it is asked (ms). */
const PATIENCE = 30_000;
const PAUSE = 300;

/**
 * Asks LXD for something about an instance that it may still be at: what a server asked for that was killed meanwhile
 * goes on. @throws {LxdError} {LxdUnreachable} as `ask` does; that it is busy, after half a minute.
 */
export async function onceFree<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE; ; await delay(PAUSE)) {
    try {
      return await ask();
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof LxdError && /is busy running/i.test(error.message);
}
