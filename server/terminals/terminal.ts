import { setTimeout as delay } from "node:timers/promises";
import { LIMITS, type ServerFrame } from "../protocol.ts";
import type { Shell, ShellEnd, ShellEvents } from "../lxd/shell.ts";
import { CommandMarks } from "./commandMarks.ts";
import { Ring } from "./ring.ts";
import { takeSnapshot } from "./snapshot.ts";
import {
  clampSize,
  mustPause,
  type Size,
  smallestSize,
  type Viewer,
  type ViewerSocket,
} from "./viewers.ts";

/** Close code that sends a client back to connect again. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const SERVICE_RESTART = 1012;

export interface TerminalOptions {
  /** Opens the shell at a size, and finds the same one again after it was lost. */
  open(size: Size, events: ShellEvents): Promise<Shell>;
  /** Where the stream stands: 0 unless the server found an older terminal again. */
  offset: number;
  /** What an earlier server kept of this terminal's stream. */
  past: Buffer;
  /** Whether a lost shell may come back: the lab lives. */
  alive(): boolean;
  /** A command of the student's ended, with its exit status. */
  onCommandEnd(status: number): void;
  /** Bytes that the shell wrote. */
  onOutput(chunk: Buffer): void;
  /** The shell ended, or (`lost`) will not come back; this terminal serves no more. */
  onOver(end: { lost: boolean }): void;
}

/** Pauses between tries to find a lost shell again (ms); the last one is repeated. */
const RETRIES = [50, 250, 500, 1_000];
/** How long a lost shell is looked for (ms): a daemon that was killed is back in a few seconds. */
const SEARCH = 60_000;
/** Keystrokes kept while the shell is lost (bytes). */
const TYPED_MEANWHILE = 64 * 1024;

/** What a viewer may do with the terminal it is attached to. */
export interface Attachment {
  input(data: Buffer): void;
  resize(size: Size): void;
  ack(offset: number): void;
  detach(): void;
}

/** One shell and those who look at it: bytes counted, kept for who returns, paced by who is slowest. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #ring: Ring;
  readonly #marks = new CommandMarks();
  readonly #viewers = new Set<Viewer>();
  #shell: Shell | undefined;
  #opening: Promise<void> | undefined;
  #size: Size = { cols: 80, rows: 24 };
  #paused = false;
  #over = false;
  #typed: Buffer = Buffer.alloc(0);

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#ring = new Ring(LIMITS.ring, options.offset, options.past);
  }

  /**
   * Joins a viewer: tells it where the stream stands, then gives it what it lacks.
   * @param from bytes that it already has.
   * @throws when the shell cannot be opened.
   */
  async attach(socket: ViewerSocket, size: Size, from: number): Promise<Attachment> {
    const viewer: Viewer = { socket, size: clampSize(size), acked: from, greeted: false };
    this.#viewers.add(viewer);
    try {
      this.#fit(viewer);
      await this.#open();
      await this.#greet(viewer, from);
    } catch (error) {
      this.#detach(viewer);
      throw error;
    }
    return {
      input: (data) => this.write(data),
      resize: (wanted) => {
        viewer.size = clampSize(wanted);
        this.#fit(viewer);
      },
      ack: (offset) => {
        viewer.acked = Math.max(viewer.acked, Math.min(offset, this.#ring.end));
        this.#pace();
      },
      detach: () => this.#detach(viewer),
    };
  }

  /** The end of the stream, as it would be kept for another server. */
  get bytes(): Buffer {
    return this.#ring.bytes;
  }

  /** Types into the shell. While it is lost keystrokes are kept, whole or not at all. */
  write(data: Buffer): void {
    if (this.#shell) this.#shell.write(data);
    else if (this.#typed.length + data.length <= TYPED_MEANWHILE)
      this.#typed = Buffer.concat([this.#typed, data]);
  }

  /** Sends every viewer away to come back, and hangs up. */
  async close(reason: string, code = SERVICE_RESTART): Promise<void> {
    this.#over = true;
    for (const { socket } of this.#viewers) socket.close(code, reason);
    this.#viewers.clear();
    // A shell that could not be opened needs no hanging up; who asked for it was told.
    await this.#opening?.catch(() => undefined);
    await this.#shell?.close();
  }

  #open(): Promise<void> {
    this.#opening ??= this.#openShell();
    return this.#opening;
  }

  async #openShell(): Promise<void> {
    const { cols, rows } = this.#size;
    this.#shell = await this.#options.open(
      { cols, rows },
      {
        data: (chunk) => this.#onData(chunk),
        exit: (end) => this.#onExit(end),
      },
    );
    // A viewer may have come, gone or changed its size meanwhile.
    if (cols !== this.#size.cols || rows !== this.#size.rows)
      this.#shell.resize(this.#size.cols, this.#size.rows);
    if (this.#paused) this.#shell.pause();
    if (this.#typed.length > 0) this.#shell.write(this.#typed);
    this.#typed = Buffer.alloc(0);
  }

  async #greet(viewer: Viewer, from: number): Promise<void> {
    const missed = this.#ring.since(from);
    if (missed) {
      viewer.acked = from;
      this.#hello(viewer, { offset: from, mode: "replay" });
      if (missed.length > 0) viewer.socket.send(missed);
      return;
    }
    // What comes while the emulator draws must not be lost: only a picture of all there is will do.
    for (;;) {
      const offset = this.#ring.end;
      const drawn = await takeSnapshot(this.#ring.bytes, this.#size, this.#ring.cut);
      const since = this.#ring.since(offset);
      if (!since) continue;
      viewer.acked = offset;
      this.#hello(viewer, { offset, mode: "snapshot" });
      viewer.socket.send(drawn);
      if (since.length > 0) viewer.socket.send(since);
      return;
    }
  }

  #hello(viewer: Viewer, frame: { offset: number; mode: "replay" | "snapshot" }): void {
    viewer.socket.tell({ type: "hello", ...frame, readonly: false });
    viewer.greeted = true;
    const { cols, rows } = this.#size;
    if (cols !== viewer.size.cols || rows !== viewer.size.rows)
      viewer.socket.tell({ type: "size", cols, rows });
  }

  #onData(chunk: Buffer): void {
    this.#ring.append(chunk);
    for (const viewer of this.#viewers) if (viewer.greeted) viewer.socket.send(chunk);
    this.#pace();
    this.#options.onOutput(chunk);
    for (const status of this.#marks.push(chunk)) this.#options.onCommandEnd(status);
  }

  #onExit(end: ShellEnd): void {
    if (this.#over) return;
    this.#shell = undefined;
    if (end.lost) {
      void this.#findAgain();
      return;
    }
    this.#over = true;
    for (const { socket } of this.#viewers) socket.tell({ type: "exit", code: end.code });
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
    for (const { socket } of this.#viewers) socket.close(SERVICE_RESTART, "lab injoignable");
    this.#options.onOver({ lost: true });
  }

  #detach(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#fit(viewer);
    this.#pace();
  }

  /** Follows the smallest viewer; all but the one who caused the change are told. */
  #fit(cause: Viewer): void {
    const size = smallestSize(this.#viewers);
    if (!size) return;
    const changed = size.cols !== this.#size.cols || size.rows !== this.#size.rows;
    this.#size = size;
    if (changed) this.#shell?.resize(size.cols, size.rows);
    const frame: ServerFrame = { type: "size", ...size };
    for (const viewer of this.#viewers) {
      const shrunk = size.cols !== viewer.size.cols || size.rows !== viewer.size.rows;
      if (viewer.greeted && (viewer === cause ? shrunk : changed)) viewer.socket.tell(frame);
    }
  }

  #pace(): void {
    const pause = mustPause(this.#viewers, this.#ring.end, this.#paused);
    if (pause === this.#paused) return;
    this.#paused = pause;
    if (pause) this.#shell?.pause();
    else this.#shell?.resume();
  }
}
