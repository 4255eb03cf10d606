import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { coverDisk, uncoverDisks } from "../lxd/covers.ts";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import {
  createInstance,
  destroyInstance,
  getInstance,
  type Instance,
  instanceNames,
  readInstance,
  setInstanceState,
  setKeys,
} from "../lxd/instances.ts";
import { poolSpace, profilePool } from "../lxd/storage.ts";
import {
  isBlank,
  isWritten,
  lentKeys,
  loanOf,
  madeKeys,
  newBlankKeys,
  versionOf,
} from "./blankKeys.ts";
import type { StartGate } from "./gate.ts";
import type { Blank, Lender, MachineTemplate } from "./machine.ts";

/** Space in the pool below which none is made (bytes). */
const LEAST_SPACE = 4 * 2 ** 30;
/** After this time a blank that is not made will not be (ms). */
const MAKING_LIMIT = 120_000;
/** What a blank runs while its disk is being written: nothing of the system's own, which would leave traces. */
const NO_SYSTEM = "lxc.init.cmd = /bin/sleep 60";

export interface BlanksOptions {
  client: LxdClient;
  template: MachineTemplate;
  /** What machines are made of, image and profile. */
  version: string;
  gate: StartGate;
  /** How many there may be. */
  most: number;
  log: Logger;
}

/**
 * Machines that never run, of which others are copies. LXD 5.0 gives each lab ids of its own by writing the owner of
 * every file on its disk anew as it first starts, which takes longer than all the rest; a copy of a disk that was
 * written for some ids needs that no more, as long as it has the same ids, and nobody else has them meanwhile. So each
 * blank is lent to one machine at a time. One is made, aside from everybody's starts, whenever there was none to lend.
 */
export class Blanks implements Lender {
  readonly #options: BlanksOptions;
  /** This server, among others of the same LXD. */
  readonly #id = randomBytes(4).toString("hex");
  /** Machines that are being made as copies. */
  readonly #borrowers = new Set<string>();
  readonly #names = new Set<string>();
  /** To which machine each was lent last, as far as this server knows: what others lent is known once it is read. */
  readonly #lent = new Map<string, string>();
  readonly #making = new Set<string>();
  readonly #work = new Set<Promise<void>>();
  /** This LXD maps ids as it mounts: there is nothing to be saved. */
  #needless = false;
  #poolName: string | undefined;
  readonly #closing = new AbortController();

  constructor(options: BlanksOptions) {
    this.#options = options;
  }

  /** Takes what an earlier server, or another one, made; what is half-made or of another image goes. */
  async adopt(instances: Instance[]): Promise<void> {
    const found = instances.filter(isBlank);
    for (const name of this.#names)
      if (!found.some((each) => each.name === name)) this.#names.delete(name);
    for (const each of found) {
      if (this.#making.has(each.name) || this.#names.has(each.name)) continue;
      const version = versionOf(each);
      const young = Date.now() - Date.parse(each.created_at) < MAKING_LIMIT;
      if (version === this.#options.version && this.#count < this.#options.most)
        this.#names.add(each.name);
      // One without a version may be another server's, which is making it.
      else if (version || !young) await this.#discard(each.name);
    }
  }

  /**
   * Lends a blank to a machine that is about to be made; `undefined` when all are lent, and then one more is made.
   * @throws {LxdError} {LxdUnreachable}
   */
  async lend(machine: string): Promise<Blank | undefined> {
    const { client, most } = this.#options;
    if (most === 0 || this.#needless) return undefined;
    const there = new Set(await instanceNames(client));
    const isFree = (each: Instance) => this.#isFree(each, there);
    const isGone = (lentTo = "") => !there.has(lentTo) && !this.#borrowers.has(lentTo);
    for (const name of this.#names) {
      if (!there.has(name) || !isGone(this.#lent.get(name))) continue;
      const blank = await this.#claim(name, machine, isFree);
      if (blank) return blank;
    }
    this.#makeOne();
    return undefined;
  }

  /** A machine to which one was lent is there, or will never be. */
  done(machine: string): void {
    this.#borrowers.delete(machine);
  }

  /** A blank could not be copied: it is not lent again. */
  lost({ name }: Blank, error: Error): void {
    this.#options.log.warn({ err: error, blank: name }, "machine vierge inutilisable");
    this.#track(this.#discard(name));
  }

  /** Gives up what is being made; blanks stay, for the next server. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#work);
    const { client, log } = this.#options;
    const uncover = async () => uncoverDisks(client, await this.#pool());
    await uncover().catch((error: unknown) => log.debug({ err: error }, "couvertures restées"));
  }

  /** One conditional write, so that two servers never lend the same. */
  async #claim(
    name: string,
    machine: string,
    isFree: (instance: Instance) => boolean,
  ): Promise<Blank | undefined> {
    const { client, log } = this.#options;
    const found = await readInstance(client, name);
    const base = found?.instance.config["volatile.idmap.base"];
    if (!found || !base || !isFree(found.instance)) return undefined;
    try {
      this.#borrowers.add(machine);
      await setKeys(client, name, lentKeys(machine, this.#id), found.etag);
      this.#lent.set(name, machine);
    } catch (error) {
      this.#borrowers.delete(machine);
      if (!(error instanceof LxdError)) throw error;
      return undefined;
    }
    // What could not be covered is copied all the same, only slower.
    const cover = async () => coverDisk(client, await this.#pool(), name);
    await cover().catch((error: unknown) =>
      log.debug({ err: error, blank: name }, "machine vierge sans couverture"),
    );
    return { name, config: { "security.idmap.base": base } };
  }

  /** Name of the storage pool in which they are. */
  async #pool(): Promise<string> {
    this.#poolName ??= await profilePool(this.#options.client, this.#options.template.profile);
    return this.#poolName;
  }

  /** How many there are, or will be soon. */
  get #count(): number {
    return this.#names.size + this.#making.size;
  }

  /** @param there names of all instances. */
  #isFree(blank: Instance, there: ReadonlySet<string>): boolean {
    const loan = loanOf(blank);
    if (!loan) return true;
    if (there.has(loan.machine) || this.#borrowers.has(loan.machine)) return false;
    return loan.server === this.#id || loan.until < Date.now();
  }

  #makeOne(): void {
    if (this.#count >= this.#options.most || this.#closing.signal.aborted) return;
    const name = `blank-${randomBytes(4).toString("hex")}`;
    this.#making.add(name);
    const make = this.#options.gate.aside(() => this.#make(name));
    this.#track(make.finally(() => this.#making.delete(name)));
  }

  async #make(name: string): Promise<void> {
    const { client, template, version, log } = this.#options;
    if (this.#closing.signal.aborted) return;
    if ((await poolSpace(client, template.profile)) < LEAST_SPACE) return;
    const { image, profile } = template;
    try {
      const config = { ...newBlankKeys(), "raw.lxc": NO_SYSTEM };
      await createInstance(client, name, { image, profile, config });
      // Its disk is written as it starts.
      await setInstanceState(client, name, "start");
      await setInstanceState(client, name, "stop");
      const made = await getInstance(client, name);
      if (!made || !isWritten(made)) {
        log.info("ce LXD n’écrit pas les disques des labs\u00a0: pas de machines vierges");
        this.#needless = true;
        return await destroyInstance(client, name);
      }
      await setKeys(client, name, { ...madeKeys(version), "raw.lxc": "" });
      this.#names.add(name);
    } catch (error) {
      log.warn({ err: error, blank: name }, "machine vierge manquée");
      if (!(error instanceof LxdUnreachable)) await destroyInstance(client, name);
    }
  }

  async #discard(name: string): Promise<void> {
    this.#names.delete(name);
    this.#lent.delete(name);
    await destroyInstance(this.#options.client, name);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log.warn({ err: error }, "machines vierges"))
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}
