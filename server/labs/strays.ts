import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { forgottenBridges } from "../lxd/forgottenBridges.ts";
import { destroyInstance, type Instance } from "../lxd/instances.ts";
import { dropLabNetwork, listLabNetworks } from "../lxd/labNetwork.ts";
import { LAB_NAME } from "./machines.ts";
import type { LabManager } from "./manager.ts";
import { orLater } from "./orLater.ts";
import { satelliteOf } from "./recordKeys.ts";

/**
 * Removes machines and bridges whose lab is gone: of one that was being made, or taken away, when a server died.
 * What belongs to a lab that this server knows is that lab's business.
 */
export async function removeStrays(
  { client, labs, log }: { client: LxdClient; labs: LabManager; log: Logger },
  instances: Instance[],
): Promise<void> {
  const firsts = new Set(instances.filter((each) => !satelliteOf(each)).map(({ name }) => name));
  const isStray = (lab: string) => !firsts.has(lab) && !labs.byId(lab);
  for (const instance of instances) {
    const lab = satelliteOf(instance);
    if (lab === undefined || !isStray(lab)) continue;
    log.info({ instance: instance.name }, "machine sans lab, supprimée");
    await orLater(destroyInstance(client, instance.name), instance.name, log);
  }
  const bridges = [
    ...(await listLabNetworks(client)),
    ...(await forgottenBridges(client, LAB_NAME)),
  ];
  for (const bridge of bridges.filter(isStray)) {
    log.info({ bridge }, "réseau sans lab, supprimé");
    await orLater(dropLabNetwork(client, bridge), bridge, log);
  }
}
