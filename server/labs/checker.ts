import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import type { ManifestStep, StepResult } from "../protocol.ts";
import { prepare } from "./machine.ts";
import type { LabObserver, Occasion } from "./observer.ts";
import type { LabRecord } from "./record.ts";
import { lastLine, runScript, TIMED_OUT } from "./scripts.ts";

/** Longest check (s). */
const CHECK_LIMIT = 20;

/** How long a server that stops waits for checks (ms). */
const SETTLE_LIMIT = 2_000;

const DONE = "C’est fait.";
const NOT_YET = "Ce n’est pas encore fait.";
const TOO_SLOW = `La vérification n’a pas fini en ${CHECK_LIMIT} secondes\u00a0: le lab est peut-être très occupé. Réessayez.`;
const NOT_PREPARED =
  "Cet exercice n’a pas pu être préparé. «\u00a0Vérifier\u00a0» essaie de nouveau\u202f; sinon, remettez le lab à neuf.";

export interface CheckerOptions {
  client: LxdClient;
  log: Logger;
  /** Keeps progress where a restarted server finds it. */
  save(lab: LabRecord): Promise<void>;
  /** Hears of every check, before anybody is told that a step is done. */
  observer: LabObserver;
  /** The student comes to a step, which is prepared. */
  onGiven(lab: LabRecord, step: string): void;
}

/** Runs the checks of labs: never two at a time in one lab, and once for many commands in a row. */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #queues = new WeakMap<LabRecord, Promise<unknown>>();
  readonly #asked = new WeakSet<LabRecord>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /** A command ended: looks whether it did what the current step asks for, and then the next one. */
  commandEnded(lab: LabRecord): void {
    if (this.#asked.has(lab) || lab.state !== "ready") return;
    this.#asked.add(lab);
    void this.#enqueue(lab, async () => {
      this.#asked.delete(lab);
      try {
        await this.#checkOn(lab);
      } finally {
        if (lab.state === "ready") lab.tell("worked", {});
      }
    }).catch((error: unknown) => {
      // Whoever presses « Vérifier » is told; here nobody asked.
      const level = lab.state !== "ready" ? "debug" : "warn";
      this.#options.log[level]({ err: error, lab: lab.id }, "vérification automatique en échec");
    });
  }

  /** Runs one step's check. @throws {LxdError} when the lab does not answer. */
  async check(lab: LabRecord, id: string): Promise<StepResult> {
    return await this.#enqueue(lab, async () => {
      await this.#reach(lab, id);
      return await this.#check(lab, stepOf(lab, id), "asked");
    });
  }

  /** Prepares a step that the student goes to ahead of its turn. @throws {SetupFailed} */
  async reach(lab: LabRecord, id: string): Promise<void> {
    await this.#enqueue(lab, () => this.#reach(lab, id));
  }

  /** Gives a step to the student: runs its preparation. */
  async give(lab: LabRecord, id: string): Promise<void> {
    await prepare(this.#options.client, lab.id, stepOf(lab, id).setup);
  }

  /** Waits for what runs now, but not for ever: a check may take long, and a server that stops must not. */
  async settle(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#running),
      delay(SETTLE_LIMIT, undefined, { ref: false }),
    ]);
  }

  /** Checks the current step, and the ones after it that are done already. */
  async #checkOn(lab: LabRecord): Promise<void> {
    for (let occasion: Occasion = "command"; ; occasion = "look") {
      const current = lab.steps.find(({ state }) => state === "todo");
      if (!current || lab.state !== "ready") return;
      const result = await this.#check(lab, stepOf(lab, current.id), occasion);
      if (result.state === "todo") return;
    }
  }

  /** A step is given when the one before it is done: only then, or the first time here, is it prepared. */
  async #reach(lab: LabRecord, id: string): Promise<void> {
    const index = lab.steps.findIndex((step) => step.id === id);
    const given = index === 0 || lab.steps[index - 1]?.state === "done" || lab.reached.has(id);
    if (lab.steps[index]?.state === "done" || (given && !lab.unprepared.has(id))) return;
    await this.give(lab, id);
    lab.unprepared.delete(id);
    lab.reached.add(id);
  }

  async #check(lab: LabRecord, step: ManifestStep, occasion: Occasion): Promise<StepResult> {
    const before = lab.steps.find(({ id }) => id === step.id);
    if (before?.state === "done") return before;
    const { client, log } = this.#options;
    const { code, stdout, stderr } = await runScript(client, lab.id, step.check, CHECK_LIMIT);
    if (code !== 0 && !stdout.trim() && code !== TIMED_OUT)
      log.warn({ lab: lab.id, source: step.source, code, stderr }, "vérification muette");
    const result: StepResult = { id: step.id, ...verdict(code, stdout) };
    await this.#options.observer.checked(lab, result, occasion);
    lab.setStep(result);
    if (result.state === "done") await this.#advance(lab, step);
    return result;
  }

  async #advance(lab: LabRecord, step: ManifestStep): Promise<void> {
    await this.#options.save(lab);
    const next = lab.lesson.steps[lab.lesson.steps.indexOf(step) + 1];
    if (!next || lab.reached.has(next.id)) return;
    try {
      await this.give(lab, next.id);
      this.#options.onGiven(lab, next.id);
    } catch (error) {
      if (lab.state !== "ready") return;
      lab.unprepared.add(next.id);
      this.#options.log.error({ err: error, lab: lab.id, source: next.source }, "préparation");
      lab.setStep({ id: next.id, state: "todo", message: NOT_PREPARED });
    }
  }

  #enqueue<T>(lab: LabRecord, task: () => Promise<T>): Promise<T> {
    const previous = this.#queues.get(lab) ?? Promise.resolve();
    const next = previous.then(task, task);
    this.#queues.set(lab, next);
    this.#running.add(next);
    const gone = () => void this.#running.delete(next);
    next.then(gone, gone);
    return next;
  }
}

/** What a check's exit status and output say. */
export function verdict(code: number, stdout: string): Omit<StepResult, "id"> {
  if (code === 0) return { state: "done", message: lastLine(stdout) || DONE };
  if (code === TIMED_OUT) return { state: "todo", message: TOO_SLOW };
  return { state: "todo", message: lastLine(stdout) || NOT_YET };
}

function stepOf(lab: LabRecord, id: string): ManifestStep {
  const step = lab.lesson.steps.find((each) => each.id === id);
  if (!step) throw new Error(`${lab.lesson.slug} n’a pas d’étape ${id}`);
  return step;
}
