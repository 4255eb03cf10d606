import type { Logger } from "pino";
import { dropFilter, strayFilters } from "../lxd/bridgeFilters.ts";
import type { LxdClient } from "../lxd/client.ts";
import { sweepGroups } from "../lxd/diskGroup.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { guardFences, labBridges, sharedBridge } from "../lxd/fenceGuard.ts";
import { dropFirewall, type Fence, fencesAroundNothing } from "../lxd/firewall.ts";
import { instanceNames } from "../lxd/instances.ts";
import { sweepSetAside } from "../lxd/setAside.ts";
import { profilePool } from "../lxd/storage.ts";
import { dropVeth, lostVeths, strayVeths } from "../lxd/veths.ts";
import type { MachineTemplate } from "./machine.ts";
import { LAB_NAME } from "./machines.ts";

/** How often fences are looked at (ms). */
const GUARD = 10_000;
/** One look in so many also sweeps what deleted disks, and machines and bridges that died half-made, leave behind. */
const SWEEP_EVERY = 6;

/** What belongs to nothing any more: what it is, in French, and its name, which nothing else has. */
interface Stray {
  what: string;
  name: string;
  drop(): Promise<void>;
}

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
    for (const { what, name, drop } of await this.#findStrays()) {
      if (!before.has(name)) {
        this.#strays.add(name);
        continue;
      }
      this.#log.info({ stray: name }, `${what}, supprimé`);
      await drop();
    }
  }

  async #findStrays(): Promise<Stray[]> {
    const client = this.#client;
    const veths = (await lostVeths()).map(({ ifname }) => ifname);
    for (const bridge of await labBridges(client, this.#profile))
      veths.push(...(await strayVeths(client, bridge)));
    const filters = await strayFilters(client.project, await instanceNames(client));
    const fences = await fencesAroundNothing(LAB_NAME);
    return [
      ...veths.map((name) => ({
        what: "lien d’une machine morte",
        name,
        drop: () => dropVeth(name),
      })),
      ...filters.map((filter) => ({
        what: "filtre d’une machine morte",
        name: filter.chain,
        drop: () => dropFilter(filter),
      })),
      ...fences.map((name) => ({
        what: "pare-feu d’un réseau disparu",
        name,
        drop: () => dropFirewall(name),
      })),
    ];
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
