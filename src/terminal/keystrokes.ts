import { LIMITS } from "../../server/protocol.ts";

/** Keystrokes that may wait to be sent: connected, a long paste; cut off, what a person types meanwhile (bytes). */
const WAITING_MAX = { connected: 8 * 1024 * 1024, away: LIMITS.typedWindow };

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What is typed, as a counted stream: kept until the server has it, sent again from where a cut left it,
 * never more on the way than the protocol's window.
 */
export class Keystrokes {
  #parts: Bytes[] = [];
  /** Offsets in the stream: first byte kept, next byte to send, end. */
  #start = 0;
  #sent = 0;
  #end = 0;

  /** Bytes sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Whether something was sent that the server has not told of. */
  get unsure(): boolean {
    return this.#sent > this.#start;
  }

  /** Takes what is typed, whole. @returns false when it is too much: then nothing of it was taken. */
  add(bytes: Bytes, connected: boolean): boolean {
    const most = connected ? WAITING_MAX.connected : WAITING_MAX.away;
    if (this.#end - this.#start + bytes.length > most) return false;
    if (bytes.length > 0) this.#parts.push(bytes);
    this.#end += bytes.length;
    return true;
  }

  /** What may be sent now, in frames; it then counts as sent. */
  *send(): Generator<Bytes> {
    while (this.#sent < Math.min(this.#end, this.#start + LIMITS.typedWindow)) {
      const frame = this.#at(this.#sent);
      this.#sent += frame.length;
      yield frame;
    }
  }

  /** The server has so many bytes. */
  came(offset: number): void {
    while (this.#parts[0] && this.#start < offset) {
      const [first] = this.#parts as [Bytes];
      const taken = Math.min(first.length, offset - this.#start);
      this.#start += taken;
      if (taken === first.length) this.#parts.shift();
      else this.#parts[0] = first.subarray(taken);
    }
    this.#sent = Math.max(this.#sent, this.#start);
  }

  /**
   * Connected again. @param came bytes that the server has; undefined when it cannot know: what was on the way
   * is then given up, since it may have come. @returns false when something was given up
   */
  resume(came: number | undefined): boolean {
    const lost = came === undefined && this.unsure;
    this.came(came ?? this.#sent);
    this.#sent = this.#start;
    return !lost;
  }

  /** The bytes from an offset on, to the end of the part in which it is, or of the window. */
  #at(offset: number): Bytes {
    let at = this.#start;
    for (const part of this.#parts) {
      if (offset < at + part.length) {
        const limit = this.#start + LIMITS.typedWindow - offset;
        return part.subarray(offset - at, Math.min(part.length, offset - at + limit));
      }
      at += part.length;
    }
    return new Uint8Array(0);
  }
}
