import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import type { LxdClient } from "../lxd/client.ts";
import type { Course } from "../manifest.ts";
import type { ManifestLesson } from "../protocol.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { Deadlines } from "./deadlines.ts";
import { Endings } from "./endings.ts";
import type { Histories } from "./histories.ts";
import { KeyWriter } from "./keyWriter.ts";
import { destroyMachines, type Machined, newLabId } from "./machines.ts";
import type { LabMaker } from "./maker.ts";
import type { Pending } from "./pending.ts";
import { admit, type Quotas, RETRY_AFTER } from "./quotas.ts";
import { LabRecord } from "./record.ts";
import { Works } from "./works.ts";

export interface LabManagerOptions {
  client: LxdClient;
  course: Course;
  maker: LabMaker;
  checkpoints: Checkpoints;
  histories: Histories;
  pending: Pending;
  log: Logger;
  quotas: Quotas;
  /** Why a lab more would hurt the machine, French; `undefined` when it would not. */
  pressure(): Promise<string | undefined>;
  /** Life of a lab (ms); by extending it may become three times that. */
  ttl: number;
  /** Sends away who looks at the lab's terminals. @param code close code, or undefined for « come back ». */
  closeTerminals(lab: LabRecord, reason: string, code?: number): Promise<void>;
}

/** Who wants a lab, and for what. */
interface Wish {
  owner: string;
  origin: string;
  lesson: ManifestLesson;
}

/** How many times its first life a lab may last in all. */
const LIVES = 3;
/** Pause before the deletion of machines that we know nothing more of is tried again (ms). */
const RETRY = 60_000;
const EXPIRED = "Le temps de ce lab est écoulé.";
const STOPPED = "Vous avez arrêté ce lab.";
const FAILED =
  "Le lab n’a pas pu démarrer. Réessayez\u202f; s’il échoue encore, prévenez la personne qui tient l’atelier.";

/** The labs of this server: who has which, from the first click to the end. */
export class LabManager {
  readonly #options: LabManagerOptions;
  readonly #labs = new Map<string, LabRecord>();
  readonly #starts = new Map<string, Promise<unknown>>();
  readonly #arriving = new Set<Wish>();
  readonly #deadlines = new Deadlines();
  readonly #keys: KeyWriter;
  readonly #endings: Endings;
  readonly #works: Works;

  constructor(options: LabManagerOptions) {
    this.#options = options;
    const { maker, checkpoints, histories, pending, log, ttl } = options;
    this.#keys = new KeyWriter(options.client);
    this.#endings = new Endings({
      maker,
      keys: this.#keys,
      deadlines: this.#deadlines,
      log,
      histories,
      pending,
      closeTerminals: (...args) => options.closeTerminals(...args),
      settled: (lab) => this.#works.settle(lab),
      forget: (lab) => this.#labs.delete(lab.id),
    });
    this.#works = new Works({
      maker,
      checkpoints,
      histories,
      pending,
      log,
      ttl,
      closeTerminals: (...args) => options.closeTerminals(...args),
      save: (lab) => this.save(lab),
      adopt: (lab) => this.adopt(lab),
      failed: (lab) => this.#endings.failed(lab, FAILED),
    });
  }

  /** The labs that live now. */
  living(): LabRecord[] {
    return [...this.#labs.values()].filter(({ state }) => state !== "ended");
  }

  /** How many labs there are, those that come and those that go included. */
  get count(): number {
    const there = [...this.#labs.values()].filter(({ life }) => life !== "ended");
    return there.length + this.#arriving.size;
  }

  /** The lab of this person. @throws {AtelierError} `no-such-lab`, also when it is somebody else's. */
  find(owner: string, id: string): LabRecord {
    const lab = this.#labs.get(id);
    if (!lab || lab.owner !== owner) throw new AtelierError("no-such-lab");
    return lab;
  }

  /** What this person typed in a lab, also one that just ended. @throws {AtelierError} `no-such-lab` */
  async history(owner: string, id: string): Promise<string> {
    const lab = this.#labs.get(id);
    const own = lab?.owner === owner ? lab : undefined;
    const text = await this.#options.histories.of(owner, id, own);
    if (text === undefined) throw new AtelierError("no-such-lab");
    return text;
  }

  /** The lab by name, whosoever it is. */
  byId(id: string): LabRecord | undefined {
    return this.#labs.get(id);
  }

  /**
   * Starts a lab for a lesson, or gives the one that this person has. It answers at once: the machine is made
   * or prepared meanwhile, and the lab's state tells.
   * @param origin digest of the address that asks, for the quota of addresses.
   * @throws {AtelierError} `unknown-lesson`, `lesson-without-lab`, `labs-full`, `too-many-labs-here`.
   * @throws {LxdUnreachable}
   */
  async start(
    owner: string,
    slug: string,
    origin = "",
  ): Promise<{ lab: LabRecord; created: boolean }> {
    const lesson = this.#options.course.get(slug);
    if (!lesson) throw new AtelierError("unknown-lesson");
    if (lesson.steps.length === 0) throw new AtelierError("lesson-without-lab");
    // Two clicks of one person are one wish.
    const before = this.#starts.get(owner) ?? Promise.resolve();
    const wish = { owner, origin, lesson };
    const started = before.catch(() => undefined).then(() => this.#grant(wish));
    this.#starts.set(owner, started);
    try {
      return await started;
    } finally {
      if (this.#starts.get(owner) === started) this.#starts.delete(owner);
    }
  }

  async #grant(wish: Wish): Promise<{ lab: LabRecord; created: boolean }> {
    const { maker, quotas } = this.#options;
    const own = this.living().filter(({ owner }) => owner === wish.owner);
    const same = own.find(({ lesson }) => lesson.slug === wish.lesson.slug);
    if (same) return { lab: same, created: false };
    const [first] = own;
    if (first && own.length >= quotas.perUser) return { lab: first, created: false };
    const there = [...this.#labs.values()].filter(({ life }) => life !== "ended");
    admit(wish.origin, [...there, ...this.#arriving], quotas);
    this.#arriving.add(wish);
    try {
      const detail = await this.#options.pressure();
      if (detail) throw new AtelierError("labs-full", { detail, retryAfter: RETRY_AFTER });
      const claimed = await maker.claim(wish.lesson, (id) => {
        const lab = this.#record(id, wish);
        if (maker.needsNothing(lab)) lab.become("ready");
        return lab;
      });
      const lab = claimed ?? this.#record(newLabId(), wish);
      this.adopt(lab);
      if (lab.life === "starting") this.#works.make(lab, claimed !== undefined);
      return { lab, created: true };
    } finally {
      this.#arriving.delete(wish);
    }
  }

  #record(id: string, { owner, origin, lesson }: Wish): LabRecord {
    const createdAt = Date.now();
    const expiresAt = createdAt + this.#options.ttl;
    return new LabRecord({ id, owner, origin, lesson, createdAt, expiresAt });
  }

  /** Takes a lab among its own, with its deadline; one that is being made has its whole time before it. */
  adopt(lab: LabRecord): void {
    this.#labs.set(lab.id, lab);
    if (lab.life === "starting") return;
    this.#deadlines.set(lab.id, lab.expiresAt, () => this.#endings.plan(lab, EXPIRED));
  }

  /** Leaves machines that we know nothing more of alone, and deletes them at a time (epoch, ms). */
  leaveUntil(lab: Machined, expiresAt: number): void {
    this.#deadlines.set(lab.id, expiresAt, () => {
      destroyMachines(this.#options.client, lab).catch((error: unknown) => {
        this.#options.log.error({ err: error, lab: lab.id }, "lab inconnu, impossible à supprimer");
        this.leaveUntil(lab, Date.now() + RETRY);
      });
    });
  }

  /** Waits until the lab is ready. @throws {AtelierError} `lab-ended` when it will never be. */
  async ready(lab: LabRecord): Promise<void> {
    await this.#works.done(lab);
    if (lab.state === "ended") throw new AtelierError("lab-ended", detailOf(lab));
  }

  /** The lab, if its machine can be used now. @throws {AtelierError} `lab-ended`, `lab-not-ready`. */
  usable(lab: LabRecord): LabRecord {
    if (lab.state === "ended") throw new AtelierError("lab-ended", detailOf(lab));
    if (lab.state !== "ready") throw new AtelierError("lab-not-ready");
    return lab;
  }

  /** Ends a lab as its owner asks: the instance is gone, and so is the memory of it. */
  async stop(lab: LabRecord): Promise<void> {
    await this.end(lab, STOPPED);
    this.#deadlines.clear(lab.id);
    this.#labs.delete(lab.id);
  }

  /** Ends a lab; its page is told why. @throws {LxdUnreachable} it is over all the same, and is tried again. */
  async end(lab: LabRecord, reason: string): Promise<void> {
    await this.#endings.end(lab, reason);
  }

  /** Writes what must last into the instance's keys. @throws {LxdError} {LxdUnreachable} */
  save(lab: LabRecord): Promise<void> {
    return this.#keys.save(lab);
  }

  /** The instance went away by itself: the lab is over. */
  vanished(lab: LabRecord, reason: string): void {
    if (lab.state === "ready") this.#endings.plan(lab, reason);
  }

  /** Gives a lab a whole life more, from now. @throws {AtelierError} `extended-enough`. */
  async extend(lab: LabRecord): Promise<void> {
    this.usable(lab).touch();
    const longest = lab.createdAt + LIVES * this.#options.ttl;
    const wanted = Math.min(Date.now() + this.#options.ttl, longest);
    if (wanted <= lab.expiresAt) throw new AtelierError("extended-enough");
    lab.expiresAt = wanted;
    this.adopt(lab);
    await this.save(lab);
    lab.tell("expiry", { expiresAt: new Date(wanted).toISOString(), reason: "ttl" });
  }

  /** Takes the lab back to the lesson's beginning. Answers at once. */
  reset(lab: LabRecord): void {
    this.usable(lab).touch();
    lab.setState("resetting");
    this.#works.reset(lab);
  }

  /**
   * Takes the lab back to the start of a step, what was done after it undone. Answers at once.
   * @throws {AtelierError} `no-checkpoint` when the step was never reached.
   */
  async restore(lab: LabRecord, step: string): Promise<void> {
    this.usable(lab).touch();
    const index = lab.steps.findIndex(({ id }) => id === step);
    if (index === 0) return this.reset(lab);
    if (!(await this.#options.checkpoints.has(lab, step))) throw new AtelierError("no-checkpoint");
    this.usable(lab).setState("resetting");
    this.#works.goBack(lab, index);
  }

  /** Finishes what another run of the server left half-made. @param back the step whose start it was taken back to. */
  redo(lab: LabRecord, back?: string): void {
    if (lab.life === "ready") lab.found("resetting");
    const index = lab.steps.findIndex(({ id }) => id === back);
    if (index > 0) this.#works.goBack(lab, index);
    else this.#works.reset(lab);
  }

  /** Makes what another run of the server promised. */
  fulfil(lab: LabRecord): void {
    // It may have been noted as it became ready, just before its machine was lost.
    if (lab.life === "ready") lab.found("resetting");
    this.adopt(lab);
    this.#works.make(lab, false);
  }

  /** Lets go of everything without ending any lab. */
  async close(): Promise<void> {
    this.#deadlines.clearAll();
    await this.#works.settleAll();
    await this.#keys.settle();
  }
}

function detailOf(lab: LabRecord): { detail?: string } {
  return lab.reason ? { detail: lab.reason } : {};
}
