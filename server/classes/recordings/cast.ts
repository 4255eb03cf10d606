/** Size of a terminal, in cells. */
export interface CastSize {
  cols: number;
  rows: number;
}

/** Output within so long is one event (ms): a replay needs no finer, and a flood stays small. */
const WINDOW = 50;
/** Most of one event's output that is kept (characters): its end, which is what stays on the screen. */
const WINDOW_MOST = 16 * 1024;

/**
 * Writes what a terminal shows as asciicast v2: what was written and how wide it was, never what was typed.
 * @see https://docs.asciinema.org/manual/asciicast/v2/
 */
export class Cast {
  readonly #begun: number;
  readonly #decoder = new TextDecoder();
  #size: CastSize;
  #pending = "";
  /** When what is pending began (ms). */
  #since = 0;

  /** @param begun when the recording begins (epoch, ms) */
  constructor(size: CastSize, begun: number) {
    this.#size = size;
    this.#begun = begun;
  }

  /** The first line of the file. */
  header(title: string): string {
    const { cols, rows } = this.#size;
    const timestamp = Math.floor(this.#begun / 1000);
    const env = { TERM: "xterm-256color" };
    return line({ version: 2, width: cols, height: rows, timestamp, title, env });
  }

  /** Takes what the terminal wrote. @returns finished lines. @param at epoch, ms */
  push(chunk: Buffer, size: CastSize, at: number): string {
    const resized = size.cols !== this.#size.cols || size.rows !== this.#size.rows;
    let lines = resized || at - this.#since >= WINDOW ? this.flush() : "";
    if (resized) {
      this.#size = size;
      lines += this.#event(at, "r", `${size.cols}x${size.rows}`);
    }
    if (this.#pending === "") this.#since = at;
    this.#pending = lastOf(this.#pending + this.#decoder.decode(chunk, { stream: true }));
    return lines;
  }

  /** What is pending, as lines. */
  flush(): string {
    if (this.#pending === "") return "";
    const lines = this.#event(this.#since, "o", this.#pending);
    this.#pending = "";
    return lines;
  }

  /** A mark in the recording, that a player shows by its label. */
  mark(at: number, label: string): string {
    return this.flush() + this.#event(at, "m", label);
  }

  #event(at: number, code: "o" | "r" | "m", data: string): string {
    return line([Math.max(0, at - this.#begun) / 1000, code, data]);
  }
}

/** Whole lines of a file of which the last may have been cut off while it was written. */
export function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

/** The end of a text, from the beginning of a line on where it has several: no control sequence is cut in two. */
function lastOf(text: string): string {
  if (text.length <= WINDOW_MOST) return text;
  const end = text.slice(-WINDOW_MOST);
  return end.slice(end.indexOf("\n") + 1);
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
