import type { LxdClient } from "../lxd/client.ts";
import type { StartGate } from "./gate.ts";
import { type MachineTemplate, prepare } from "./machine.ts";
import { destroyMachines, makeMachines } from "./machines.ts";
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
    return scripts(lab).every((script) => !script.trim());
  }

  /** Makes a lab's machines when its turn comes. @throws {LxdError} {SetupFailed} {Unwanted} */
  async make(lab: LabRecord): Promise<void> {
    const { client, template, gate } = this.#options;
    const work = async () => {
      if (lab.life === "ending") throw new Unwanted();
      await makeMachines(client, lab, template);
    };
    await gate.start(work, (place) => lab.setQueue(place));
  }

  /** Runs what the lesson and its first step prepare. @throws {LxdError} {SetupFailed} */
  async prepare(lab: LabRecord): Promise<void> {
    for (const script of scripts(lab)) await prepare(this.#options.client, lab.id, script);
  }

  /** Takes a lab's machines away. @throws {LxdError} {LxdUnreachable} */
  async unmake(lab: LabRecord): Promise<void> {
    await destroyMachines(this.#options.client, lab);
    // There is room for more now.
    this.#options.pool.fill();
  }
}

function scripts({ lesson }: LabRecord): string[] {
  return [lesson.setup, lesson.steps[0]?.setup ?? ""];
}
