import type { LabObserver, Occasion } from "../labs/observer.ts";
import type { LabRecord } from "../labs/record.ts";
import type { StepResult } from "../protocol.ts";
import { membersAt, noteCommand, noteTry, type Place } from "../store/observations.ts";
import { noteStep } from "../store/progress.ts";
import type { Store } from "../store/store.ts";
import { errorLineOf } from "../terminals/errorLine.ts";

/** Checks that say no within this time are one try (ms): a line of commands, or an impatient button. */
const ONE_TRY = 2_000;

/** What an observer works with. */
export interface ObserverOptions {
  store: Store;
  /** Hears which classes have something new to show. */
  changed(classId: string): void;
  /** Hears of what could not be stored. */
  failed(error: unknown): void;
  now(): number;
}

/** Writes down what the members of classes do in their labs, before anybody is shown it. */
export class Observer implements Omit<LabObserver, "wrote"> {
  readonly #options: ObserverOptions;
  /** What is known of a person is written in the order in which it happened. */
  readonly #queues = new Map<string, Promise<void>>();
  readonly #tried = new WeakMap<LabRecord, { step: string; at: number }>();
  /** Labs in which a command has complained since the last check. */
  readonly #complained = new WeakSet<LabRecord>();

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /**
   * A check that says no is a try in vain where the student asked for it, or a command of theirs went wrong: one that
   * goes well may be one of several that the step takes, or a look around.
   */
  async checked(lab: LabRecord, { id, state }: StepResult, occasion: Occasion): Promise<void> {
    const { store, now } = this.#options;
    const at = now();
    const complained = this.#complained.delete(lab);
    const tried = occasion === "asked" || (occasion === "command" && complained);
    const place = placeOf(lab, id);
    if (state === "done") {
      const next = lab.steps.find((step) => step.state === "todo" && step.id !== id);
      await this.#note(lab, async (member) => {
        await noteStep(store.db, member, { ...place, state }, at);
        if (next) await noteStep(store.db, member, { ...placeOf(lab, next.id), state: "todo" }, at);
      });
      return;
    }
    const last = this.#tried.get(lab);
    const same = last?.step === id && at - last.at < ONE_TRY;
    if (tried) this.#tried.set(lab, { step: id, at });
    await this.#note(lab, (member) =>
      tried && !same
        ? noteTry(store.db, member, place, at)
        : noteStep(store.db, member, { ...place, state }, at),
    );
  }

  opened(lab: LabRecord): void {
    const { store, now } = this.#options;
    const at = now();
    const step = currentOf(lab);
    if (!step) return;
    void this.#note(lab, (member) =>
      noteStep(store.db, member, { ...placeOf(lab, step), state: "todo" }, at),
    );
  }

  commandEnded(lab: LabRecord, status: number, recent: () => Buffer): void {
    const { store, now } = this.#options;
    const at = now();
    const step = currentOf(lab);
    if (!step) return;
    const error = status > 0 ? errorLineOf(recent().toString("utf8"), status) : undefined;
    if (error) this.#complained.add(lab);
    void this.#note(lab, (member) =>
      noteCommand(store.db, member, placeOf(lab, step), error ?? null, at),
    );
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await Promise.all(this.#queues.values());
  }

  /** Writes something for the lab's student in each of their classes that is concerned; never fails. */
  #note(lab: LabRecord, write: (member: string) => Promise<void>): Promise<void> {
    const { store, changed, failed } = this.#options;
    const { owner, lesson } = lab;
    const work = async () => {
      try {
        for (const { id, class: classId } of await membersAt(store.db, owner, lesson.slug)) {
          await write(id);
          changed(classId);
        }
      } catch (error) {
        failed(error);
      }
    };
    const queued = (this.#queues.get(owner) ?? Promise.resolve()).then(work);
    this.#queues.set(owner, queued);
    void queued.then(() => {
      if (this.#queues.get(owner) === queued) this.#queues.delete(owner);
    });
    return queued;
  }
}

const placeOf = (lab: LabRecord, step: string): Place => ({ lesson: lab.lesson.slug, step });

const currentOf = (lab: LabRecord) => lab.steps.find(({ state }) => state === "todo")?.id;
