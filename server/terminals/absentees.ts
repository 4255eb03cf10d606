/** How long a viewer whose connection broke is waited for (ms): a page comes back within seconds. */
const PATIENCE = 10_000;
/** How many may be waited for at once. */
const MOST = 8;

/**
 * Viewers whose connection was cut, for the moment in which they may come back: the shell waits for them as it would
 * had they stayed, so that the bytes which they lack are still there. Then it goes on without them.
 */
export class Absentees {
  readonly #places = new Map<NodeJS.Timeout, number>();
  readonly #onChange: () => void;

  /** @param onChange somebody is waited for no more. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Offset from which on somebody lacks the bytes; `Infinity` when nobody is away. */
  get needed(): number {
    return this.#places.size === 0 ? Infinity : Math.min(...this.#places.values());
  }

  /** @param acked how far the viewer had come. */
  add(acked: number): void {
    if (this.#places.size >= MOST) return;
    const timer = setTimeout(() => {
      this.#places.delete(timer);
      this.#onChange();
    }, PATIENCE);
    timer.unref();
    this.#places.set(timer, acked);
  }

  /** Somebody came back from here: the one whose place was nearest before it is away no more. */
  returned(from: number): void {
    let nearest: [NodeJS.Timeout, number] | undefined;
    for (const [timer, place] of this.#places)
      if (place <= from && place >= (nearest?.[1] ?? 0)) nearest = [timer, place];
    if (!nearest) return;
    clearTimeout(nearest[0]);
    this.#places.delete(nearest[0]);
  }

  /** Waits for nobody any more. */
  forget(): void {
    for (const timer of this.#places.keys()) clearTimeout(timer);
    this.#places.clear();
  }
}
