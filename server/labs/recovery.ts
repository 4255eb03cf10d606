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
import {
  backOf,
  expiryOf,
  isOurs,
  type Keyed,
  machinesOf,
  recordOf,
  satelliteOf,
} from "./recordKeys.ts";
import { isLab } from "./roles.ts";
import { isOver } from "./states.ts";
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
  const notes = new Map(options.pending.all().map((note) => [note.name, note]));
  await Promise.all(firsts.map((first) => recover(options, first, notes.get(first.name))));
  for (const { name } of firsts) notes.delete(name);
  for (const note of notes.values()) makePromised(options, note);
  await bakery.adopt(ours);
  await blanks.adopt(ours);
  await pool.adopt(ours);
}

/** @param note of a lab whose machines were being made anew or taken back: it tells more than their keys. */
async function recover(options: RecoveryOptions, first: Instance, note?: Keyed): Promise<void> {
  const { client, course, labs, pending, gate, log } = options;
  const found = { id: first.name, machines: machinesOf(first) };
  const keyed = { name: first.name, config: { ...first.config, ...note?.config } };
  const expiresAt = expiryOf(keyed);
  const lab = recordOf(keyed, course);
  const lives = [lab, recordOf(first, course)].map((each) => each?.life);
  if (expiresAt <= Date.now() || lives.some((life) => life && isOver(life))) {
    log.info({ lab: first.name }, "lab expiré ou arrêté, supprimé");
    pending.drop(first.name);
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
  if (note || lab.life !== "ready") labs.redo(lab, note && backOf(note));
  else
    await gate.start(
      () => wake(options, lab),
      () => undefined,
    );
  log.info({ lab: lab.id, lesson: lab.lesson.slug }, "lab retrouvé");
}

/** Makes a lab that was promised and has no machine. */
function makePromised({ course, labs, pending, log }: RecoveryOptions, note: Keyed): void {
  const lab = recordOf(note, course);
  if (!lab || lab.expiresAt <= Date.now() || isOver(lab.life)) {
    pending.drop(note.name);
    return;
  }
  log.info({ lab: lab.id, lesson: lab.lesson.slug }, "lab promis par un serveur disparu, à faire");
  labs.fulfil(lab);
}
