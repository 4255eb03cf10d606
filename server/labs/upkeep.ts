import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { sweepGroups } from "../lxd/diskGroup.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { guardFences } from "../lxd/fenceGuard.ts";
import { profilePool } from "../lxd/storage.ts";

/** How often fences are looked at (ms). */
const GUARD = 10_000;
/** One look in so many also sweeps what deleted disks leave behind. */
const SWEEP_EVERY = 30;

/** Keeps the ground under the labs as it was laid: fences that are gone come back, traces of old disks go. */
export class Upkeep {
  readonly #client: LxdClient;
  readonly #profile: string;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  #running: Promise<void> | undefined;

  /** @param profile of labs. */
  constructor(client: LxdClient, profile: string, log: Logger) {
    this.#client = client;
    this.#profile = profile;
    this.#log = log;
    this.#timer = setInterval(() => void this.look(), GUARD);
  }

  /** Looks once; two looks are one. */
  look(): Promise<void> {
    this.#running ??= this.#look()
      .catch((error: unknown) => {
        const level = error instanceof LxdUnreachable ? "debug" : "error";
        this.#log[level]({ err: error }, "entretien du sol des labs");
      })
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    // The kernel's tables of another machine are out of reach: whoever keeps it keeps its fence.
    if (this.#client.endpoint.type !== "unix" || process.getuid?.() !== 0) return;
    const open = await guardFences(this.#client, this.#profile);
    if (open.length > 0) this.#log.error({ bridges: open }, "barrière des labs disparue, remise");
    if (this.#looks++ % SWEEP_EVERY === 0)
      await sweepGroups(this.#client, await profilePool(this.#client, this.#profile));
  }
}
