/** How much of the end of the output is kept to look for what is waited for (characters). */
const KEPT = 4096;

/** What the lab's bash writes behind its prompt (OSC 133): from here on it reads what is typed. */
export const PROMPT = "\u001b]133;B\u0007";

/** What a client got so far: counted, its end kept, and looked through as it comes. Costs next to nothing. */
export class Screen {
  /** Bytes so far. */
  bytes = 0;
  #tail = "";
  /** When the last output came (ms, `performance.now`). */
  #at = 0;
  #wanted: { text: string; found: (at: number) => void; lost: (error: Error) => void } | undefined;
  #end: string | undefined;
  readonly #closed = Promise.withResolvers<void>();

  /** Output came. */
  push(chunk: Buffer | string): void {
    this.#at = performance.now();
    this.bytes += typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.length;
    const end =
      typeof chunk === "string" ? chunk.slice(-KEPT) : chunk.subarray(-KEPT).toString("latin1");
    this.#tail = (this.#tail + end).slice(-KEPT);
    if (!this.#wanted || !this.#tail.includes(this.#wanted.text)) return;
    this.#wanted.found(this.#at);
    this.#wanted = undefined;
  }

  /** The connection is over. */
  end(why: string): void {
    if (this.#end !== undefined) return;
    this.#end = why;
    this.#wanted?.lost(new Error(`connexion finie\u00a0: ${why}`));
    this.#closed.resolve();
  }

  /** Why the connection is over; `undefined` while it is not. */
  get over(): string | undefined {
    return this.#end;
  }

  /** Looks only at what comes from now on. */
  forget(): void {
    this.#tail = "";
  }

  /**
   * When this text came (ms, `performance.now`). One wait at a time.
   * @throws when it does not come within `timeout` ms, or the connection ends before.
   */
  async see(text: string, timeout = 60_000): Promise<number> {
    if (this.#tail.includes(text)) return this.#at;
    if (this.#end !== undefined) throw new Error(`connexion finie\u00a0: ${this.#end}`);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#wanted = { text, found: resolve, lost: reject };
    const timer = setTimeout(() => {
      this.#wanted = undefined;
      reject(new Error(`${JSON.stringify(text)} attendu ${timeout} ms, vu\u00a0: ${this.last()}`));
    }, timeout);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the connection is over, or after `timeout` ms. */
  async closed(timeout: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeout);
    await Promise.race([promise, this.#closed.promise]);
    clearTimeout(timer);
  }

  /** The last characters, for messages. */
  last(): string {
    return JSON.stringify(this.#tail.slice(-200));
  }
}
