import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { getInstance, setInstanceState } from "../lxd/instances.ts";
import { onceFree } from "../lxd/onceFree.ts";
import { waitFor } from "../lxd/waitFor.ts";
import { waitBooted } from "./machine.ts";
import { instanceOf } from "./machines.ts";
import type { LabManager } from "./manager.ts";
import type { LabRecord } from "./record.ts";
import { whyGone } from "./whyGone.ts";

/** How long a machine may be frozen, which is how some kinds of storage take a snapshot of it, and how often it is asked (ms). */
const FROZEN_LIMIT = 10_000;
const FROZEN_PAUSE = 300;

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
      await onceFree(() => setInstanceState(client, name, "start"));
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

/** Sets a machine going again that an LXD which died meanwhile has left frozen. @throws {LxdError} {LxdUnreachable} */
async function thaw(client: LxdClient, name: string): Promise<void> {
  const thawed = async () => !(await isFrozen(client, name));
  if (await waitFor(thawed, { timeout: FROZEN_LIMIT, every: FROZEN_PAUSE })) return;
  await setInstanceState(client, name, "unfreeze");
}

async function runs(client: LxdClient, name: string): Promise<boolean> {
  return (await getInstance(client, name))?.status === "Running";
}

async function isFrozen(client: LxdClient, name: string): Promise<boolean> {
  return (await getInstance(client, name))?.status === "Frozen";
}
