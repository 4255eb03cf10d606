import type { LxdClient } from "../lxd/client.ts";
import { LxdError } from "../lxd/errors.ts";
import { getInstance } from "../lxd/instances.ts";
import type { ManifestLesson } from "../protocol.ts";
import type { Bakery } from "./bakery/bakery.ts";
import { unitsOf } from "./bakery/keys.ts";
import type { LineShells } from "../terminals/lineShells.ts";
import type { StartGate } from "./gate.ts";
import {
  type MachineTemplate,
  type MachineWait,
  prepare,
  SetupFailed,
  startUnits,
  waitBooted,
  waitEnterable,
} from "./machine.ts";
import { destroyMachines, instanceOf, makeMachines } from "./machines.ts";
import type { Pool } from "./pool.ts";
import type { LabRecord } from "./record.ts";
import { isOver } from "./states.ts";

/** What labs are made with. */
export interface MakerOptions {
  client: LxdClient;
  template: MachineTemplate;
  gate: StartGate;
  pool: Pool;
  bakery: Bakery;
  /** Shells that are opened ahead; none where LXD is elsewhere. */
  shells: LineShells | undefined;
}

/** The lab is no longer wanted; whoever ends it takes its machines away. */
export class Unwanted extends Error {}

/** Makes and unmakes the machines of labs: from the pool where one stands ready, else in their turn. */
export class LabMaker {
  readonly #options: MakerOptions;

  constructor(options: MakerOptions) {
    this.#options = options;
  }

  /**
   * A lab on a machine that stands ready, still to be prepared; `undefined` when it must be made.
   * @throws {LxdUnreachable}
   */
  async claim(
    lesson: ManifestLesson,
    record: (id: string) => LabRecord,
  ): Promise<LabRecord | undefined> {
    // A copy of a machine that is prepared already is there sooner than this one would be prepared.
    if (lesson.machines.length > 1 || this.#options.bakery.find(lesson)) return undefined;
    const lab = await this.#options.pool.claim(record);
    if (lab && !this.needsNothing(lab)) await this.#options.shells?.dropAhead(lab.id);
    return lab;
  }

  /** Whether a lab needs nothing done in it before its student comes. */
  needsNothing(lab: LabRecord): boolean {
    return scripts(lab).every(([, script]) => !script.trim());
  }

  /** Makes a lab's machines when its turn comes. @throws {LxdError} {SetupFailed} {Unwanted} */
  async make(lab: LabRecord): Promise<void> {
    const { client, template, gate, bakery } = this.#options;
    const work = async () => {
      if (isOver(lab.life)) throw new Unwanted();
      const model = bakery.find(lab.lesson);
      if (model && (await this.#copy(lab, model))) return;
      await makeMachines(client, lab, template, this.untilReady(lab));
    };
    await gate.start(work, (place) => lab.setQueue(place));
  }

  /** Waits until a machine of a lab can be prepared; where there is nothing to prepare, until its student can enter. */
  untilReady(lab: LabRecord): MachineWait {
    return this.needsNothing(lab) ? this.untilEntered(lab) : waitBooted;
  }

  /** Waits until the student can enter a machine of a lab, the first shell standing ready where that can be. */
  untilEntered(lab: LabRecord): MachineWait {
    const { shells } = this.#options;
    const [machine = ""] = lab.machines;
    if (!shells || lab.machines.length > 1) return waitEnterable;
    return async (client, instance) => {
      const offset = lab.streamStart(machine);
      if (!(await shells.openAhead(instance, { offset }))) await waitEnterable(client, instance);
    };
  }

  /** Runs what the lesson and its first step prepare, unless it was prepared before. @throws {LxdError} {SetupFailed} */
  async prepare(lab: LabRecord): Promise<void> {
    if (lab.units) return await startUnits(this.#options.client, lab.id, lab.units);
    const started = performance.now();
    for (const [instance, script] of scripts(lab))
      await prepare(this.#options.client, instance, script);
    this.#options.bakery.prepared(lab.lesson, Math.round(performance.now() - started));
  }

  /** Makes a lab as a copy of a model; false when that cannot be. */
  async #copy(lab: LabRecord, model: string): Promise<boolean> {
    const { client, template, bakery } = this.#options;
    try {
      await makeMachines(client, lab, { ...template, copyOf: model }, waitBooted);
      const instance = await getInstance(client, lab.id);
      lab.units = instance && unitsOf(instance);
      return true;
    } catch (error) {
      if (!(error instanceof LxdError || error instanceof SetupFailed)) throw error;
      bakery.lost(model, error);
      await destroyMachines(client, lab);
      return false;
    }
  }

  /** Takes a lab's machines away. @throws {LxdError} {LxdUnreachable} */
  async unmake(lab: LabRecord): Promise<void> {
    await destroyMachines(this.#options.client, lab);
    lab.units = undefined;
    // There is room for more now.
    this.#options.pool.fill();
  }
}

/** What is to run where, in order: the other machines' preparations first, which the lesson's own may need. */
function scripts(lab: LabRecord): [instance: string, script: string][] {
  const { elsewhere = {}, setup, steps } = lab.lesson;
  return [
    ...Object.entries(elsewhere).map(([machine, script]): [string, string] => [
      instanceOf(lab, machine),
      script,
    ]),
    [lab.id, setup],
    [lab.id, steps[0]?.setup ?? ""],
  ];
}
