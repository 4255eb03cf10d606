import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { groupDisk } from "../lxd/diskGroup.ts";
import { LxdError } from "../lxd/errors.ts";
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from "../lxd/snapshots.ts";
import { allDone } from "./allDone.ts";
import { type MachineWait, SetupFailed } from "./machine.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";

/** Rest before a lab that its student is entering is kept: the prompt comes first (ms). */
const ENTERING = 250;

/**
 * Snapshots of a lab at the start of each step but the first, to which its student may come back; of a lab of several
 * machines also before anything was prepared in it. They go with the lab. On btrfs one costs a few tens of ms of
 * processor, and on the disk what is changed afterwards; it is taken within half a second of the step being given,
 * while the student may type already.
 */
export class Checkpoints {
  readonly #client: LxdClient;
  readonly #log: Logger;
  readonly #taking = new Map<LabRecord, Promise<void>>();

  constructor(client: LxdClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** Keeps the lab as it is now, as the start of a step. Answers at once; a failure costs only this way back. */
  take(lab: LabRecord, step: string): void {
    this.#enqueue(lab, async () => {
      if (lab.state === "ready") await this.#snapshot(lab, nameOf(step));
    });
  }

  /** Keeps a lab that its student may be entering as its fresh state. Answers at once, as `take` does. */
  takeFreshSoon(lab: LabRecord): void {
    this.#enqueue(lab, async () => {
      await delay(ENTERING);
      if (lab.state === "ready") await this.#snapshot(lab, FRESH);
    });
  }

  /** Keeps the lab as it is now as its fresh state. A failure is logged: it costs only this way back. */
  async keepFresh(lab: LabRecord): Promise<void> {
    this.#enqueue(lab, () => this.#snapshot(lab, FRESH));
    await this.settle(lab);
  }

  /** Waits for what is being kept. */
  async settle(lab: LabRecord): Promise<void> {
    await this.#taking.get(lab);
  }

  /** Whether there is a way back to the start of this step. @throws {LxdError} */
  async has(lab: LabRecord, step: string): Promise<boolean> {
    await this.settle(lab);
    return (await listSnapshots(this.#client, lab.id)).includes(nameOf(step));
  }

  /**
   * Takes the lab's machines back to the start of a step; those of later steps are forgotten.
   * @param wait until they are as far as is wanted. @throws {LxdError} {SetupFailed}
   */
  async restore(lab: LabRecord, step: string, wait: MachineWait): Promise<void> {
    const ids = lab.lesson.steps.map(({ id }) => id);
    await this.#goBack(lab, nameOf(step), ids.slice(ids.indexOf(step) + 1).map(nameOf), wait);
  }

  /**
   * Takes the lab's machines back to what they were before anything was prepared in them.
   * False when they cannot be: then they are to be made anew.
   */
  async restoreFresh(lab: LabRecord, wait: MachineWait): Promise<boolean> {
    await this.settle(lab);
    const steps = lab.lesson.steps.map(({ id }) => nameOf(id));
    try {
      if (!(await listSnapshots(this.#client, lab.id)).includes(FRESH)) return false;
      await this.#goBack(lab, FRESH, steps, wait);
      return true;
    } catch (error) {
      if (!(error instanceof LxdError || error instanceof SetupFailed)) throw error;
      this.#log.warn({ err: error, lab: lab.id }, "retour à l’état neuf impossible");
      return false;
    }
  }

  /** @param later snapshots that are forgotten, for ZFS goes back only to the latest. */
  async #goBack(
    lab: LabRecord,
    snapshot: string,
    later: string[],
    wait: MachineWait,
  ): Promise<void> {
    await each(lab, async (instance) => {
      for (const name of await listSnapshots(this.#client, instance))
        if (later.includes(name)) await deleteSnapshot(this.#client, instance, name);
      await restoreSnapshot(this.#client, instance, snapshot);
      // It is another subvolume now.
      await groupDisk(this.#client, instance);
      await wait(this.#client, instance);
    });
  }

  async #snapshot(lab: LabRecord, name: string): Promise<void> {
    await each(lab, (instance) => takeSnapshot(this.#client, instance, name));
  }

  /** One snapshot of a lab at a time, in the order of asking. */
  #enqueue(lab: LabRecord, work: () => Promise<void>): void {
    const last = this.#taking.get(lab) ?? Promise.resolve();
    const settled = last
      .then(work)
      .catch((error: unknown) => {
        if (lab.state !== "ended") this.#log.warn({ err: error, lab: lab.id }, "jalon");
      })
      .finally(() => void (this.#taking.get(lab) === settled && this.#taking.delete(lab)));
    this.#taking.set(lab, settled);
  }
}

/** The snapshot of a lab before anything was prepared in it. */
const FRESH = "fresh";
const nameOf = (step: string) => `step-${step}`;

/** The same for each machine of a lab, at the same time; when one fails, nothing goes on behind its back. */
async function each(lab: LabRecord, work: (instance: string) => Promise<void>): Promise<void> {
  await allDone(lab.machines.map((machine) => work(instanceOf(lab, machine))));
}
