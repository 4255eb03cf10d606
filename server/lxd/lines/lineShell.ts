import { once } from "node:events";
import type { Socket } from "node:net";
import type { Shell, ShellEvents } from "../shell.ts";
import { FRAME, frame, FrameReader } from "./frames.ts";

/** Longest frame of keystrokes: a keeper reads the next one when this one is typed (bytes). */
const KEYS = 16 * 1024;

/** A shell at the other end of its keeper's line. */
export class LineShell implements Shell {
  readonly #socket: Socket;
  #over = false;

  constructor(socket: Socket, events: ShellEvents) {
    this.#socket = socket;
    const over = (code: number, lost: boolean) => {
      if (this.#over) return;
      this.#over = true;
      socket.end();
      events.exit({ code, lost });
    };
    const reader = new FrameReader({
      data: (bytes) => events.data(bytes),
      frame: (kind, body) => {
        if (kind === FRAME.exit) over(Number.parseInt(body.toString(), 10) || 0, false);
      },
    });
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on("close", () => over(-1, true));
  }

  /** Asks for the bytes from an offset on, and all that follow. */
  start(from: number): void {
    this.#socket.write(frame(FRAME.from, String(from)));
    this.#socket.resume();
  }

  write(data: Buffer): void {
    if (!this.#socket.writable) return;
    for (let at = 0; at < data.length; at += KEYS)
      this.#socket.write(frame(FRAME.input, data.subarray(at, at + KEYS)));
  }

  get pendingInput(): number {
    return this.#socket.writableLength;
  }

  resize(cols: number, rows: number): void {
    if (this.#socket.writable) this.#socket.write(frame(FRAME.size, `${cols} ${rows}`));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Lets go of the line, when the keystrokes on it are through; the keeper keeps the shell. */
  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#over = true;
    this.#socket.resume();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), 1_000);
    await once(this.#socket, "close");
    clearTimeout(timer);
  }
}
