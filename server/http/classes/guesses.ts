import { setTimeout as sleep } from "node:timers/promises";
import { AtelierError } from "../../errors.ts";

/** How guessing is slowed down, and when it is refused. */
export interface GuessLimits {
  /** Failures of one key that cost nothing: a room of students shares an address, and mistypes. */
  free: number;
  /** Failures of one key from which on it is refused. */
  most: number;
  /** Failures in all from which on everybody waits a little. */
  inAll: number;
}

/** Failures count for so long (ms). */
const WINDOW = 10 * 60_000;
/** The first wait, which each further failure doubles, and the longest (ms). */
const FIRST = 250;
const LONGEST = 8_000;
/** The wait of everybody while there is an attack from many places (ms). */
const CROWD = 1_000;

/** Failures by key; a try counts as one until it has succeeded, so that many at once gain nothing. */
export class Guesses {
  readonly #limits: GuessLimits;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  readonly #failures = new Map<string, number[]>();
  #all: number[] = [];

  constructor(
    limits: GuessLimits,
    now: () => number = Date.now,
    wait: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#limits = limits;
    this.#now = now;
    this.#sleep = wait;
  }

  /**
   * Waits as long as this key's failures demand, then tries.
   * @returns what `attempt` found; `undefined` counts as a failure
   * @throws {AtelierError} `too-many-guesses`
   */
  async try<T>(key: string, attempt: () => Promise<T | undefined>): Promise<T | undefined> {
    const at = this.#now();
    const mine = this.#recent(key, at);
    this.#all = this.#all.filter((each) => at - each < WINDOW);
    const { free, most, inAll } = this.#limits;
    if (mine.length >= most) throw new AtelierError("too-many-guesses", { retryAfter: 600 });
    const own = mine.length < free ? 0 : Math.min(LONGEST, FIRST * 2 ** (mine.length - free));
    const delay = Math.max(own, this.#all.length < inAll ? 0 : CROWD);
    mine.push(at);
    this.#all.push(at);
    if (delay > 0) await this.#sleep(delay);
    const found = await attempt();
    if (found !== undefined) this.#forgive(key, at);
    return found;
  }

  #recent(key: string, at: number): number[] {
    for (const [other, times] of this.#failures)
      if (at - (times.at(-1) ?? 0) >= WINDOW) this.#failures.delete(other);
    const recent = (this.#failures.get(key) ?? []).filter((each) => at - each < WINDOW);
    this.#failures.set(key, recent);
    return recent;
  }

  #forgive(key: string, at: number): void {
    for (const times of [this.#failures.get(key) ?? [], this.#all]) {
      const index = times.lastIndexOf(at);
      if (index >= 0) times.splice(index, 1);
    }
  }
}
