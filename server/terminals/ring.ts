/**
 * The last bytes of a counted stream. Offsets count from the stream's own beginning,
 * so that a viewer who says how far it came gets exactly what it lacks.
 */
export class Ring {
  readonly #capacity: number;
  #chunks: Buffer[] = [];
  #start: number;
  #end: number;
  #cut: boolean;

  /**
   * @param capacity bytes kept at least; whole chunks are dropped.
   * @param offset where the stream stands.
   * @param past bytes that came before, of an earlier stream.
   */
  constructor(capacity: number, offset = 0, past: Buffer = Buffer.alloc(0)) {
    this.#capacity = capacity;
    this.#start = offset - past.length;
    this.#end = offset;
    if (past.length > 0) this.#chunks.push(past);
    this.#cut = past.length >= capacity;
  }

  /** Whether bytes before the oldest one were dropped: it may stand in the middle of something. */
  get cut(): boolean {
    return this.#cut;
  }

  /** Everything that is kept. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** Offset of the oldest byte kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset of the next byte to come. */
  get end(): number {
    return this.#end;
  }

  append(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#end += chunk.length;
    while (this.#chunks.length > 1) {
      const oldest = this.#chunks[0] as Buffer;
      if (this.#end - this.#start - oldest.length < this.#capacity) break;
      this.#chunks.shift();
      this.#start += oldest.length;
      this.#cut = true;
    }
  }

  /** The bytes from an offset on, or `undefined` when they are gone or have never been. */
  since(offset: number): Buffer | undefined {
    if (offset < this.#start || offset > this.#end) return undefined;
    return this.bytes.subarray(offset - this.#start);
  }
}
