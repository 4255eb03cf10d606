import { askAgain } from "./askAgain.ts";
import { LxdUnreachable } from "./errors.ts";

/** How long LXD may be away, and how often it is asked (ms). */
const AWAY = { patience: 60_000, pause: 500 };

/** Asks LXD again while it does not answer, for a minute. @throws {LxdUnreachable} after that; whatever else `ask` throws. */
export async function onceAnswered<T>(ask: () => Promise<T>): Promise<T> {
  return await askAgain(ask, (error) => error instanceof LxdUnreachable, AWAY);
}
