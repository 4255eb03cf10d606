import type { Ring } from "./ring.ts";
import { takeSnapshot } from "./snapshot.ts";
import type { Size } from "./viewers.ts";

/** How long a picture serves those who come just after the first (ms). */
const FRESH = 1_000;

/** Pictures of one terminal: a class that comes to look on at once has one drawn, not sixty. */
export class Pictures {
  #last: { end: number; size: Size; drawn: Promise<Buffer> } | undefined;

  /** What redraws the screen as the stream stands now. */
  of(ring: Ring, size: Size): Promise<Buffer> {
    const last = this.#last;
    const { end } = ring;
    if (last?.end === end && last.size.cols === size.cols && last.size.rows === size.rows)
      return last.drawn;
    const made = { end, size, drawn: takeSnapshot(ring.picture, size) };
    this.#last = made;
    setTimeout(() => {
      if (this.#last === made) this.#last = undefined;
    }, FRESH).unref();
    return made.drawn;
  }
}
