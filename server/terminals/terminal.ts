import { setTimeout as delay } from "node:timers/promises";
import { LIMITS } from "../protocol.ts";
import type { Shell, ShellEnd, ShellEvents, ShellPast } from "../lxd/shell.ts";
import { Audience } from "./audience.ts";
import { CommandMarks } from "./commandMarks.ts";
import { Keyboard } from "./keyboard.ts";
import { Ring } from "./ring.ts";
import type { Guest, Size, Viewer } from "./viewers.ts";

/** Close code that sends a client back to connect again. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const SERVICE_RESTART = 1012;

export interface TerminalOptions {
  /**
   * Opens the shell at a size, and finds the same one again after it was lost.
   * @param resume offset up to which its bytes came; `undefined` when this server never had it.
   */
  open(size: Size, events: ShellEvents, resume: number | undefined): Promise<Shell>;
  /** Where the stream stands: 0 unless the server found an older terminal again. */
  offset: number;
  /** What an earlier server kept of this terminal's stream. */
  past: Buffer;
  /** Whether a lost shell may come back: the lab lives. */
  alive(): boolean;
  /** A command of the student's ended, with its exit status; `recent` is what the ring has of its output. */
  onCommandEnd(status: number, recent: () => Buffer): void;
  /** Bytes that the shell wrote. */
  onOutput(chunk: Buffer): void;
  /** The shell ended, or (`lost`) will not come back; this terminal serves no more. */
  onOver(end: { lost: boolean }): void;
}

/** Pauses between tries to find a lost shell again (ms); the last one is repeated. */
const RETRIES = [50, 250, 500, 1_000];
/** How long a lost shell is looked for (ms): a daemon that was killed is back in a few seconds. */
const SEARCH = 60_000;

/** What a viewer may do with the terminal it is attached to. */
export interface Attachment {
  input(data: Buffer): void;
  resize(size: Size): void;
  ack(offset: number): void;
  /** @param cut whether the connection broke, so that the viewer may come back for what it lacks. */
  detach(cut: boolean): void;
}

/** One shell and those who look at it: bytes counted, kept for who returns, paced by who is slowest. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #ring: Ring;
  readonly #marks = new CommandMarks();
  readonly #keyboard = new Keyboard();
  readonly #audience: Audience;
  #shell: Shell | undefined;
  #opening: Promise<void> | undefined;
  /** Whether the shell was there once: its bytes up to the ring's end came. */
  #known = false;
  #over = false;
  #wroteAt = 0;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#ring = new Ring(LIMITS.ring, options.offset, options.past);
    this.#audience = new Audience(this.#ring, {
      resize: ({ cols, rows }) => this.#shell?.resize(cols, rows),
      flow: (on) => (on ? this.#shell?.resume() : this.#shell?.pause()),
    });
  }

  /**
   * Joins a viewer: tells it where the stream stands, then gives it what it lacks.
   * @throws when the shell cannot be opened.
   */
  async attach(guest: Guest): Promise<Attachment> {
    const viewer = this.#audience.enter(guest);
    try {
      await this.#open();
      await this.#audience.greet(viewer, this.#keyboard.greet(guest));
    } catch (error) {
      this.#detach(viewer, false);
      throw error;
    }
    return {
      input: (data) => this.#keyboard.type(viewer, data),
      resize: (wanted) => this.#audience.resized(viewer, wanted),
      ack: (offset) => this.#audience.acked(viewer, offset),
      detach: (cut) => this.#detach(viewer, cut),
    };
  }

  /** The stream's end, as it would be kept for another server. */
  get ring(): Ring {
    return this.#ring;
  }

  /** The size at which it is drawn. */
  get size(): Size {
    return this.#audience.size;
  }

  /** When the shell wrote last (ms, of this process). */
  get wroteAt(): number {
    return this.#wroteAt;
  }

  /** Types into the shell. While it is lost keystrokes are kept. @returns false when there is no room for them. */
  write(data: Buffer): boolean {
    return this.#keyboard.press(data);
  }

  /** Sends every viewer away to come back, and hangs up. */
  async close(reason: string, code = SERVICE_RESTART): Promise<void> {
    this.#over = true;
    this.#keyboard.tellAll();
    this.#audience.dismiss(code, reason);
    // A shell that could not be opened needs no hanging up; who asked for it was told.
    await this.#opening?.catch(() => undefined);
    await this.#shell?.close();
  }

  #open(): Promise<void> {
    this.#opening ??= this.#openShell();
    return this.#opening;
  }

  async #openShell(): Promise<void> {
    const { cols, rows } = this.#audience.size;
    const shell = await this.#options.open(
      { cols, rows },
      {
        past: (past) => this.#onPast(past),
        data: (chunk) => this.#onData(chunk),
        exit: (end) => this.#onExit(end),
      },
      this.#known ? this.#ring.end : undefined,
    );
    this.#known = true;
    this.#shell = shell;
    // A viewer may have come, gone or changed its size meanwhile.
    const { size, flowing } = this.#audience;
    if (cols !== size.cols || rows !== size.rows) shell.resize(size.cols, size.rows);
    if (!flowing) shell.pause();
    this.#keyboard.plug(shell);
  }

  /** The shell tells what it wrote while nobody listened: those who look on come again, to see all of it. */
  #onPast({ offset, bytes, whole }: ShellPast): void {
    if (this.#known) this.#audience.dismiss(SERVICE_RESTART, "terminal retrouvé");
    this.#ring.restore(offset, bytes, whole);
  }

  #onData(chunk: Buffer): void {
    this.#wroteAt = performance.now();
    this.#ring.append(chunk, this.#audience.needed);
    this.#audience.grown(chunk);
    this.#options.onOutput(chunk);
    for (const status of this.#marks.push(chunk))
      this.#options.onCommandEnd(status, () => this.#ring.since(this.#ring.start) as Buffer);
  }

  #onExit(end: ShellEnd): void {
    if (this.#over) return;
    this.#shell = undefined;
    this.#keyboard.unplug();
    if (end.lost) {
      void this.#findAgain();
      return;
    }
    this.#over = true;
    this.#audience.end();
    for (const { socket } of this.#audience) socket.tell({ type: "exit", code: end.code });
    this.#options.onOver({ lost: false });
  }

  /** The daemon went away, not the shell: its keeper has it. Viewers stay, and notice nothing but a pause. */
  async #findAgain(): Promise<void> {
    const deadline = Date.now() + SEARCH;
    for (let tries = 0; Date.now() < deadline && !this.#over; tries++) {
      await delay(RETRIES[tries] ?? RETRIES.at(-1));
      if (this.#over) return;
      if (!this.#options.alive()) break;
      try {
        await this.#openShell();
        return;
      } catch {
        // Not back yet: that is what the next try is for.
      }
    }
    this.#over = true;
    this.#audience.dismiss(SERVICE_RESTART, "lab injoignable");
    this.#options.onOver({ lost: true });
  }

  #detach(viewer: Viewer, cut: boolean): void {
    this.#keyboard.leave(viewer);
    this.#audience.leave(viewer, cut);
  }
}
