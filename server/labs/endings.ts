import type { Logger } from "pino";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import { CLOSE } from "../protocol.ts";
import type { Deadlines } from "./deadlines.ts";
import type { KeyWriter } from "./keyWriter.ts";
import type { Histories } from "./histories.ts";
import type { LabMaker } from "./maker.ts";
import type { Pending } from "./pending.ts";
import type { LabRecord } from "./record.ts";

export interface EndingsOptions {
  maker: LabMaker;
  keys: KeyWriter;
  deadlines: Deadlines;
  log: Logger;
  /** Keeps what was typed in it. */
  histories: Histories;
  pending: Pending;
  /** Sends away who looks at the lab's terminals. */
  closeTerminals(lab: LabRecord, reason: string, code?: number): Promise<void>;
  /** Waits until nothing is being made for this lab. */
  settled(lab: LabRecord): Promise<void>;
  /** An ended lab need not be remembered any more. */
  forget(lab: LabRecord): void;
}

/** How long an ended lab is remembered, for its page to learn why it ended (ms). */
const MEMORY = 600_000;
/** Pause before an end that did not succeed is tried again (ms). */
const RETRY = 60_000;

/** How labs end: once, with a reason, their keys saying so first, so that no restart revives one. */
export class Endings {
  readonly #options: EndingsOptions;
  readonly #running = new Map<LabRecord, Promise<void>>();

  constructor(options: EndingsOptions) {
    this.#options = options;
  }

  /**
   * Ends a lab; its page is told why. Two ends of one lab are one.
   * @throws {LxdError} {LxdUnreachable} the lab is over all the same, and is taken away later.
   */
  async end(lab: LabRecord, reason: string): Promise<void> {
    if (lab.life === "ended") return;
    const running = this.#running.get(lab) ?? this.#takeAway(lab, reason);
    this.#running.set(lab, running);
    try {
      await running;
    } catch (error) {
      const { deadlines } = this.#options;
      deadlines.set(lab.id, Date.now() + RETRY, () => this.plan(lab, reason));
      throw error;
    } finally {
      this.#running.delete(lab);
    }
  }

  /** Ends a lab that nobody asks to end. */
  plan(lab: LabRecord, reason: string): void {
    this.end(lab, reason).catch((error: unknown) => {
      const level = error instanceof LxdUnreachable ? "warn" : "error";
      this.#options.log[level]({ err: error, lab: lab.id }, "fin d’un lab, à refaire");
    });
  }

  /** Ends a lab that could not be made. What cannot be taken away now is found by the next look at all labs. */
  async failed(lab: LabRecord, reason: string): Promise<void> {
    lab.become("ending");
    await this.#options.maker.unmake(lab).catch((error: unknown) => {
      this.#options.log.error({ err: error, lab: lab.id }, "restes d’un lab manqué");
    });
    this.#over(lab, reason);
  }

  async #takeAway(lab: LabRecord, reason: string): Promise<void> {
    lab.become("ending");
    lab.reason ??= reason;
    const { maker, keys, closeTerminals, settled, histories, pending } = this.#options;
    // A machine that is still being made cannot be taken away under the maker's hands.
    await settled(lab);
    pending.drop(lab.id);
    await keys.save(lab).catch((error: unknown) => {
      // It may be gone already: then there is nothing to note.
      if (!(error instanceof LxdError)) throw error;
    });
    await closeTerminals(lab, lab.reason, CLOSE.labEnded);
    await histories.keep(lab);
    await maker.unmake(lab);
    this.#over(lab, lab.reason);
  }

  #over(lab: LabRecord, reason: string): void {
    lab.setState("ended", reason);
    const { deadlines, log, forget, histories, pending } = this.#options;
    pending.drop(lab.id);
    histories.forgetLater(lab.id);
    log.info({ lab: lab.id, reason }, "lab terminé");
    deadlines.set(lab.id, Date.now() + MEMORY, () => forget(lab));
  }
}
