import { LIMITS } from "../protocol.ts";
import type { Shell } from "../lxd/shell.ts";
import { isAnswer } from "./answers.ts";
import type { Guest, Viewer } from "./viewers.ts";
import { Writers } from "./writers.ts";

/** How soon a writer is told what came of its keystrokes (ms); one frame a key would be one too many. */
const TELL_AFTER = 1_000;
/** Keystrokes after which it is told at once, so that a long paste flows (bytes). */
const TELL_EVERY = 16 * 1024;
/** Keystrokes kept while the shell is lost (bytes). */
const WAITING_MOST = LIMITS.typedWindow;
/** Keystrokes that a shell may leave unread; a program that reads nothing must not fill our memory (bytes). */
const UNREAD_MOST = 1024 * 1024;
/** Close code of a connection whose keystrokes could not be taken: its client sends them again. */
const TRY_AGAIN = 1013;

/** Keystrokes on their way to a shell: whole and in order, or refused together with what follows them. */
export class Keyboard {
  readonly #writers = new Writers();
  /** What each viewer was told of its keystrokes last. */
  readonly #told = new Map<Viewer, number>();
  /** Some of their keystrokes were not taken: what is still on the way after them must not overtake them. */
  readonly #refused = new WeakSet<Viewer>();
  /** Who typed last: of several emulators that answer a program's question, this one is heard. */
  #lead: Viewer | undefined;
  #shell: Shell | undefined;
  #waiting: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  /** A shell is there: it gets what was typed meanwhile. */
  plug(shell: Shell): void {
    this.#shell = shell;
    if (this.#waiting.length > 0) shell.write(this.#waiting);
    this.#waiting = Buffer.alloc(0);
  }

  /** The shell is lost: what is typed waits. */
  unplug(): void {
    this.#shell = undefined;
  }

  /** How many bytes of a guest's keystrokes came, if it counts them and that is known. */
  greet({ writer }: Guest): number | undefined {
    return writer && this.#writers.greet(writer.name, writer.sent);
  }

  /** A viewer types. An empty chunk asks for word of what came. */
  type(viewer: Viewer, data: Buffer): void {
    if (this.#refused.has(viewer)) return;
    if (this.#hears(viewer, data) && !this.press(data)) {
      this.#refused.add(viewer);
      return viewer.socket.close(TRY_AGAIN, "le shell ne lit pas");
    }
    if (!viewer.writer) return;
    const came = this.#writers.add(viewer.writer, data.length);
    const told = this.#told.get(viewer) ?? came - data.length;
    this.#told.set(viewer, told);
    if (data.length === 0 || came - told >= TELL_EVERY) this.#tell(viewer);
    this.#timer ??= setTimeout(() => this.tellAll(), TELL_AFTER);
  }

  /** Types. @returns false when there is no room: then nothing of it was taken. */
  press(data: Buffer): boolean {
    const unread = this.#shell ? this.#shell.pendingInput : this.#waiting.length;
    if (data.length > 0 && unread + data.length > (this.#shell ? UNREAD_MOST : WAITING_MOST))
      return false;
    if (this.#shell) this.#shell.write(data);
    else this.#waiting = Buffer.concat([this.#waiting, data]);
    return true;
  }

  /** A viewer has gone. */
  leave(viewer: Viewer): void {
    this.#told.delete(viewer);
    if (this.#lead === viewer) this.#lead = undefined;
  }

  /** Tells every writer what came; those of whom something is still on its way will be told again. */
  tellAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const viewer of this.#told.keys()) this.#tell(viewer);
    if (this.#told.size > 0 && !this.#given)
      this.#timer = setTimeout(() => this.tellAll(), TELL_AFTER);
  }

  #hears(viewer: Viewer, data: Buffer): boolean {
    if (data.length === 0) return true;
    // A program's question is for the student's emulator: a guest's must not answer it, nor take its place.
    if (viewer.watch) return viewer.watch.mayType() && !isAnswer(data);
    if (!this.#lead || !isAnswer(data)) this.#lead = viewer;
    return this.#lead === viewer;
  }

  /** Whether what came was also given to the shell, but for a little. */
  get #given(): boolean {
    return this.#shell !== undefined && this.#shell.pendingInput < TELL_EVERY;
  }

  #tell(viewer: Viewer): void {
    if (this.#given) this.#told.set(viewer, this.#writers.came(viewer.writer ?? ""));
    // What it was told before is a proof, too, that the connection lives.
    viewer.socket.tell({ type: "typed", offset: this.#told.get(viewer) ?? 0 });
    if (this.#given) this.#told.delete(viewer);
  }
}
