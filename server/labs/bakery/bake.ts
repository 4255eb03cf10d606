import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../../lxd/client.ts";
import { setInstanceState, setKeys, shutDownInstance } from "../../lxd/instances.ts";
import { type MachineTemplate, makeMachine, prepare, startUnits, waitBooted } from "../machine.ts";
import { bakedKeys, newModelKeys } from "./keys.ts";
import { difference, missingUnits, tracesOf } from "./traces.ts";

/** How often, and after which pause (ms), a machine that was started again is compared with what it was. */
const LOOKS = 12;
const PAUSE = 1_000;

/** What a preparation leaves does not outlive a restart: there can be no model of it. */
export class Unbakeable extends Error {}

/** What a model is made from. */
export interface Dough {
  name: string;
  recipe: string;
  scripts: readonly string[];
}

/**
 * Makes a model: a machine is prepared, stopped, started once to see whether it is still what it was, and stopped
 * for good. Returns the units that a copy must start.
 *
 * It stays an instance, and is not published as an image: an image is an archive, which would cost a second whole
 * disk and some ten seconds, and make ordinary folders of the subvolumes of a nested LXD.
 * @throws {Unbakeable} {SetupFailed} {LxdError}
 */
export async function bake(
  client: LxdClient,
  template: MachineTemplate,
  { name, recipe, scripts }: Dough,
  log: Logger,
  signal: AbortSignal,
): Promise<string[]> {
  const told = log.child({ model: name });
  told.info("modèle de leçon\u00a0: démarrage d’une machine");
  await makeMachine(client, name, template, newModelKeys(recipe));
  told.info("modèle de leçon\u00a0: préparation");
  signal.throwIfAborted();
  for (const script of scripts) await prepare(client, name, script);
  const wanted = await tracesOf(client, name);
  told.info("modèle de leçon\u00a0: redémarrage, pour voir ce qu’il en reste");
  signal.throwIfAborted();
  await rest(client, name);
  await setInstanceState(client, name, "start");
  await waitBooted(client, name);
  const units = missingUnits(wanted, await tracesOf(client, name));
  await startUnits(client, name, units).catch((error: Error) => {
    throw new Unbakeable(error.message);
  });
  await same(client, name, wanted, signal);
  await rest(client, name);
  await setKeys(client, name, bakedKeys(units));
  return units;
}

/** Waits until a machine is what it was. @throws {Unbakeable} with what it lacks. */
async function same(
  client: LxdClient,
  name: string,
  wanted: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  for (let looks = LOOKS; ; looks--) {
    const differs = difference(wanted, await tracesOf(client, name));
    if (differs.length === 0) return;
    if (looks <= 1) throw new Unbakeable(differs.slice(0, 20).join(", "));
    await delay(PAUSE, undefined, { signal });
  }
}

/** Stops a machine in good order; each copy of it shall give itself an identity. */
async function rest(client: LxdClient, name: string): Promise<void> {
  await prepare(client, name, ": > /etc/machine-id; sync");
  await shutDownInstance(client, name);
}
