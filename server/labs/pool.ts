import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import { destroyInstance, type Instance, readInstance, setKeys } from "../lxd/instances.ts";
import type { LineShells } from "../terminals/lineShells.ts";
import type { StartGate } from "./gate.ts";
import {
  BOOTED,
  type MachineTemplate,
  type MachineWait,
  makeMachine,
  waitBooted,
} from "./machine.ts";
import { newLabId } from "./machines.ts";
import { discardPooled } from "./discard.ts";
import { newPoolKeys, POOLED_KEYS, poolStateOf, poolVersionOf } from "./poolKeys.ts";
import type { LabRecord } from "./record.ts";
import { labKeys } from "./recordKeys.ts";

/** Pauses after a machine that could not be made: the first, and the longest (ms). */
const RETRY_FIRST = 1_000;
const RETRY_LONGEST = 60_000;
/** Rest after a claim before what was taken is made anew: the one who claimed is opening a terminal (ms). */
const REFILL_AFTER = 500;
/** After this time what is not made will not be (ms). */
const MAKING_LIMIT = 180_000;

export interface PoolOptions {
  client: LxdClient;
  template: MachineTemplate;
  /** What a machine is made of, image and profile: one of another version is never handed out. */
  version: string;
  gate: StartGate;
  /** Shells that stand ready as well; none where LXD is elsewhere. */
  shells: LineShells | undefined;
  /** How many machines stand ready; asked again and again, for it may change. */
  size(): number;
  /** Hears that one is asked for, whether one stands ready or not. */
  asked(): void;
  log: Logger;
}

interface Member {
  id: string;
  etag: string;
  /** When it was made, RFC 3339. */
  since: string;
}

/**
 * Machines started ahead of need. Each bears from the start the name of the lab that it will be. It is claimed by
 * one conditional write, so that two claims, also of two servers, never get the same; that LXD's etag
 * covers whether it runs makes the same write the check of its health.
 */
export class Pool {
  readonly #options: PoolOptions;
  /** Oldest first. */
  readonly #members: Member[] = [];
  readonly #work = new Set<Promise<void>>();
  /** Names of those that are being made. */
  readonly #making = new Set<string>();
  /** Names of those that LXD died over while they were claimed: nobody was told of a lab that they may be. */
  readonly #doubtful = new Set<string>();
  /** Adopted once: what a server left half-made that was killed is gone. */
  #settled = false;
  #pause = 0;
  #refill: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Machines that stand ready. */
  get ready(): number {
    return this.#members.length;
  }

  /**
   * Takes what is there and not known: what an earlier server left whole and of this version is kept, the rest goes.
   * What is being made is left alone for a while: another server may be at it.
   */
  async adopt(instances: Instance[]): Promise<void> {
    for (const id of this.#doubtful) this.#track(this.#dropDoubtful(id));
    const found = instances.filter((each) => poolStateOf(each) && !this.#knows(each.name));
    for (const each of found) {
      const young = Date.now() - Date.parse(each.created_at) < MAKING_LIMIT;
      if (poolStateOf(each) === "pooling" && young && this.#settled) continue;
      if (this.ready >= this.#options.size() || !(await this.#join(each.name)))
        this.#discard(each.name);
      else this.#openAhead(each.name);
    }
    this.#settled = true;
    this.fill();
  }

  /**
   * Makes the oldest machine a lab; `undefined` when there is none.
   * @param record the lab that a machine of this name becomes.
   */
  async claim(record: (id: string) => LabRecord): Promise<LabRecord | undefined> {
    this.#options.asked();
    for (let member = this.#members.shift(); member; member = this.#members.shift()) {
      const lab = record(member.id);
      if (await this.#take(member, lab)) {
        this.#fillSoon();
        return lab;
      }
      this.#discard(member.id);
    }
    this.#fillSoon();
    return undefined;
  }

  /** A machine went away, or is not what it was: it is replaced. */
  lost(id: string): void {
    const index = this.#members.findIndex((member) => member.id === id);
    if (index < 0) return;
    this.#members.splice(index, 1);
    this.#discard(id);
    this.fill();
  }

  /** Makes what is missing, aside from everybody's starts; takes away what is too much. */
  fill(): void {
    if (this.#closing.signal.aborted) return;
    const wanted = this.#options.size();
    for (const { id } of this.#members.splice(wanted)) this.#discard(id);
    while (this.#making.size + this.ready < wanted) {
      const id = newLabId();
      this.#making.add(id);
      this.#track(
        this.#options.gate
          .aside(() => this.#add(id))
          .finally(() => this.#making.delete(id))
          .then(() => this.fill()),
      );
    }
  }

  #fillSoon(): void {
    this.#refill ??= setTimeout(() => {
      this.#refill = undefined;
      this.fill();
    }, REFILL_AFTER).unref();
  }

  /** Stops making; what stands ready stays, for the next server. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#refill);
    await Promise.allSettled(this.#work);
  }

  async #add(id: string): Promise<void> {
    const { client, template, version, log } = this.#options;
    if (this.#closing.signal.aborted || this.ready >= this.#options.size()) return;
    const started = performance.now();
    try {
      await makeMachine(client, id, template, newPoolKeys(version), { wait: this.#untilReady });
      await setKeys(client, id, POOLED_KEYS);
      await this.#join(id);
      this.#pause = 0;
      log.debug({ lab: id, ms: Math.round(performance.now() - started) }, "machine d’avance prête");
    } catch (error) {
      log.warn({ err: error, lab: id }, "machine d’avance manquée");
      this.#discard(id);
      this.#pause = Math.min(RETRY_LONGEST, this.#pause * 2 || RETRY_FIRST);
      await delay(this.#pause, undefined, { ...this.#closing, ref: false }).catch(() => undefined);
    }
  }

  /** Counts a machine as ready, if it is. */
  async #join(id: string): Promise<boolean> {
    const found = await readInstance(this.#options.client, id);
    if (!found || !this.#whole(found.instance)) return false;
    if (!this.#has(id)) {
      const since = found.instance.created_at;
      this.#members.push({ id, etag: found.etag, since });
      this.#members.sort((a, b) => a.since.localeCompare(b.since));
    }
    return true;
  }

  #whole(instance: Instance): boolean {
    return (
      poolStateOf(instance) === "pooled" &&
      instance.status === "Running" &&
      poolVersionOf(instance) === this.#options.version
    );
  }

  async #take({ id, etag }: Member, lab: LabRecord): Promise<boolean> {
    const { client, log } = this.#options;
    try {
      await setKeys(client, id, labKeys(lab), etag);
      return true;
    } catch (error) {
      if (error instanceof LxdUnreachable) this.#doubtful.add(id);
      if (!(error instanceof LxdError)) throw error;
      log.info({ err: error, lab: id }, "machine d’avance qui n’est plus à prendre");
      return false;
    }
  }

  /** Starts the shell that its student will see first, and waits until its machine has booted. */
  readonly #untilReady: MachineWait = async (client, id) => {
    if (!(await this.#options.shells?.openAhead(id, { after: BOOTED })))
      await waitBooted(client, id);
  };

  /** Starts the shell that the student of a machine will see first. */
  #openAhead(id: string): void {
    const { shells } = this.#options;
    if (shells) this.#track(shells.openAhead(id).then(() => undefined));
  }

  async #dropDoubtful(id: string): Promise<void> {
    await destroyInstance(this.#options.client, id);
    this.#doubtful.delete(id);
  }

  #discard(id: string): void {
    this.#track(discardPooled(this.#options.client, id));
  }

  #has(id: string): boolean {
    return this.#members.some((member) => member.id === id);
  }

  #knows(id: string): boolean {
    return this.#making.has(id) || this.#doubtful.has(id) || this.#has(id);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log.warn({ err: error }, "réserve de machines"))
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}
