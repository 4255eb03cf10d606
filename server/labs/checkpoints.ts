import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { groupDisk } from "../lxd/diskGroup.ts";
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from "../lxd/snapshots.ts";
import { waitUsable } from "./machine.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";

/**
 * Snapshots of a lab at the start of each step but the first, to which its student may come back. They go with
 * the lab. On btrfs one costs a few tens of ms of processor, and on the disk what is changed afterwards; it is
 * taken within half a second of the step being given, while the student may type already.
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
    const last = this.#taking.get(lab) ?? Promise.resolve();
    const taken = last.then(async () => {
      if (lab.state !== "ready") return;
      await each(lab, (instance) => takeSnapshot(this.#client, instance, nameOf(step)));
    });
    const settled = taken
      .catch((error: unknown) => {
        if (lab.state === "ready") this.#log.warn({ err: error, lab: lab.id, step }, "jalon");
      })
      .finally(() => void (this.#taking.get(lab) === settled && this.#taking.delete(lab)));
    this.#taking.set(lab, settled);
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

  /** Takes the lab's machines back to the start of a step; those of later steps are forgotten. @throws {LxdError} */
  async restore(lab: LabRecord, step: string): Promise<void> {
    const ids = lab.lesson.steps.map(({ id }) => id);
    const later = ids.slice(ids.indexOf(step) + 1).map(nameOf);
    await each(lab, async (instance) => {
      // ZFS goes back only to the latest.
      for (const name of await listSnapshots(this.#client, instance))
        if (later.includes(name)) await deleteSnapshot(this.#client, instance, name);
      await restoreSnapshot(this.#client, instance, nameOf(step));
      // It is another subvolume now.
      await groupDisk(this.#client, instance);
      await waitUsable(this.#client, instance);
    });
  }
}

const nameOf = (step: string) => `step-${step}`;

/** The same for each machine of a lab, at the same time. */
async function each(lab: LabRecord, work: (instance: string) => Promise<void>): Promise<void> {
  await Promise.all(lab.machines.map((machine) => work(instanceOf(lab, machine))));
}
