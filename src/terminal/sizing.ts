/** Columns and rows of a terminal, in cells. */
export interface Size {
  cols: number;
  rows: number;
}

/** What a terminal's size depends on, and whom it concerns. */
export interface SizingOptions {
  /** What its place holds; null while it is not shown. */
  room(): Size | null;
  /** Gives the emulator this size. */
  apply(size: Size): void;
  /** Tells the shell that this viewer has room for so much. */
  tell(size: Size): void;
}

/**
 * The shell is told once the size has been calm for so long (ms): programs redraw at every change,
 * and a divider that is dragged changes it at every frame.
 */
const CALM = 150;

/** Keeps an emulator as large as its place, unless another viewer of the same terminal has less room. */
export class Sizing {
  readonly #options: SizingOptions;
  #wanted: Size;
  #told: Size | null = null;
  /** Whether what is told arrives. */
  #connected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param start size to begin with, where the place is not shown yet */
  constructor(start: Size, options: SizingOptions) {
    this.#wanted = start;
    this.#options = options;
  }

  /** Takes the size of the place, if that has changed. */
  fit(): void {
    const room = this.#options.room();
    if (!room || same(room, this.#wanted)) return;
    this.#wanted = room;
    this.#options.apply(room);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), CALM);
  }

  /** The size to connect with. */
  connect(): Size {
    this.#told = this.#wanted;
    return this.#wanted;
  }

  /** The connection stands: the terminal has the viewer's own size, until it is granted less. */
  connected(): void {
    this.#connected = true;
    this.#options.apply(this.#wanted);
    this.#tell();
  }

  /** The connection is lost, or not there yet: the size is told when it stands again. */
  disconnected(): void {
    this.#connected = false;
  }

  /** The shell has this size now: the smallest of its viewers. @returns whether there is room for more */
  granted(size: Size): boolean {
    this.#options.apply(size);
    return size.cols < this.#wanted.cols || size.rows < this.#wanted.rows;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    if (!this.#connected || (this.#told && same(this.#told, this.#wanted))) return;
    this.#told = this.#wanted;
    this.#options.tell(this.#wanted);
  }
}

function same(a: Size, b: Size): boolean {
  return a.cols === b.cols && a.rows === b.rows;
}
