/** What travels between a keeper and the server: a letter, a length of four bytes (big endian), and so many bytes. */
const HEADER = 5;

/** Kinds of frames. */
export const FRAME = {
  /** Keeper: its name, the offset at which its shell began, and those of the bytes that it has (`main 0 0 1234`). */
  hello: 0x48,
  /** Keeper: bytes of the terminal. */
  data: 0x44,
  /** Keeper: the shell's exit status; the last frame. */
  exit: 0x58,
  /** Server: the offset from which on it wants the bytes. */
  from: 0x46,
  /** Server: keystrokes. */
  input: 0x49,
  /** Server: columns and rows. */
  size: 0x53,
  /** Server: the shell is not wanted; the keeper hangs it up and goes. */
  hangUp: 0x51,
} as const;

/** Longest frame but those of data, which are passed on as they come (bytes). */
const LONGEST = 256;

/** A frame in one piece, for one write. */
export function frame(kind: number, body: Buffer | string): Buffer {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const whole = Buffer.allocUnsafe(HEADER + length);
  whole[0] = kind;
  whole.writeUInt32BE(length, 1);
  if (typeof body === "string") whole.write(body, HEADER);
  else body.copy(whole, HEADER);
  return whole;
}

/** Told by a reader of frames. */
export interface FrameEvents {
  /** Some bytes of a frame of data. */
  data(bytes: Buffer): void;
  /** Any other frame, whole. */
  frame(kind: number, body: Buffer): void;
}

/** What came is no frame. */
export class BadFrame extends Error {}

/** Takes a stream apart. Data is given as it comes and never copied; nothing of it waits for its frame's end. */
export class FrameReader {
  readonly #events: FrameEvents;
  /** Beginning of a header, or of a frame, of which the rest is still to come. */
  #held: Buffer = Buffer.alloc(0);
  /** Bytes to come of a frame of data. */
  #left = 0;

  constructor(events: FrameEvents) {
    this.#events = events;
  }

  /** @throws {BadFrame} when a frame is too long to be one. */
  push(chunk: Buffer): void {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.#left > 0) {
        const bytes = rest.subarray(0, this.#left);
        this.#left -= bytes.length;
        rest = rest.subarray(bytes.length);
        this.#events.data(bytes);
        continue;
      }
      const length = rest.length < HEADER ? 0 : rest.readUInt32BE(1);
      const kind = rest[0] as number;
      if (rest.length >= HEADER && kind === FRAME.data) {
        this.#left = length;
        rest = rest.subarray(HEADER);
        continue;
      }
      if (length > LONGEST) throw new BadFrame(`trame de ${length}\u00a0octets`);
      if (rest.length < HEADER + length || rest.length < HEADER) {
        this.#held = rest;
        return;
      }
      this.#events.frame(kind, rest.subarray(HEADER, HEADER + length));
      rest = rest.subarray(HEADER + length);
    }
  }
}
