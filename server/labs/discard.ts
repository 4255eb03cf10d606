import { setTimeout as delay } from "node:timers/promises";
import type { LxdClient } from "../lxd/client.ts";
import { LxdError } from "../lxd/errors.ts";
import { destroyInstance, readInstance, setKeys } from "../lxd/instances.ts";
import { CONDEMNED_KEYS, poolStateOf } from "./poolKeys.ts";

/** How often a machine that changes under our hands is read again. */
const TRIES = 10;
/** Pause between two tries (ms). */
const PAUSE = 300;

/**
 * Deletes a machine of the pool, unless it is somebody's lab by now: another server may have claimed it. It is
 * withdrawn from all claims before it goes. @throws {LxdError} {LxdUnreachable}
 */
export async function discardPooled(client: LxdClient, id: string): Promise<void> {
  for (let tries = TRIES; ; tries--) {
    const found = await readInstance(client, id);
    if (!found || !poolStateOf(found.instance)) return;
    try {
      await setKeys(client, id, CONDEMNED_KEYS, found.etag);
    } catch (error) {
      // Changed meanwhile, or still busy stopping: what it is then is another question.
      if (!(error instanceof LxdError) || tries <= 1) throw error;
      await delay(PAUSE);
      continue;
    }
    await destroyInstance(client, id);
    return;
  }
}
