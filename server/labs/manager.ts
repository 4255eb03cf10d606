import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import type { LxdClient } from "../lxd/client.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { setKeys } from "../lxd/instances.ts";
import type { Course } from "../manifest.ts";
import { CLOSE } from "../protocol.ts";
import { Deadlines } from "./deadlines.ts";
import { type MachineTemplate, prepare } from "./machine.ts";
import { destroyMachines, instanceOf, type Machined, makeMachines } from "./machines.ts";
import { LabRecord } from "./record.ts";

export interface LabManagerOptions {
  client: LxdClient;
  course: Course;
  template: MachineTemplate;
  log: Logger;
  /** Labs in all, and for one person. */
  max: number;
  perUser: number;
  /** Life of a lab (ms); by extending it may become three times that. */
  ttl: number;
  /** Sends away who looks at the lab's terminals. @param code close code, or undefined for « come back ». */
  closeTerminals(lab: LabRecord, reason: string, code?: number): Promise<void>;
}

/** How many times its first life a lab may last in all. */
const LIVES = 3;
/** How long an ended lab is remembered, for its page to learn why it ended (ms). */
const MEMORY = 600_000;
/** What a refused person is told to wait (s). */
const RETRY_AFTER = 60;

const EXPIRED = "Le temps de ce lab est écoulé.";
const STOPPED = "Vous avez arrêté ce lab.";
const FAILED =
  "Le lab n’a pas pu démarrer. Réessayez\u202f; s’il échoue encore, prévenez la personne qui tient l’atelier.";

/** The labs of this server: who has which, from the first click to the end. */
export class LabManager {
  readonly #options: LabManagerOptions;
  readonly #labs = new Map<string, LabRecord>();
  readonly #work = new Map<LabRecord, Promise<void>>();
  readonly #saves = new Map<LabRecord, Promise<void>>();
  readonly #endings = new Map<LabRecord, Promise<void>>();
  readonly #deadlines = new Deadlines();

  constructor(options: LabManagerOptions) {
    this.#options = options;
  }

  /** The labs that live now. */
  living(): LabRecord[] {
    return [...this.#labs.values()].filter(({ state }) => state !== "ended");
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
   * Starts a lab for a lesson, or gives the one that this person has.
   * It answers at once: the machine is made meanwhile, and the lab's state tells.
   * @throws {AtelierError} `unknown-lesson`, `lesson-without-lab`, `labs-full`.
   */
  start(owner: string, slug: string): { lab: LabRecord; created: boolean } {
    const lesson = this.#options.course.get(slug);
    if (!lesson) throw new AtelierError("unknown-lesson");
    if (lesson.steps.length === 0) throw new AtelierError("lesson-without-lab");
    const own = this.living().filter((lab) => lab.owner === owner);
    const same = own.find((lab) => lab.lesson.slug === slug);
    if (same) return { lab: same, created: false };
    const [first] = own;
    if (first && own.length >= this.#options.perUser) return { lab: first, created: false };
    if (this.living().length >= this.#options.max)
      throw new AtelierError("labs-full", { retryAfter: RETRY_AFTER });
    const now = Date.now();
    const id = `lab-${randomBytes(5).toString("hex")}`;
    const lab = new LabRecord({
      id,
      owner,
      lesson,
      createdAt: now,
      expiresAt: now + this.#options.ttl,
    });
    this.adopt(lab);
    this.#begin(lab, () => this.#make(lab));
    return { lab, created: true };
  }

  /** Takes a lab among its own, with its deadline. */
  adopt(lab: LabRecord): void {
    this.#labs.set(lab.id, lab);
    this.#deadlines.set(lab.id, lab.expiresAt, () => void this.#expire(lab));
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

  /** Ends a lab; its page is told why. @throws {AtelierError} `lxd-unreachable`, the lab then stays. */
  async end(lab: LabRecord, reason: string): Promise<void> {
    if (lab.state === "ended") return;
    const ending = this.#endings.get(lab) ?? this.#takeAway(lab, reason);
    this.#endings.set(lab, ending);
    try {
      await ending;
    } finally {
      this.#endings.delete(lab);
    }
  }

  async #takeAway(lab: LabRecord, reason: string): Promise<void> {
    // A machine that is still being made cannot be taken away under the maker's hands.
    await this.#work.get(lab);
    lab.leaving = true;
    await this.#options.closeTerminals(lab, reason, CLOSE.labEnded);
    await destroyMachines(this.#options.client, lab);
    this.#ended(lab, reason);
  }

  /** The instance went away by itself: the lab is over. */
  vanished(lab: LabRecord, reason: string): void {
    if (lab.state !== "ready") return;
    void this.end(lab, reason).catch((error: unknown) =>
      this.#options.log.error({ err: error, lab: lab.id }, "fin d’un lab disparu"),
    );
  }

  /** Gives a lab a whole life more, from now. @throws {AtelierError} `extended-enough`. */
  async extend(lab: LabRecord): Promise<void> {
    this.usable(lab);
    const longest = lab.createdAt + LIVES * this.#options.ttl;
    const wanted = Math.min(Date.now() + this.#options.ttl, longest);
    if (wanted <= lab.expiresAt) throw new AtelierError("extended-enough");
    lab.expiresAt = wanted;
    this.adopt(lab);
    await this.save(lab);
    lab.tell("expiry", { expiresAt: new Date(wanted).toISOString() });
  }

  /** Makes the machine anew, as at the lesson's beginning. Answers at once. */
  reset(lab: LabRecord): void {
    this.usable(lab);
    lab.setState("resetting");
    this.#begin(lab, () => this.#remake(lab));
  }

  /** Finishes what another run of the server left half-made. */
  redo(lab: LabRecord): void {
    this.#begin(lab, () => this.#remake(lab));
  }

  /** Writes what must last into the instance's keys; one at a time, LXD refuses a second. */
  save(lab: LabRecord): Promise<void> {
    const last = this.#saves.get(lab) ?? Promise.resolve();
    const write = () => setKeys(this.#options.client, lab.id, lab.keys());
    const saved = last.then(write, write);
    this.#saves.set(lab, saved);
    return saved;
  }

  /** Lets go of everything without ending any lab. */
  async close(): Promise<void> {
    this.#deadlines.clearAll();
    await Promise.allSettled([...this.#work.values(), ...this.#saves.values()]);
  }

  async #remake(lab: LabRecord): Promise<void> {
    lab.leaving = true;
    await this.#options.closeTerminals(lab, "remise à neuf");
    await destroyMachines(this.#options.client, lab);
    lab.leaving = false;
    lab.forgetProgress();
    await this.#make(lab);
  }

  async #make(lab: LabRecord): Promise<void> {
    const { client, template } = this.#options;
    await makeMachines(client, lab, template);
    for (const [machine, setup] of Object.entries(lab.lesson.elsewhere ?? {}))
      await prepare(client, instanceOf(lab, machine), setup);
    await prepare(client, lab.id, lab.lesson.setup);
    await prepare(client, lab.id, lab.lesson.steps[0]?.setup ?? "");
    lab.state = "ready";
    await this.save(lab);
    lab.setState("ready");
  }

  /** Runs the making of a machine; a failure ends the lab, said to its page and to the log. */
  #begin(lab: LabRecord, work: () => Promise<void>): void {
    const { client, log } = this.#options;
    const started = Date.now();
    const done = work()
      .then(() =>
        log.info({ lab: lab.id, lesson: lab.lesson.slug, ms: Date.now() - started }, "lab prêt"),
      )
      .catch(async (error: unknown) => {
        log.error(
          { err: error, lab: lab.id, lesson: lab.lesson.slug },
          "le lab n’a pas pu démarrer",
        );
        await destroyMachines(client, lab).catch((cause: unknown) =>
          log.error({ err: cause, lab: lab.id }, "restes d’un lab manqué"),
        );
        this.#ended(lab, FAILED);
      })
      .finally(() => this.#work.delete(lab));
    this.#work.set(lab, done);
  }

  #ended(lab: LabRecord, reason: string): void {
    if (lab.state === "ended") return;
    lab.setState("ended", reason);
    this.#saves.delete(lab);
    this.#options.log.info({ lab: lab.id, reason }, "lab terminé");
    this.#deadlines.set(lab.id, Date.now() + MEMORY, () => this.#labs.delete(lab.id));
  }

  async #expire(lab: LabRecord): Promise<void> {
    try {
      await this.end(lab, EXPIRED);
    } catch (error) {
      const level = error instanceof LxdUnreachable ? "warn" : "error";
      this.#options.log[level]({ err: error, lab: lab.id }, "fin d’un lab, à refaire");
      this.#deadlines.set(lab.id, Date.now() + RETRY_AFTER * 1000, () => void this.#expire(lab));
    }
  }
}

function detailOf(lab: LabRecord): { detail?: string } {
  return lab.reason ? { detail: lab.reason } : {};
}
