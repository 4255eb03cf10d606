/** Longest delay that `setTimeout` takes (ms); farther deadlines are armed again on the way. */
const LONGEST = 2 ** 31 - 1;

/** One deadline a name, that may be moved. */
export class Deadlines {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Runs `action` at a time (epoch, ms), instead of what was planned under this name. */
  set(name: string, at: number, action: () => void): void {
    this.clear(name);
    const wait = Math.max(0, at - Date.now());
    const next = wait > LONGEST ? () => this.set(name, at, action) : () => this.#fire(name, action);
    this.#timers.set(name, setTimeout(next, Math.min(wait, LONGEST)));
  }

  clear(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#timers.keys()]) this.clear(name);
  }

  #fire(name: string, action: () => void): void {
    this.#timers.delete(name);
    action();
  }
}
