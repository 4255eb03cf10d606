import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { type LifecycleEvent, watchLifecycle } from "../lxd/events.ts";
import {
  destroyInstance,
  getInstance,
  type Instance,
  listInstances,
  setInstanceState,
} from "../lxd/instances.ts";
import { dropLabNetwork, fenceLabNetworks, listLabNetworks } from "../lxd/labNetwork.ts";
import type { Course } from "../manifest.ts";
import type { LabManager } from "./manager.ts";
import { waitBooted } from "./machine.ts";
import { destroyMachines, instanceOf, labOfInstance } from "./machines.ts";
import { expiryOf, isLab, type LabRecord, machinesOf, recordOf, satelliteOf } from "./record.ts";

const GONE =
  "La machine de ce lab s’est éteinte\u00a0: arrêt demandé dans le lab, mémoire épuisée ou incident.";

/** What may have ended an instance without us. */
const ENDINGS = new Set(["instance-shutdown", "instance-stopped", "instance-deleted"]);

export interface RecoveryOptions {
  client: LxdClient;
  course: Course;
  labs: LabManager;
  log: Logger;
}

/**
 * Finds the labs of an earlier run of the server again: those that live go on, those that were shut
 * down with the daemon are started, half-made ones are made anew, the expired are deleted. One of a lesson that
 * this course does not have, or not any more, has an owner too: it is left until its time is up.
 */
export async function recoverLabs(options: RecoveryOptions): Promise<void> {
  const { client, course, labs, log } = options;
  const instances = (await listInstances(client)).filter(isLab);
  await removeStrays(options, instances);
  await fenceLabNetworks(client);
  for (const instance of instances.filter((each) => !satelliteOf(each))) {
    const found = { id: instance.name, machines: machinesOf(instance) };
    const expiresAt = expiryOf(instance);
    if (expiresAt <= Date.now()) {
      log.info({ lab: instance.name }, "lab expiré, supprimé");
      await destroyMachines(client, found);
      continue;
    }
    const lab = recordOf(instance, course);
    if (!lab) {
      log.warn({ lab: instance.name }, "lab d’une leçon inconnue ici, laissé jusqu’à sa fin");
      labs.leaveUntil(found, expiresAt);
      continue;
    }
    labs.adopt(lab);
    if (lab.state !== "ready") labs.redo(lab);
    else await wake(options, lab, instances);
    log.info({ lab: lab.id, lesson: lab.lesson.slug }, "lab retrouvé");
  }
}

/** Machines and bridges whose lab is gone: of one that was being made, or taken away, when the server died. */
async function removeStrays({ client, log }: RecoveryOptions, found: Instance[]): Promise<void> {
  const firsts = new Set(found.filter((each) => !satelliteOf(each)).map(({ name }) => name));
  for (const instance of found) {
    const lab = satelliteOf(instance);
    if (lab === undefined || firsts.has(lab)) continue;
    log.info({ instance: instance.name }, "machine sans lab, supprimée");
    await destroyInstance(client, instance.name);
  }
  for (const bridge of await listLabNetworks(client))
    if (!firsts.has(bridge)) await dropLabNetwork(client, bridge);
}

/** Starts the machines that stand still; their shells are gone, their files are not. */
async function wake(options: RecoveryOptions, lab: LabRecord, found: Instance[]): Promise<void> {
  try {
    for (const name of lab.machines.map((machine) => instanceOf(lab, machine))) {
      if (found.find((each) => each.name === name)?.status === "Running") continue;
      await setInstanceState(options.client, name, "start");
      await waitBooted(options.client, name);
    }
  } catch (error) {
    options.log.warn({ err: error, lab: lab.id }, "lab impossible à rallumer");
    options.labs.vanished(lab, GONE);
  }
}

/** Follows LXD's events: a lab whose machine goes away ends, and its page is told. */
export function watchLabs(options: RecoveryOptions): { close(): void } {
  const { client, labs, log } = options;
  const look = async (lab: LabRecord) => {
    // A restart inside the lab is told as a shutdown too: only the machine itself tells which it was.
    for (const machine of lab.machines) {
      const instance = await getInstance(client, instanceOf(lab, machine));
      if (instance?.status !== "Running") return labs.vanished(lab, GONE);
    }
  };
  const lookSafely = (lab: LabRecord) =>
    void look(lab).catch((error: unknown) => log.warn({ err: error, lab: lab.id }, "état du lab"));
  return watchLifecycle(client, log, {
    onEvent(event: LifecycleEvent) {
      if (!ENDINGS.has(event.action)) return;
      const lab = labs.byId(labOfInstance(nameIn(event.source)));
      if (lab) lookSafely(lab);
    },
    onOpen() {
      for (const lab of labs.living()) if (lab.state === "ready") lookSafely(lab);
    },
  });
}

/** `/1.0/instances/lab-1?project=atelier` → `lab-1`. */
function nameIn(source: string): string {
  return source.split("?")[0]?.split("/").at(-1) ?? "";
}
