import type { LxdClient } from "../lxd/client.ts";
import type { StartGate } from "./gate.ts";
import { type MachineTemplate, prepare, waitBooted, waitUsable } from "./machine.ts";
import { destroyMachines, instanceOf, makeMachines } from "./machines.ts";
import type { Pool } from "./pool.ts";
import type { LabRecord } from "./record.ts";

/** What labs are made with. */
export interface MakerOptions {
  client: LxdClient;
  template: MachineTemplate;
  gate: StartGate;
  pool: Pool;
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
  async claim(machines: number, record: (id: string) => LabRecord): Promise<LabRecord | undefined> {
    return machines === 1 ? await this.#options.pool.claim(record) : undefined;
  }

  /** Whether a lab needs nothing done in it before its student comes. */
  needsNothing(lab: LabRecord): boolean {
    return scripts(lab).every(([, script]) => !script.trim());
  }

  /** Makes a lab's machines when its turn comes. @throws {LxdError} {SetupFailed} {Unwanted} */
  async make(lab: LabRecord): Promise<void> {
    const { client, template, gate } = this.#options;
    const work = async () => {
      if (lab.life === "ending") throw new Unwanted();
      await makeMachines(client, lab, template, this.needsNothing(lab) ? waitUsable : waitBooted);
    };
    await gate.start(work, (place) => lab.setQueue(place));
  }

  /** Waits until a lab's machines can be prepared. @throws {SetupFailed} */
  async waitBooted(lab: LabRecord): Promise<void> {
    if (this.needsNothing(lab)) return;
    const instances = lab.machines.map((machine) => instanceOf(lab, machine));
    await Promise.all(instances.map((instance) => waitBooted(this.#options.client, instance)));
  }

  /** Runs what the lesson and its first step prepare. @throws {LxdError} {SetupFailed} */
  async prepare(lab: LabRecord): Promise<void> {
    for (const [instance, script] of scripts(lab))
      await prepare(this.#options.client, instance, script);
  }

  /** Takes a lab's machines away. @throws {LxdError} {LxdUnreachable} */
  async unmake(lab: LabRecord): Promise<void> {
    await destroyMachines(this.#options.client, lab);
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
