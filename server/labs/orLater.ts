import type { Logger } from "pino";
import { LxdUnreachable } from "../lxd/errors.ts";

/**
 * Waits for a removal, which may fail: what a killed server asked for may still be under way in LXD, and no reason not to
 * look after all else. What stays is found by the next look at all instances. @throws {LxdUnreachable}
 */
export async function orLater(removal: Promise<void>, what: string, log: Logger): Promise<void> {
  await removal.catch((error: unknown) => {
    if (error instanceof LxdUnreachable) throw error;
    log.warn({ err: error, what }, "suppression impossible maintenant, à refaire");
  });
}
