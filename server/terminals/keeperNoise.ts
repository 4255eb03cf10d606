/** What dtach writes as it attaches: it clears the screen that we keep ourselves. */
const ATTACHED = Buffer.from("\u001b[H\u001b[J");
/** What it writes when the shell has ended. The page says that, in French. */
const ENDED = Buffer.from("\u001b[999H\r\n[EOF - dtach terminating]\r\n");
/** Takes the session keeper's own words out of what its shell writes. One for each attachment. */
export class KeeperNoise {
  #attaching: Buffer | undefined = Buffer.alloc(0);
  #held: Buffer = Buffer.alloc(0);

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
      return Buffer.alloc(0);
    }
    this.#attaching = undefined;
    return matches ? begun.subarray(ATTACHED.length) : begun;
  }

  #withoutEnd(chunk: Buffer): Buffer {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = Buffer.alloc(0);
    const at = bytes.indexOf(ENDED);
    if (at >= 0) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + ENDED.length)]);
    // The shortest beginning is half an escape sequence: nobody misses on the screen what has no end yet.
    for (let length = Math.min(ENDED.length - 1, bytes.length); length > 0; length--) {
      if (!bytes.subarray(-length).equals(ENDED.subarray(0, length))) continue;
      this.#held = Buffer.from(bytes.subarray(-length));
      return bytes.subarray(0, -length);
    }
    return bytes;
  }
}
