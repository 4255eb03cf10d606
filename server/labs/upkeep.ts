import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { sweepGroups } from "../lxd/diskGroup.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { guardFences, labBridges, sharedBridge } from "../lxd/fenceGuard.ts";
import { dropFirewall, type Fence, fencesAroundNothing } from "../lxd/firewall.ts";
import { sweepSetAside } from "../lxd/setAside.ts";
import { profilePool } from "../lxd/storage.ts";
import { dropVeth, strayVeths } from "../lxd/veths.ts";
import type { MachineTemplate } from "./machine.ts";
import { LAB_NAME } from "./machines.ts";

/** How often fences are looked at (ms). */
const GUARD = 10_000;
/** One look in so many also sweeps what deleted disks, and machines and bridges that died half-made, leave behind. */
const SWEEP_EVERY = 6;

/**
 * Keeps the ground under the labs as it was laid: fences that are gone come back, traces of old disks, of network cards
 * and of bridges go.
 */
export class Upkeep {
  readonly #client: LxdClient;
  readonly #profile: string;
  readonly #internet: boolean;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  /** As it was when all was swept last: to describe it LXD looks at every instance. */
  #shared: Fence | undefined;
  /** What belongs to nothing, as it was seen last: it may be about to. */
  #strays = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(client: LxdClient, { profile, internet = false }: MachineTemplate, log: Logger) {
    this.#client = client;
    this.#profile = profile;
    this.#internet = internet;
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

  /** Takes away what dead machines and bridges left behind, once it was seen to be so twice. */
  async sweepStrays(): Promise<void> {
    const before = this.#strays;
    this.#strays = new Set();
    for (const bridge of await labBridges(this.#client, this.#profile))
      for (const veth of await strayVeths(this.#client, bridge)) {
        if (!before.has(veth)) {
          this.#strays.add(veth);
          continue;
        }
        this.#log.info({ bridge, veth }, "carte réseau d’une machine morte, supprimée");
        await dropVeth(veth);
      }
    for (const bridge of await fencesAroundNothing(LAB_NAME)) {
      if (!before.has(bridge)) {
        this.#strays.add(bridge);
        continue;
      }
      this.#log.info({ bridge }, "barrière d’un réseau disparu, supprimée");
      await dropFirewall(bridge);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    // The kernel's tables of another machine are out of reach: whoever keeps it keeps its fence.
    if (this.#client.endpoint.type !== "unix" || process.getuid?.() !== 0) return;
    const due = this.#looks++ % SWEEP_EVERY === 0;
    const open = await guardFences(this.#client, await this.#sharedFence(due), LAB_NAME);
    if (open.length > 0) this.#log.error({ bridges: open }, "barrière des labs disparue, remise");
    if (due) await this.#sweepDisks();
    if (due || this.#strays.size > 0) await this.sweepStrays();
  }

  async #sharedFence(anew: boolean): Promise<Fence> {
    if (!this.#shared || anew)
      this.#shared = {
        ...(await sharedBridge(this.#client, this.#profile)),
        internet: this.#internet,
      };
    return this.#shared;
  }

  async #sweepDisks(): Promise<void> {
    const pool = await profilePool(this.#client, this.#profile);
    await sweepSetAside(this.#client, pool);
    await sweepGroups(this.#client, pool);
  }
}
