import { AtelierError } from "../errors.ts";
import { guidanceFor } from "../store/guidance.ts";
import type { Store } from "../store/store.ts";

/** What classes that are under way forbid their students for now; to nobody else it forbids anything. */
export class ClassRules {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** @throws {AtelierError} `lesson-locked` */
  async start(owner: string, lesson: string): Promise<void> {
    const classes = await guidanceFor(this.#store.db, owner, lesson, this.#now());
    if (classes.some(({ locked }) => locked.includes(lesson)))
      throw new AtelierError("lesson-locked");
  }

  /** @throws {AtelierError} `solution-closed` */
  async solve(owner: string, lesson: string, step: string): Promise<void> {
    const classes = await guidanceFor(this.#store.db, owner, lesson, this.#now());
    const closed = classes.some(
      ({ solutions, openings }) =>
        solutions === "closed" &&
        !openings.some((o) => o.lesson === lesson && o.step === step && o.what === "solution"),
    );
    if (closed) throw new AtelierError("solution-closed");
  }
}
