import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { getInstance, setInstanceState } from "../lxd/instances.ts";
import { waitBooted } from "./machine.ts";
import { instanceOf } from "./machines.ts";
import type { LabManager } from "./manager.ts";
import type { LabRecord } from "./record.ts";
import { whyGone } from "./whyGone.ts";

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
      await setInstanceState(client, name, "start");
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

async function runs(client: LxdClient, name: string): Promise<boolean> {
  return (await getInstance(client, name))?.status === "Running";
}
