import type { LabRecord } from "../labs/record.ts";
import { newId } from "../store/secrets.ts";

/** An instructor's terminal that a class is shown. */
export interface Demonstration {
  id: string;
  by: { id: string; name: string };
  lab: LabRecord;
  terminal: string;
  /** Epoch, ms. */
  since: number;
}

/** Terminals that are shown to classes: one for each, as long as its lab lives. */
export class Demonstrations {
  readonly #labs: () => LabRecord[];
  readonly #changed: (classId: string) => void;
  readonly #now: () => number;
  readonly #shown = new Map<string, Demonstration>();
  /** Those who look on, by class: they are sent away when it ends. */
  readonly #viewers = new Map<string, Set<() => void>>();

  /** @param changed hears of classes to which something is shown, or no more */
  constructor(labs: () => LabRecord[], changed: (classId: string) => void, now: () => number) {
    this.#labs = labs;
    this.#changed = changed;
    this.#now = now;
  }

  /** What a class is shown now. */
  of(classId: string): Demonstration | undefined {
    const shown = this.#shown.get(classId);
    if (!shown || this.#labs().includes(shown.lab)) return shown;
    this.#shown.delete(classId);
    return undefined;
  }

  /** Shows a terminal to a class, in place of what it was shown. */
  show(classId: string, what: Pick<Demonstration, "by" | "lab" | "terminal">): void {
    this.end(classId);
    this.#shown.set(classId, { ...what, id: newId(), since: this.#now() });
    this.#changed(classId);
  }

  end(classId: string): void {
    if (!this.#shown.delete(classId)) return;
    for (const leave of this.#viewers.get(classId) ?? []) leave();
    this.#changed(classId);
  }

  /** Somebody looks on. @param leave sends them away; gives back the way to say that they left */
  join(classId: string, leave: () => void): () => void {
    const viewers = this.#viewers.get(classId) ?? new Set();
    this.#viewers.set(classId, viewers.add(leave));
    return () => {
      viewers.delete(leave);
      if (viewers.size === 0 && this.#viewers.get(classId) === viewers)
        this.#viewers.delete(classId);
    };
  }
}
