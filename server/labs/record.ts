import type {
  Lab,
  LabEvents,
  LabState,
  ManifestLesson,
  ManifestStep,
  StepResult,
} from "../protocol.ts";
import { type Life, mayBecome, publicState } from "./states.ts";

/** Hears what happens to a lab. */
export type LabListener = <E extends keyof LabEvents>(event: E, data: LabEvents[E]) => void;

/** What a lab begins with. Times: epoch, ms. */
export interface LabBirth {
  id: string;
  owner: string;
  lesson: ManifestLesson;
  createdAt: number;
  expiresAt: number;
  /** Digest of the address that it was asked from; empty when it is not known. */
  origin?: string;
  machines?: readonly string[];
}

/** More than a shell can write in a second: what separates the streams of two shells of one name. */
const BYTES_PER_SECOND = 2 ** 26;

/** A lab as the server knows it; what must last is also in the keys of its instance. */
export class LabRecord {
  readonly id: string;
  readonly owner: string;
  readonly origin: string;
  readonly lesson: ManifestLesson;
  /** Its machines, as they were made; the first is where scripts run. */
  readonly machines: readonly string[];
  /** Epoch, ms. */
  readonly createdAt: number;
  /** When its time is up (epoch, ms); it may end before, for want of work. */
  expiresAt: number;
  /** When its student last did something (epoch, ms); a server that finds it again counts from then. */
  activeAt = Date.now();
  /** When it will end because nobody works in it (epoch, ms); set once this was announced. */
  idleEnd: number | undefined;
  /** Why it ended, French. */
  reason: string | undefined;
  readonly steps: StepResult[];
  /** Units that are started in it instead of its lesson's preparation: it is a copy of a model that had it. */
  units: readonly string[] | undefined;
  /** Terminals that were ever opened in this lab. */
  readonly opened = new Set<string>();
  /** Steps that were tried ahead of their turn, and prepared for it. */
  readonly reached = new Set<string>();
  /** Steps whose preparation failed, to be tried again. */
  readonly unprepared = new Set<string>();
  readonly #listeners = new Set<LabListener>();
  #life: Life = "starting";
  #queue = 0;

  constructor(made: LabBirth) {
    this.id = made.id;
    this.owner = made.owner;
    this.origin = made.origin ?? "";
    this.lesson = made.lesson;
    this.machines = made.machines ?? made.lesson.machines;
    this.createdAt = made.createdAt;
    this.expiresAt = made.expiresAt;
    this.steps = made.lesson.steps.map(({ id }) => ({ id, state: "todo", message: "" }));
  }

  /** Where it is in its life, `ending` included. */
  get life(): Life {
    return this.#life;
  }

  /** Where it is in its life, as a person is told. */
  get state(): LabState {
    return publicState(this.#life);
  }

  /** What its owner may see. */
  view(): Lab {
    return {
      id: this.id,
      lesson: this.lesson.slug,
      state: this.state,
      machines: [...this.machines],
      terminals: [...new Set([...this.machines, ...this.opened])],
      expiresAt: new Date(this.idleEnd ?? this.expiresAt).toISOString(),
      steps: this.steps.map((step) => ({ ...step })),
      ...(this.#queue > 0 ? { queue: this.#queue } : {}),
      ...(this.reason ? { reason: this.reason } : {}),
    };
  }

  /** Hears from now on; gives back the way to stop. */
  listen(listener: LabListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell: LabListener = (event, data) => {
    for (const listener of this.#listeners) listener(event, data);
  };

  /** Goes on to another state of life, without telling. @throws {Error} where life does not lead. */
  become(life: Life): void {
    if (life !== this.#life && !mayBecome(this.#life, life))
      throw new Error(`${this.id}: ${this.#life} → ${life}`);
    this.#life = life;
    // It was not idle for having waited until it could be used.
    if (life === "ready") this.touch();
  }

  /** The same, and tells its page. @throws {Error} where life does not lead. */
  setState(state: LabState, reason?: string): void {
    this.become(state);
    this.reason = reason;
    this.tell("state", this.view());
  }

  /** Takes a life as it was read from an instance: what is found is not to be judged. */
  found(life: Life): void {
    this.#life = life;
  }

  /** Its place among those who wait for a start; 0 as its turn comes. */
  setQueue(place: number): void {
    if (place === this.#queue) return;
    this.#queue = place;
    this.tell("state", this.view());
  }

  /** Its student did something: it is not idle. */
  touch(): void {
    this.activeAt = Date.now();
    if (this.idleEnd === undefined) return;
    this.idleEnd = undefined;
    this.tell("expiry", { expiresAt: new Date(this.expiresAt).toISOString(), reason: "ttl" });
  }

  /** Where a terminal's stream begins: at 0; found or made again, where no earlier byte can have been. */
  streamStart(name: string): number {
    if (!this.opened.has(name)) return 0;
    return Math.ceil((Date.now() - this.createdAt) / 1000) * BYTES_PER_SECOND;
  }

  setStep(result: StepResult): void {
    const index = this.steps.findIndex(({ id }) => id === result.id);
    this.steps[index] = result;
    this.tell("step", { ...result });
  }

  /** Its lesson was written anew, while its author works: steps whose scripts changed are to do again. */
  relearn(before: readonly ManifestStep[]): void {
    const results = this.lesson.steps.map(({ id, setup, check }): StepResult => {
      const old = before.find((step) => step.id === id);
      const result = this.steps.find((step) => step.id === id);
      if (result && old?.check === check && old.setup === setup) return result;
      if (old && old.setup !== setup) this.unprepared.add(id);
      return { id, state: "todo", message: "" };
    });
    this.steps.splice(0, this.steps.length, ...results);
    this.tell("state", this.view());
  }

  /**
   * The steps from this one on are to do again; all of them unless told.
   * `opened` stays: the new machine's streams must not be taken for the old ones.
   */
  forgetProgress(from = 0): void {
    for (const { id } of this.lesson.steps.slice(from)) {
      this.reached.delete(id);
      this.unprepared.delete(id);
      this.setStep({ id, state: "todo", message: "" });
    }
  }
}
