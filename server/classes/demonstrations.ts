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
  readonly #changed: (classId: string) => void;
  readonly #now: () => number;
  /** With what stops the wait for its lab's end. */
  readonly #shown = new Map<string, { what: Demonstration; forget: () => void }>();
  /** Those who look on, by class: they are sent away when it ends. */
  readonly #viewers = new Map<string, Set<() => void>>();

  /** @param changed hears of classes to which something is shown, or no more */
  constructor(changed: (classId: string) => void, now: () => number) {
    this.#changed = changed;
    this.#now = now;
  }

  /** What a class is shown now. */
  of(classId: string): Demonstration | undefined {
    return this.#shown.get(classId)?.what;
  }

  /** Shows a terminal to a class, in place of what it was shown. */
  show(classId: string, given: Pick<Demonstration, "by" | "lab" | "terminal">): void {
    this.end(classId);
    const what = { ...given, id: newId(), since: this.#now() };
    const forget = what.lab.listen(() => {
      if (what.lab.state === "ended") this.end(classId);
    });
    this.#shown.set(classId, { what, forget });
    this.#changed(classId);
  }

  end(classId: string): void {
    const shown = this.#shown.get(classId);
    if (!shown) return;
    this.#shown.delete(classId);
    shown.forget();
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
