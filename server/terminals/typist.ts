import { stripVTControlCharacters } from "node:util";

/** Output that stands still this long, with a prompt at its end, waits for us (ms). */
const STILL = 500;
/** Longest command, and longest wait for the prompt before the first one (ms). */
const COMMAND_PATIENCE = 180_000;
const PROMPT_PATIENCE = 5_000;
/** Clears what stands on the command line. */
const KILL_LINE = "\u0015";
/**
 * What waits for us, at the very end: the prompt of our shell or of one in a container (`$`, `#` or `>`), or a
 * question with its default (`[default=yes]: `).
 */
const PROMPT = /([$#>]|\[default=[^\]]*\]:) ?$/;
/** How much of the output is kept to look for a prompt (characters). */
const KEPT = 400;

/** The terminal did not come to a prompt in time; `line` is what was typed, empty before the first. */
export class NoPrompt extends Error {
  readonly line: string;
  constructor(line: string, patience: number) {
    super(`pas d’invite après ${patience / 1000} s${line && ` : ${line}`}`);
    this.name = "NoPrompt";
    this.line = line;
  }
}

/**
 * Types blocks of commands into a terminal as a student would: one line, wait for its end, the next.
 * The lab's shell says when a command has ended; a shell inside a container does not,
 * there output that stands still behind a prompt must do.
 */
export class Typist {
  readonly #write: (text: string) => void;
  #tail = "";
  #onEnded: (() => void) | undefined;
  #onStill: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What the terminal showed. */
  onOutput(chunk: Buffer): void {
    this.#tail = (this.#tail + chunk.toString("utf8")).slice(-KEPT);
    this.#arm();
  }

  /** The lab's shell said that a command ended. */
  onCommandEnd(): void {
    this.#onEnded?.();
  }

  /** Types the blocks at a prompt. @throws {NoPrompt} when a program holds the terminal for too long. */
  async type(blocks: string[]): Promise<void> {
    this.#write(KILL_LINE);
    await this.#prompt("", PROMPT_PATIENCE);
    for (const line of blocks.flatMap((block) => block.split("\n"))) {
      if (!line.trim()) continue;
      this.#tail = "";
      const ended = this.#prompt(line, COMMAND_PATIENCE);
      this.#write(`${line}\r`);
      await ended;
    }
  }

  #prompt(line: string, patience: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = () => {
      clearTimeout(limit);
      clearTimeout(this.#timer);
      this.#onEnded = undefined;
      this.#onStill = undefined;
    };
    const limit = setTimeout(() => {
      stop();
      reject(new NoPrompt(line, patience));
    }, patience);
    const done = () => {
      stop();
      resolve();
    };
    // Before the first line only the screen can tell; a mark may still come from what the student typed.
    if (line) this.#onEnded = done;
    this.#onStill = () => {
      const shown = visible(this.#tail);
      // A typist that comes to a prompt that already stands there sees nothing new.
      const quietFromTheStart = !line && shown === "";
      if (quietFromTheStart || PROMPT.test(shown)) done();
    };
    this.#arm();
    return promise;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onStill?.(), STILL);
  }
}

/** Without escape sequences, nor the bell that readline rings when there is no line to clear. */
function visible(text: string): string {
  return stripVTControlCharacters(text).replaceAll("\u0007", "");
}
