import { randomBytes } from "node:crypto";
import type { LxdClient } from "../lxd/client.ts";
import { destroyInstance } from "../lxd/instances.ts";
import { dropLabNetwork, makeLabNetwork } from "../lxd/labNetwork.ts";
import { allDone } from "./allDone.ts";
import { type MachineTemplate, type MachineWait, makeMachine, nameMachine } from "./machine.ts";
import type { LabRecord } from "./record.ts";
import { labKeys, satelliteKeys } from "./recordKeys.ts";

/** A name for a new lab; no other will have it. */
export function newLabId(): string {
  return `lab-${randomBytes(5).toString("hex")}`;
}

/** What such a name looks like, which is also that of the bridge of a lab of several machines. */
export const LAB_NAME = /^lab-[0-9a-f]{10}$/;

/** A lab as far as its machines go. */
export type Machined = Pick<LabRecord, "id" | "machines">;

/**
 * The instance of a machine. The first one's bears the lab's own name, and so does the bridge of a lab of several:
 * at 14 characters it fits an interface.
 */
export function instanceOf({ id, machines }: Machined, machine: string): string {
  return machine === machines[0] ? id : `${id}-${machine}`;
}

/** The lab that an instance belongs to, by its name. */
export function labOfInstance(instance: string): string {
  return /^lab-[0-9a-f]+/.exec(instance)?.[0] ?? instance;
}

/** Makes the machines of a lab and waits for them. @param wait until when. @throws {LxdError} {SetupFailed} */
export async function makeMachines(
  client: LxdClient,
  lab: LabRecord,
  template: MachineTemplate,
  wait: MachineWait,
): Promise<void> {
  const { id, machines } = lab;
  if (machines.length === 1) return await makeMachine(client, id, template, labKeys(lab), { wait });
  const addresses = await makeLabNetwork(client, id, machines, template.internet ?? false);
  const made = machines.map(async (machine, index) => {
    const instance = instanceOf(lab, machine);
    const keys = index === 0 ? labKeys(lab) : satelliteKeys(lab, machine);
    const devices = { eth0: portOf(id, addresses[index] ?? "") };
    await makeMachine(client, instance, template, keys, { devices, wait });
    await nameMachine(client, instance, machine);
  });
  // One that fails must not leave another half-made behind its back.
  await allDone(made);
}

/** Takes the machines of a lab away, and the bridge between them. What is already gone was to go. */
export async function destroyMachines(client: LxdClient, lab: Machined): Promise<void> {
  const instances = lab.machines.map((machine) => instanceOf(lab, machine));
  // The first one goes last: as long as it is there, a restarted server knows of the others.
  await Promise.all(instances.slice(1).map((instance) => destroyInstance(client, instance)));
  await destroyInstance(client, lab.id);
  if (instances.length > 1) await dropLabNetwork(client, lab.id);
}

/** The network card of a machine on its lab's own bridge, where machines see each other. */
function portOf(bridge: string, address: string): Record<string, string> {
  return {
    type: "nic",
    name: "eth0",
    network: bridge,
    "ipv4.address": address,
    "security.mac_filtering": "true",
    "security.ipv4_filtering": "true",
  };
}
