import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { LxdError } from "../lxd/errors.ts";
import { getInstance, setInstanceState } from "../lxd/instances.ts";
import { waitFor } from "../lxd/waitFor.ts";
import { waitBooted } from "./machine.ts";
import { instanceOf } from "./machines.ts";
import type { LabManager } from "./manager.ts";
import type { LabRecord } from "./record.ts";
import { whyGone } from "./whyGone.ts";

/** How long LXD may be at something else with a machine that is to be started, and how often it is asked (ms). */
const FREE_LIMIT = 30_000;
const FREE_PAUSE = 300;
/** How long a machine may be frozen, which is how some kinds of storage take a snapshot of it (ms). */
const FROZEN_LIMIT = 10_000;

/**
 * Starts the machines of a lab that stand still, as after a restart of the daemon or of the host: their shells are
 * gone, their files are not. A lab that does not come back is over.
 */
export async function wake(
  { client, labs, log }: { client: LxdClient; labs: LabManager; log: Logger },
  lab: LabRecord,
): Promise<void> {
  for (const name of lab.machines.map((machine) => instanceOf(lab, machine))) {
    if (await runs(client, name)) continue;
    try {
      if (await isFrozen(client, name)) {
        await thaw(client, name);
        continue;
      }
      await startOnceFree(client, name);
      await waitBooted(client, name);
    } catch (error) {
      // It may have been restarting by itself.
      if (await runs(client, name)) continue;
      log.warn({ err: error, lab: lab.id }, "lab impossible à rallumer");
      labs.vanished(lab, await whyGone(name, undefined));
      return;
    }
  }
}

/** Starts a machine that LXD may still be at: what a server asked for that was killed meanwhile goes on. @throws {LxdError} {LxdUnreachable} */
async function startOnceFree(client: LxdClient, name: string): Promise<void> {
  for (const patience = Date.now() + FREE_LIMIT; ; await delay(FREE_PAUSE)) {
    try {
      return await setInstanceState(client, name, "start");
    } catch (error) {
      const busy = error instanceof LxdError && /is busy running/i.test(error.message);
      if (!busy || Date.now() > patience) throw error;
    }
  }
}

/** Sets a machine going again that an LXD which died meanwhile has left frozen. @throws {LxdError} {LxdUnreachable} */
async function thaw(client: LxdClient, name: string): Promise<void> {
  const thawed = async () => !(await isFrozen(client, name));
  if (await waitFor(thawed, { timeout: FROZEN_LIMIT, every: FREE_PAUSE })) return;
  await setInstanceState(client, name, "unfreeze");
}

async function runs(client: LxdClient, name: string): Promise<boolean> {
  return (await getInstance(client, name))?.status === "Running";
}

async function isFrozen(client: LxdClient, name: string): Promise<boolean> {
  return (await getInstance(client, name))?.status === "Frozen";
}
