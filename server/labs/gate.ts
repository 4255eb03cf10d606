/** One who waits for a slot. */
interface Waiting {
  enter(): void;
  moved(position: number): void;
}

/** Starts from which the pace is known: the latest ones tell how the machine is now. */
const REMEMBERED = 15;

/**
 * Bounds how many machines are started at a time: more only make each other wait. Somebody's start goes first,
 * in the order of asking; work ahead of need runs only while nobody waits.
 */
export class StartGate {
  readonly #slots: number;
  readonly #waiting: Waiting[] = [];
  readonly #later: (() => void)[] = [];
  /** How long the latest starts took, once it was their turn (ms). */
  readonly #took: number[] = [];
  #running = 0;
  #background = 0;

  /** @param slots starts at a time, of each kind. */
  constructor(slots: number) {
    this.#slots = slots;
  }

  /** How many wait for their turn. */
  get length(): number {
    return this.#waiting.length;
  }

  /** How long a start takes here at present, its median (ms); undefined before the first. */
  get pace(): number | undefined {
    return this.#took.toSorted((a, b) => a - b)[Math.floor(this.#took.length / 2)];
  }

  /**
   * Runs a start when its turn comes.
   * @param moved hears the place in the queue, the next one being 1, whenever it changes; 0 as it begins.
   */
  async start<T>(work: () => Promise<T>, moved: (position: number) => void): Promise<T> {
    if (this.#running < this.#slots) this.#running++;
    else
      await new Promise<void>((enter) => {
        this.#waiting.push({ enter, moved });
        moved(this.#waiting.length);
      });
    try {
      moved(0);
      const from = performance.now();
      const made = await work();
      this.#took.push(performance.now() - from);
      if (this.#took.length > REMEMBERED) this.#took.shift();
      return made;
    } finally {
      this.#release();
    }
  }

  /** Runs what nobody waits for. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running > 0 || this.#background >= this.#slots)
      await new Promise<void>((resolve) => this.#later.push(resolve));
    this.#background++;
    try {
      return await work();
    } finally {
      this.#background--;
      this.#wake();
    }
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (!next) {
      this.#running--;
      this.#wake();
      return;
    }
    next.enter();
    this.#waiting.forEach(({ moved }, index) => moved(index + 1));
  }

  #wake(): void {
    for (const resolve of this.#later.splice(0)) resolve();
  }
}
