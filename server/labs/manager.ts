import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import type { LxdClient } from "../lxd/client.ts";
import type { Course } from "../manifest.ts";
import type { ManifestLesson } from "../protocol.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { Deadlines } from "./deadlines.ts";
import { Endings } from "./endings.ts";
import { KeyWriter } from "./keyWriter.ts";
import { destroyMachines, type Machined, newLabId } from "./machines.ts";
import { type LabMaker, Unwanted } from "./maker.ts";
import { admit, type Quotas, RETRY_AFTER } from "./quotas.ts";
import { LabRecord } from "./record.ts";

export interface LabManagerOptions {
  client: LxdClient;
  course: Course;
  maker: LabMaker;
  checkpoints: Checkpoints;
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
  readonly #work = new Map<LabRecord, Promise<void>>();
  readonly #deadlines = new Deadlines();
  readonly #keys: KeyWriter;
  readonly #endings: Endings;

  constructor(options: LabManagerOptions) {
    this.#options = options;
    this.#keys = new KeyWriter(options.client);
    this.#endings = new Endings({
      maker: options.maker,
      keys: this.#keys,
      deadlines: this.#deadlines,
      log: options.log,
      closeTerminals: (...args) => options.closeTerminals(...args),
      settled: async (lab) => await this.#work.get(lab),
      forget: (lab) => this.#labs.delete(lab.id),
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
      const claimed = await maker.claim(wish.lesson.machines.length, (id) => {
        const lab = this.#record(id, wish);
        if (maker.needsNothing(lab)) lab.become("ready");
        return lab;
      });
      const lab = claimed ?? this.#record(newLabId(), wish);
      this.adopt(lab);
      if (lab.life === "starting") this.#begin(lab, () => this.#make(lab, claimed !== undefined));
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
      destroyMachines(this.#options.client, lab).catch((error: unknown) =>
        this.#options.log.error({ err: error, lab: lab.id }, "lab inconnu, impossible à supprimer"),
      );
    });
  }

  /** Waits until the lab is ready. @throws {AtelierError} `lab-ended` when it will never be. */
  async ready(lab: LabRecord): Promise<void> {
    await this.#work.get(lab);
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

  /** Makes the machine anew, as at the lesson's beginning. Answers at once. */
  reset(lab: LabRecord): void {
    this.usable(lab).touch();
    lab.setState("resetting");
    this.#begin(lab, () => this.#remake(lab));
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
    this.#begin(lab, () => this.#goBack(lab, index));
  }

  /** Finishes what another run of the server left half-made. */
  redo(lab: LabRecord): void {
    this.#begin(lab, () => this.#remake(lab));
  }

  /** Lets go of everything without ending any lab. */
  async close(): Promise<void> {
    this.#deadlines.clearAll();
    await Promise.allSettled([...this.#work.values(), this.#keys.settle()]);
  }

  async #remake(lab: LabRecord): Promise<void> {
    await this.#options.closeTerminals(lab, "remise à neuf");
    await this.#options.maker.unmake(lab);
    lab.forgetProgress();
    await this.#make(lab);
  }

  async #goBack(lab: LabRecord, index: number): Promise<void> {
    const step = lab.steps[index]?.id ?? "";
    await this.#options.closeTerminals(lab, "retour à un exercice");
    await this.#options.checkpoints.restore(lab, step);
    lab.forgetProgress(index);
    // The snapshot's keys came back with its disk: they are older than the lab, and are written anew.
    await this.#becomeReady(lab);
  }

  async #make(lab: LabRecord, claimed = false): Promise<void> {
    const { maker } = this.#options;
    if (!claimed) await maker.make(lab);
    await maker.prepare(lab);
    // What it waited for its turn is not taken from its time.
    if (lab.life === "starting") lab.expiresAt = Date.now() + this.#options.ttl;
    await this.#becomeReady(lab);
  }

  async #becomeReady(lab: LabRecord): Promise<void> {
    if (lab.life === "ending") throw new Unwanted();
    lab.become("ready");
    this.adopt(lab);
    await this.save(lab);
    // It may have been ended while it was written down.
    if (lab.state === "ready") lab.setState("ready");
  }

  /** Runs the making of a machine; a failure ends the lab, said to its page and to the log. */
  #begin(lab: LabRecord, work: () => Promise<void>): void {
    const { log } = this.#options;
    const about = { lab: lab.id, lesson: lab.lesson.slug };
    const started = Date.now();
    const done = work()
      .then(() => log.info({ ...about, ms: Date.now() - started }, "lab prêt"))
      .catch(async (error: unknown) => {
        // Whoever ends it takes care of what was made.
        if (lab.life === "ending") return;
        log.error({ ...about, err: error }, "le lab n’a pas pu démarrer");
        await this.#endings.failed(lab, FAILED);
      })
      .finally(() => this.#work.delete(lab));
    this.#work.set(lab, done);
  }
}

function detailOf(lab: LabRecord): { detail?: string } {
  return lab.reason ? { detail: lab.reason } : {};
}
