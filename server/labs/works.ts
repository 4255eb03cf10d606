import type { Logger } from "pino";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import { onceAnswered } from "../lxd/onceAnswered.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { Histories } from "./histories.ts";
import { SetupFailed } from "./machine.ts";
import { type LabMaker, Unwanted } from "./maker.ts";
import type { Pending } from "./pending.ts";
import type { LabRecord } from "./record.ts";
import { isOver } from "./states.ts";

export interface WorksOptions {
  maker: LabMaker;
  checkpoints: Checkpoints;
  histories: Histories;
  pending: Pending;
  log: Logger;
  /** Life of a lab (ms). */
  ttl: number;
  /** Sends away who looks at the lab's terminals, to come back. */
  closeTerminals(lab: LabRecord, reason: string): Promise<void>;
  /** Writes what must last into the instance's keys. */
  save(lab: LabRecord): Promise<void>;
  /** The lab's time begins, or begins again. */
  adopt(lab: LabRecord): void;
  /** A lab could not be made: it is over. */
  failed(lab: LabRecord): Promise<void>;
}

/** How often at most what LXD left half-done is done again. */
const TRIES = 10;

/** What is done to the machines of labs until they are ready: made, or taken back. One thing at a time for each. */
export class Works {
  readonly #options: WorksOptions;
  readonly #running = new Map<LabRecord, Promise<void>>();

  constructor(options: WorksOptions) {
    this.#options = options;
  }

  /** Makes and prepares a lab's machines. @param claimed they stand already, and are only to be prepared. */
  make(lab: LabRecord, claimed: boolean): void {
    if (!claimed) this.#options.pending.keep(lab);
    this.#begin(lab, () => this.#make(lab, claimed));
  }

  /** Takes a lab back to the lesson's beginning; its machines are made anew where there is no copy of how they were. */
  reset(lab: LabRecord): void {
    this.#begin(lab, () => this.#reset(lab));
  }

  /** Takes a lab back to the start of a step, which has a checkpoint. */
  goBack(lab: LabRecord, index: number): void {
    const work = () => this.#goBack(lab, index);
    const again = async () => {
      await onceAnswered(() => this.#options.checkpoints.has(lab, lab.steps[index]?.id ?? ""));
      await work();
    };
    this.#begin(lab, work, again);
  }

  /** Waits until the lab is made, or taken back; its student need not wait for more. */
  async done(lab: LabRecord): Promise<void> {
    await this.#running.get(lab);
  }

  /** Waits until nothing at all is done to this lab's machines. */
  async settle(lab: LabRecord): Promise<void> {
    await this.done(lab);
    await this.#options.checkpoints.settle(lab);
  }

  /** Waits for everything. */
  async settleAll(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #make(lab: LabRecord, claimed: boolean): Promise<void> {
    const { maker, checkpoints, pending } = this.#options;
    if (!claimed) await maker.make(lab);
    // From now on its machine's keys tell.
    pending.drop(lab.id);
    // One machine is made anew as soon as it would be taken back; its student need not wait for a copy that few ask for.
    const several = lab.machines.length > 1;
    const bare = maker.needsNothing(lab);
    if (several && !bare) await checkpoints.keepFresh(lab);
    await this.#prepare(lab);
    if (several && bare) checkpoints.takeFreshSoon(lab);
  }

  async #reset(lab: LabRecord): Promise<void> {
    const { maker, checkpoints, closeTerminals, save, histories, pending } = this.#options;
    pending.keep(lab);
    await closeTerminals(lab, "remise à neuf");
    await histories.keep(lab);
    if (!(await checkpoints.restoreFresh(lab, maker.untilReady(lab))))
      return await this.#makeAnew(lab);
    lab.forgetProgress();
    // The snapshot's keys came back with its disk: they are older than the lab, and are written anew.
    await save(lab);
    pending.drop(lab.id);
    await this.#prepare(lab);
  }

  /** Between the end of its old machines and the first of its new ones, a note is all that is left of a lab. */
  async #makeAnew(lab: LabRecord): Promise<void> {
    const { maker, pending } = this.#options;
    // Its machines go with it, and no note may promise it.
    if (isOver(lab.life)) throw new Unwanted();
    lab.forgetProgress();
    pending.keep(lab);
    await onceAnswered(() => maker.unmake(lab));
    await this.#make(lab, false);
  }

  async #goBack(lab: LabRecord, index: number): Promise<void> {
    const { maker, checkpoints, closeTerminals, histories, pending, log } = this.#options;
    const step = lab.steps[index]?.id ?? "";
    pending.keep(lab, step);
    await closeTerminals(lab, "retour à un exercice");
    await histories.keep(lab);
    try {
      await checkpoints.restore(lab, step, maker.untilEntered(lab));
    } catch (error) {
      if (!(error instanceof LxdError || error instanceof SetupFailed)) throw error;
      log.warn({ err: error, lab: lab.id, step }, "retour à un exercice impossible");
      // The beginning is better than no lab.
      return await this.#reset(lab);
    }
    lab.forgetProgress(index);
    await this.#becomeReady(lab);
    pending.drop(lab.id);
  }

  async #prepare(lab: LabRecord): Promise<void> {
    await this.#options.maker.prepare(lab);
    // What it waited for its turn is not taken from its time.
    if (lab.life === "starting") lab.expiresAt = Date.now() + this.#options.ttl;
    await this.#becomeReady(lab);
  }

  async #becomeReady(lab: LabRecord): Promise<void> {
    if (isOver(lab.life)) throw new Unwanted();
    lab.become("ready");
    this.#options.adopt(lab);
    // Its machines are as they must be, also where LXD dies now.
    await onceAnswered(() => this.#options.save(lab));
    // It may have been ended while it was written down.
    if (lab.state === "ready") lab.setState("ready");
  }

  /**
   * A daemon that dies takes what it was doing along, and no lab may be lost by that: once it answers again, it is
   * done again. @throws what it was given, where that was something else, or as it happens again.
   */
  async #again(
    lab: LabRecord,
    error: unknown,
    work: () => Promise<void>,
    tries = TRIES,
  ): Promise<void> {
    if (!(error instanceof LxdUnreachable) || tries === 0 || isOver(lab.life)) throw error;
    const about = { err: error, lab: lab.id };
    this.#options.log.warn(about, "LXD est parti pendant qu’il préparait ce lab, à refaire");
    await work().catch((cause: unknown) => this.#again(lab, cause, work, tries - 1));
  }

  /**
   * Begins as soon as nothing else is done to this lab: one that is ready may still be noted down as such, while its
   * student asks for more. A failure ends the lab, said to its page and to the log.
   * @param again what is done instead where LXD died meanwhile; the machines are made anew unless told.
   */
  #begin(lab: LabRecord, work: () => Promise<void>, again = () => this.#makeAnew(lab)): void {
    const { log, failed } = this.#options;
    const about = { lab: lab.id, lesson: lab.lesson.slug };
    const started = Date.now();
    const before = this.#running.get(lab) ?? Promise.resolve();
    const done = before
      .then(() => {
        if (isOver(lab.life)) throw new Unwanted();
        return work();
      })
      .catch((error: unknown) => this.#again(lab, error, again))
      .then(() => log.info({ ...about, ms: Date.now() - started }, "lab prêt"))
      .catch(async (error: unknown) => {
        // Whoever ends it takes care of what was made.
        if (isOver(lab.life)) return;
        log.error({ ...about, err: error }, "le lab n’a pas pu démarrer");
        await failed(lab);
      })
      .catch((error: unknown) => log.error({ ...about, err: error }, "fin d’un lab manqué"))
      .finally(() => void (this.#running.get(lab) === done && this.#running.delete(lab)));
    this.#running.set(lab, done);
  }
}
