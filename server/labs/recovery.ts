import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { type Instance, listInstances } from "../lxd/instances.ts";
import { fenceLabNetworks } from "../lxd/labNetwork.ts";
import type { Course } from "../manifest.ts";
import type { Bakery } from "./bakery/bakery.ts";
import type { Blanks } from "./blanks.ts";
import type { StartGate } from "./gate.ts";
import type { LabManager } from "./manager.ts";
import { destroyMachines } from "./machines.ts";
import type { Pending } from "./pending.ts";
import type { Pool } from "./pool.ts";
import { expiryOf, isOurs, machinesOf, recordOf, satelliteOf } from "./recordKeys.ts";
import { isLab } from "./roles.ts";
import { removeStrays } from "./strays.ts";
import { wake } from "./wake.ts";

export interface RecoveryOptions {
  client: LxdClient;
  course: Course;
  labs: LabManager;
  pending: Pending;
  pool: Pool;
  bakery: Bakery;
  blanks: Blanks;
  gate: StartGate;
  /** Whether labs have a way out. */
  internet: boolean;
  log: Logger;
}

/** Pause before a deletion that failed is tried again (ms). */
const RETRY = 10_000;

/**
 * Finds the labs of an earlier run of the server again: those that live go on, those that were shut down with the
 * daemon are started, half-made ones and those that waited for their turn are made, the expired and the half-ended are
 * deleted. One of a lesson that this course does not have, or not any more, has an owner too: it is left until its
 * time is up.
 */
export async function recoverLabs(options: RecoveryOptions): Promise<void> {
  const { client, pool, bakery, blanks, internet } = options;
  const ours = (await listInstances(client)).filter(isOurs);
  const instances = ours.filter(isLab);
  await removeStrays(options, instances);
  await fenceLabNetworks(client, internet);
  const firsts = instances.filter((each) => !satelliteOf(each));
  await Promise.all(firsts.map((first) => recover(options, first)));
  makePending(options, new Set(firsts.map(({ name }) => name)));
  await bakery.adopt(ours);
  await blanks.adopt(ours);
  await pool.adopt(ours);
}

async function recover(options: RecoveryOptions, first: Instance): Promise<void> {
  const { client, course, labs, gate, log } = options;
  const found = { id: first.name, machines: machinesOf(first) };
  const expiresAt = expiryOf(first);
  const lab = recordOf(first, course);
  if (expiresAt <= Date.now() || lab?.life === "ending") {
    log.info({ lab: first.name }, "lab expiré ou arrêté, supprimé");
    await destroyMachines(client, found).catch((error: unknown) => {
      // What a killed server asked for may still be under way in LXD: no reason not to serve all others.
      if (error instanceof LxdUnreachable) throw error;
      log.warn({ err: error, lab: first.name }, "lab impossible à supprimer maintenant");
      labs.leaveUntil(found, Date.now() + RETRY);
    });
    return;
  }
  if (!lab) {
    log.warn({ lab: first.name }, "lab d’une leçon inconnue ici, laissé jusqu’à sa fin");
    labs.leaveUntil(found, expiresAt);
    return;
  }
  labs.adopt(lab);
  if (lab.life !== "ready") labs.redo(lab);
  else
    await gate.start(
      () => wake(options, lab),
      () => undefined,
    );
  log.info({ lab: lab.id, lesson: lab.lesson.slug }, "lab retrouvé");
}

/** Makes the labs that were promised and had no machine yet. @param found names of those that have one. */
function makePending({ course, labs, pending, log }: RecoveryOptions, found: Set<string>): void {
  for (const note of pending.all()) {
    const lab = recordOf(note, course);
    if (!lab || found.has(note.name) || lab.expiresAt <= Date.now()) {
      pending.drop(note.name);
      continue;
    }
    log.info(
      { lab: lab.id, lesson: lab.lesson.slug },
      "lab promis par un serveur disparu, à faire",
    );
    labs.fulfil(lab);
  }
}
