import { ModeMemory } from "./modeMemory.ts";

/** Size of the pieces in which bytes are kept: one key's echo must not cost an object of its own (bytes). */
const BLOCK = 16 * 1024;

/**
 * The last bytes of a counted stream. Offsets count from the stream's own beginning,
 * so that a viewer who says how far it came gets exactly what it lacks.
 */
export class Ring {
  readonly #capacity: number;
  readonly #blocks: Buffer[] = [];
  readonly #dropped = new ModeMemory();
  /** A block that was dropped, for the next bytes: a flood must not make work for the garbage collector. */
  #spare: Buffer | undefined;
  #start: number;
  #end: number;

  /**
   * @param capacity bytes kept at least; whole blocks are dropped.
   * @param offset where the stream stands.
   * @param past bytes that came before, of an earlier stream.
   */
  constructor(capacity: number, offset = 0, past: Buffer = Buffer.alloc(0)) {
    this.#capacity = capacity;
    this.#start = this.#end = offset - past.length;
    this.append(past);
  }

  /** Offset of the oldest byte kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset of the next byte to come. */
  get end(): number {
    return this.#end;
  }

  /** Everything that is kept, after what brings a fresh emulator to where it begins. */
  get picture(): Buffer {
    return Buffer.concat([this.#dropped.sequences(), ...this.#kept()]);
  }

  /** @param needed offset from which on somebody still lacks the bytes: these are kept beyond the capacity. */
  append(chunk: Buffer, needed = Infinity): void {
    for (let at = 0; at < chunk.length;) at += this.#fill(chunk.subarray(at));
    const keepFrom = Math.min(needed, this.#end - this.#capacity);
    while (this.#start + BLOCK <= keepFrom) {
      this.#spare = this.#blocks.shift() as Buffer;
      this.#dropped.push(this.#spare);
      this.#start += BLOCK;
    }
  }

  /**
   * Takes another stream's place, which somebody else has counted.
   * @param offset that of the first byte.
   * @param whole whether nothing came before; else what is kept until now tells in which state the screen was.
   */
  restore(offset: number, bytes: Buffer, whole: boolean): void {
    if (whole) this.#dropped.clear();
    else this.#dropped.push(Buffer.concat(this.#kept()));
    this.#blocks.length = 0;
    this.#start = this.#end = offset;
    this.append(bytes);
  }

  /** The bytes from an offset on, or `undefined` when they are gone or have never been. */
  since(offset: number): Buffer | undefined {
    if (offset < this.#start || offset > this.#end) return undefined;
    const skipped = Math.floor((offset - this.#start) / BLOCK);
    return Buffer.concat(this.#kept(skipped)).subarray(offset - this.#start - skipped * BLOCK);
  }

  /** Copies what fits into the last block; returns how much that was. */
  #fill(chunk: Buffer): number {
    const used = (this.#end - this.#start) % BLOCK;
    if (used === 0) {
      this.#blocks.push(this.#spare ?? Buffer.allocUnsafeSlow(BLOCK));
      this.#spare = undefined;
    }
    const copied = chunk.copy(this.#blocks.at(-1) as Buffer, used);
    this.#end += copied;
    return copied;
  }

  /** The filled part of the blocks from an index on. */
  #kept(from = 0): Buffer[] {
    const blocks = this.#blocks.slice(from);
    const used = (this.#end - this.#start) % BLOCK;
    if (used > 0 && blocks.length > 0) blocks.push((blocks.pop() as Buffer).subarray(0, used));
    return blocks;
  }
}
