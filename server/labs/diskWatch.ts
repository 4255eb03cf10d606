import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { boundsDisks, diskUse } from "../lxd/diskGroup.ts";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import { poolSpace, profilePool } from "../lxd/storage.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";

/** How often disks are looked at, where they must be (ms). */
const LOOK = 15_000;
/** Space in the pool below which the largest lab must go (bytes). */
const LEAST_SPACE = 2 ** 29;

const TOO_LARGE = "Le disque de ce lab a dépassé la taille permise.";
const LARGEST =
  "Le stockage des labs était presque plein, et ce lab y tenait le plus de place\u00a0: il a pris fin.";

export interface DiskWatchOptions {
  client: LxdClient;
  log: Logger;
  /** Of labs: its root disk tells the pool. */
  profile: string;
  /** What a lab's disk may hold (bytes). */
  limit: number;
  /** The least space that the pool keeps (bytes); 512 MiB unless told. */
  space?: number;
  labs(): LabRecord[];
  end(lab: LabRecord, reason: string): void;
}

/**
 * Ends labs whose disks grow beyond what they may, where the pool does not bound subvolumes that a student makes:
 * btrfs without simple quotas. On a pool that is no btrfs there are none to be made.
 */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
  }

  /** Watches from now on, where that is needed. @throws {LxdError} {LxdUnreachable} */
  async open(): Promise<void> {
    const { client, profile } = this.#options;
    if (await boundsDisks(client, await profilePool(client, profile))) return;
    this.#timer = setInterval(() => void this.look(), LOOK);
  }

  /** Looks once; two looks are one. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#options.log.warn({ err: error }, "disques des labs"))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { client, profile, labs, limit, end, space = LEAST_SPACE } = this.#options;
    let largest: { lab: LabRecord; bytes: number } | undefined;
    for (const lab of labs().filter(({ state }) => state === "ready")) {
      const use = await this.#useOf(lab);
      if (use.alone > limit * lab.machines.length) end(lab, TOO_LARGE);
      else if (use.all > (largest?.bytes ?? 0)) largest = { lab, bytes: use.all };
    }
    if (largest && (await poolSpace(client, profile)) < space) end(largest.lab, LARGEST);
  }

  async #useOf(lab: LabRecord): Promise<{ alone: number; all: number }> {
    const sum = { alone: 0, all: 0 };
    for (const machine of lab.machines) {
      try {
        const use = await diskUse(this.#options.client, instanceOf(lab, machine));
        sum.alone += use?.alone ?? 0;
        sum.all += use?.all ?? 0;
      } catch (error) {
        // One that is going away has no disk to be looked at.
        if (
          lab.state === "ready" &&
          !(error instanceof LxdError || error instanceof LxdUnreachable)
        )
          throw error;
      }
    }
    return sum;
  }
}
