import type { LiveClass } from "../protocol-live.ts";
import { membershipsOf } from "../store/members.ts";
import { type LiveParts, liveClassesOf } from "./liveClass.ts";

/** Changes of one moment are told together (ms). */
const TOGETHER = 20;

/** Hears what a student is to know of their classes: all of it, whenever something changed. */
export type LiveListener = (state: LiveClass[]) => void;

/** What the channel is made of. */
export interface LiveSources extends LiveParts {
  /** Hears of what could not be read: the next change tries again. */
  failed(error: unknown): void;
  now(): number;
}

/** A person who listens, in one page or more. */
interface Person {
  /** By class. */
  state: Map<string, LiveClass>;
  /** With what each was told last. */
  listeners: Map<LiveListener, string>;
}

/** The channel from classes to their students' pages: what is stored, told as soon as it changes. */
export class Live {
  readonly #sources: LiveSources;
  readonly #people = new Map<string, Person>();
  readonly #stale = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  /** Looks follow one another. */
  #telling: Promise<void> = Promise.resolve();

  constructor(sources: LiveSources) {
    this.#sources = sources;
  }

  /** How many pages listen. */
  get listeners(): number {
    return [...this.#people.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  /** Something of a class changed that its students are to know. */
  touch(classId: string): void {
    if (this.#people.size === 0) return;
    this.#stale.add(classId);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#telling = this.#telling.then(() => this.#tell());
    }, TOGETHER);
  }

  /** Hears of a person's classes from now on, everything first; gives back the way to stop. */
  async watch(owner: string, listener: LiveListener): Promise<() => void> {
    const person = this.#people.get(owner) ?? { state: new Map(), listeners: new Map() };
    this.#people.set(owner, person);
    person.listeners.set(listener, "");
    const ids = (await membershipsOf(this.#sources.store.db, owner)).map((each) => each.class);
    for (const id of ids) this.#stale.add(id);
    this.#telling = this.#telling.then(() => this.#tell());
    await this.#telling;
    // Who has no class that is under way is told so, too.
    this.#say(person);
    return () => {
      person.listeners.delete(listener);
      if (person.listeners.size === 0 && this.#people.get(owner) === person)
        this.#people.delete(owner);
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#people.clear();
  }

  async #tell(): Promise<void> {
    const stale = [...this.#stale];
    this.#stale.clear();
    try {
      for (const id of stale) await this.#look(id);
    } catch (error) {
      this.#sources.failed(error);
    }
    for (const person of this.#people.values()) this.#say(person);
  }

  async #look(classId: string): Promise<void> {
    const views = await liveClassesOf(this.#sources, classId, this.#sources.now());
    for (const [owner, { state }] of this.#people) {
      const view = views.get(owner);
      if (view) state.set(classId, view);
      else state.delete(classId);
    }
  }

  #say({ state, listeners }: Person): void {
    const said = JSON.stringify([...state.values()]);
    for (const [listener, before] of listeners) {
      if (before === said) continue;
      listeners.set(listener, said);
      listener([...state.values()]);
    }
  }
}
