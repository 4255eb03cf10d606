import type { Miniature } from "../protocol-board.ts";
import { MiniatureScreen } from "./miniature.ts";
import type { Terminal } from "./terminal.ts";

/** A drawing serves everybody who asks within this time (ms). */
const FRESH = 900;
/** An emulator that nobody asked for in this time goes (ms). */
const FORGET = 10_000;

/** A screen that somebody looks at. */
interface Kept {
  screen: MiniatureScreen;
  drawing: Promise<Miniature>;
  at: number;
  end: number;
}

/** Miniatures of terminals: each has an emulator only while somebody asks for it. */
export class Miniatures {
  readonly #kept = new Map<Terminal, Kept>();
  #timer: NodeJS.Timeout | undefined;

  /** What a terminal shows, at most once a second. */
  of(terminal: Terminal, name: string): Promise<Miniature> {
    const now = performance.now();
    this.#timer ??= setTimeout(() => this.#forget(), FORGET).unref();
    const known = this.#kept.get(terminal);
    if (known && (now - known.at < FRESH || known.end === terminal.ring.end)) {
      if (known.end === terminal.ring.end) known.at = now;
      return known.drawing;
    }
    const screen = known?.screen ?? new MiniatureScreen();
    const before = known?.drawing.catch(() => undefined) ?? Promise.resolve();
    const drawing = before.then(() => screen.draw(terminal.ring, terminal.size, name));
    this.#kept.set(terminal, { screen, drawing, at: now, end: terminal.ring.end });
    return drawing;
  }

  #forget(): void {
    const now = performance.now();
    for (const [terminal, { screen, at }] of this.#kept)
      if (now - at > FORGET) {
        screen.dispose();
        this.#kept.delete(terminal);
      }
    this.#timer =
      this.#kept.size > 0 ? setTimeout(() => this.#forget(), FORGET).unref() : undefined;
  }
}
