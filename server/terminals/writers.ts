/** Writers that a terminal remembers; the one not heard of for longest is forgotten first. */
const MOST = 32;

/** How many bytes of keystrokes came from each writer: what a client need not send again after a cut. */
export class Writers {
  readonly #came = new Map<string, number>();

  /**
   * A writer comes (back). @param sent bytes that it says it has sent, the base of the count for a new one.
   * @returns bytes that came of them; `undefined` when it has sent some, but not to this server.
   */
  greet(name: string, sent: number): number | undefined {
    const came = this.#came.get(name);
    this.#set(name, came ?? sent);
    return came ?? (sent === 0 ? 0 : undefined);
  }

  /** @returns bytes that came in all. */
  add(name: string, length: number): number {
    return this.#set(name, this.came(name) + length);
  }

  came(name: string): number {
    return this.#came.get(name) ?? 0;
  }

  #set(name: string, came: number): number {
    this.#came.delete(name);
    this.#came.set(name, came);
    const [oldest] = this.#came.keys();
    if (this.#came.size > MOST && oldest !== undefined) this.#came.delete(oldest);
    return came;
  }
}
