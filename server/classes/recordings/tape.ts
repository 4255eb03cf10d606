import { appendFile } from "node:fs/promises";
import { Cast, type CastSize } from "./cast.ts";

/** Longest file of one recording (bytes). */
const MOST = 16 * 2 ** 20;
const TOO_LONG = "Enregistrement arrêté\u00a0: il est trop long";

/** One recording while it is being made: lines in memory, then in its file. */
export class Tape {
  /** Where it is; undefined as long as it has no name. */
  path: string | undefined;
  readonly #cast: Cast;
  #lines: string;
  #bytes = 0;
  #full = false;

  /** @param begun epoch, ms */
  constructor(title: string, size: CastSize, begun: number) {
    this.#cast = new Cast(size, begun);
    this.#lines = this.#cast.header(title);
  }

  /** Takes what the terminal wrote. @param at epoch, ms */
  push(chunk: Buffer, size: CastSize, at: number): void {
    if (this.#full) return;
    this.#lines += this.#cast.push(chunk, size, at);
    if (this.#bytes + this.#lines.length < MOST) return;
    this.#full = true;
    this.#lines += this.#cast.mark(at, TOO_LONG);
  }

  /** Writes what there is, all of it. What cannot be written is lost. @throws {Error} of the file system */
  async save(): Promise<void> {
    const text = (this.#lines += this.#cast.flush());
    if (!this.path || text === "") return;
    this.#lines = "";
    this.#bytes += Buffer.byteLength(text);
    await appendFile(this.path, text, { mode: 0o600 });
  }
}
