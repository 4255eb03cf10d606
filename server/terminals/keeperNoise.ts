/** What dtach writes as it attaches: it clears the screen that we keep ourselves. */
const ATTACHED = Buffer.from("\u001b[H\u001b[J");
/** What it writes when the shell has ended. The page says that, in French. */
const ENDED = Buffer.from("\u001b[999H\r\n[EOF - dtach terminating]\r\n");
const ESC = 0x1b;
const NOTHING = Buffer.alloc(0);

/** Takes the session keeper's own words out of what its shell writes. One for each attachment. */
export class KeeperNoise {
  #attaching: Buffer | undefined = NOTHING;
  #held: Buffer = NOTHING;

  /** The shell's part of a chunk; may be empty. What might be the beginning of our words waits for its end. */
  push(chunk: Buffer): Buffer {
    return this.#withoutEnd(this.#withoutBeginning(chunk));
  }

  #withoutBeginning(chunk: Buffer): Buffer {
    if (!this.#attaching) return chunk;
    const begun = Buffer.concat([this.#attaching, chunk]);
    const length = Math.min(begun.length, ATTACHED.length);
    const matches = begun.subarray(0, length).equals(ATTACHED.subarray(0, length));
    if (matches && begun.length < ATTACHED.length) {
      this.#attaching = begun;
      return NOTHING;
    }
    this.#attaching = undefined;
    return matches ? begun.subarray(ATTACHED.length) : begun;
  }

  #withoutEnd(chunk: Buffer): Buffer {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = NOTHING;
    // Our words begin with the last escape sequence, or nowhere: all that most chunks cost is one look backwards.
    const begin = bytes.lastIndexOf(ESC);
    if (begin < 0) return bytes;
    const found = bytes.subarray(begin, begin + ENDED.length);
    if (!found.equals(ENDED.subarray(0, found.length))) return bytes;
    if (found.length === ENDED.length)
      return Buffer.concat([bytes.subarray(0, begin), bytes.subarray(begin + ENDED.length)]);
    // Half of them: nobody misses on the screen what has no end yet.
    this.#held = Buffer.from(found);
    return bytes.subarray(0, begin);
  }
}
