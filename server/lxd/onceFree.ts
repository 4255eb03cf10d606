import { askAgain } from "./askAgain.ts";
import { LxdError } from "./errors.ts";

/** How long LXD may be at something else with an instance, and how often it is asked (ms). */
const BUSY = { patience: 30_000, pause: 300 };

/**
 * Asks LXD for something about an instance that it may still be at: what a server asked for that was killed meanwhile
 * goes on. @throws {LxdError} {LxdUnreachable} as `ask` does; that it is busy, after half a minute.
 */
export async function onceFree<T>(ask: () => Promise<T>): Promise<T> {
  return await askAgain(ask, isBusy, BUSY);
}

function isBusy(error: unknown): boolean {
  return error instanceof LxdError && /is busy running/i.test(error.message);
}
