import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import { type LifecycleEvent, watchLifecycle } from "../lxd/events.ts";
import { getInstance, type Instance, listInstances, nameAt } from "../lxd/instances.ts";
import type { Bakery } from "./bakery/bakery.ts";
import type { Blanks } from "./blanks.ts";
import type { StartGate } from "./gate.ts";
import { destroyMachines, instanceOf, labOfInstance } from "./machines.ts";
import type { LabManager } from "./manager.ts";
import { orLater } from "./orLater.ts";
import type { Pool } from "./pool.ts";
import type { LabRecord } from "./record.ts";
import { expiryOf, isOurs, machinesOf, satelliteOf } from "./recordKeys.ts";
import { isLab } from "./roles.ts";
import { removeStrays } from "./strays.ts";
import { wake } from "./wake.ts";
import { ENDINGS, whyGone } from "./whyGone.ts";

export interface WatchOptions {
  client: LxdClient;
  labs: LabManager;
  pool: Pool;
  bakery: Bakery;
  blanks: Blanks;
  gate: StartGate;
  log: Logger;
  /** Hears the names of all instances whenever all are looked at. */
  onListed(instances: ReadonlySet<string>): Promise<void>;
  /** How often everything is looked at, whatever the events told (ms). */
  every: number;
}

/** How long what has no owner and no time left is spared (ms): another server may be about to end it. */
const GRACE = 60_000;
/** Longest time for which a machine that is restarted from within is told to stand still (ms). */
const RESTART = 3_000;

/**
 * Keeps what this server knows and what LXD has the same, by LXD's events and by a look at all of it now and then:
 * a lab whose machine went away ends and its page is told why; one that was shut down with the daemon is started
 * again; what has no owner goes, what has one stays.
 */
export class LabWatch {
  readonly #options: WatchOptions;
  readonly #events: { close(): void };
  readonly #timer: NodeJS.Timeout;
  readonly #busy = new Set<LabRecord>();
  #looking: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    const { client, log } = options;
    this.#events = watchLifecycle(client, log, {
      onEvent: (event) => this.#onEvent(event),
      // What happened meanwhile was not told.
      onOpen: () => void this.look(),
    });
    this.#timer = setInterval(() => void this.look(), options.every);
  }

  /** Looks at everything once; two looks are one. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        // Its socket will open again: that is the time to look.
        const level = error instanceof LxdUnreachable ? "debug" : "warn";
        this.#options.log[level]({ err: error }, "comparaison avec LXD");
      })
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#events.close();
    await this.#looking;
  }

  #onEvent({ action, source }: LifecycleEvent): void {
    if (!ENDINGS.has(action)) return;
    const name = nameAt(source);
    const lab = this.#options.labs.byId(labOfInstance(name));
    if (!lab) this.#options.pool.lost(name);
    else this.#aboutLab(lab, () => this.#missing(lab, name, action));
  }

  async #look(): Promise<void> {
    const { client, labs, pool, bakery, blanks } = this.#options;
    const all = await listInstances(client);
    const ours = all.filter(isOurs);
    const instances = ours.filter(isLab);
    await removeStrays(this.#options, instances);
    for (const first of instances.filter((each) => !satelliteOf(each))) await this.#unowned(first);
    for (const lab of labs.living())
      if (lab.state === "ready" && !allRun(lab, ours)) this.#aboutLab(lab, () => this.#wake(lab));
    await bakery.adopt(ours);
    await blanks.adopt(ours);
    await pool.adopt(ours);
    await this.#options.onListed(new Set(all.map(({ name }) => name)));
  }

  /** After a restart of the host all stand still: they are started in turn, and told their place. */
  async #wake(lab: LabRecord): Promise<void> {
    const { gate } = this.#options;
    await gate.start(
      () => wake(this.#options, lab),
      (place) => lab.setQueue(place),
    );
  }

  /** Deletes what is left of a lab that is over, and what nobody ends in its time. */
  async #unowned(first: Instance): Promise<void> {
    const { client, labs, log } = this.#options;
    const lab = labs.byId(first.name);
    const over = lab ? lab.life === "ended" : expiryOf(first) + GRACE < Date.now();
    if (!over) return;
    log.info({ lab: first.name }, "lab sans personne, supprimé");
    const found = { id: first.name, machines: machinesOf(first) };
    await orLater(destroyMachines(client, found), first.name, log);
  }

  /** A restart inside the lab is told as a shutdown too: only the machine itself tells which it was. */
  async #missing(lab: LabRecord, name: string, action: string): Promise<void> {
    const { labs } = this.#options;
    const instance = await this.#afterRestart(name);
    if (instance?.status === "Running") return;
    try {
      if (instance) await labs.save(lab);
    } catch (error) {
      // The daemon takes everything down: the lab is started again when it is back.
      if (error instanceof LxdUnreachable) return;
      if (!(error instanceof LxdError)) throw error;
    }
    labs.vanished(lab, await whyGone(name, action));
  }

  /** The machine, once a restart from within has had the time to bring it back; `undefined` when it is gone. */
  async #afterRestart(name: string): Promise<Instance | undefined> {
    for (const deadline = Date.now() + RESTART; ; await delay(RESTART / 10)) {
      const instance = await getInstance(this.#options.client, name);
      if (!instance || instance.status === "Running" || Date.now() > deadline) return instance;
    }
  }

  /** One thing at a time about a lab that is ready: what is being looked after need not be looked at. */
  #aboutLab(lab: LabRecord, work: () => Promise<void>): void {
    if (lab.state !== "ready" || this.#busy.has(lab)) return;
    this.#busy.add(lab);
    work()
      .catch((error: unknown) => this.#options.log.warn({ err: error, lab: lab.id }, "état du lab"))
      .finally(() => this.#busy.delete(lab));
  }
}

function allRun(lab: LabRecord, instances: Instance[]): boolean {
  const names = lab.machines.map((machine) => instanceOf(lab, machine));
  return names.every((name) =>
    instances.some((each) => each.name === name && each.status === "Running"),
  );
}
