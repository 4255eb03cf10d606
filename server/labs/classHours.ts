import type { Class } from "../store/classes.ts";
import type { Reservation } from "./reserve.ts";

/** Machines stand ready so long before a class begins (ms): sixty take minutes to start. */
const AHEAD = 15 * 60_000;

/** What classes reserve: one machine a student, from some time before the hour to the end. */
export class ClassHours {
  #held = new Map<string, Reservation>();

  /** Reservations as they are now; one that stayed the same stays the same object, with what was taken of it. */
  get reservations(): readonly Reservation[] {
    return [...this.#held.values()];
  }

  /** Takes these classes, and no others. */
  take(classes: readonly Class[]): void {
    const next = classes.map(({ id, size, starts, ends }): [string, Reservation] => {
      const wanted = { machines: size, from: starts - AHEAD, until: ends };
      const held = this.#held.get(id);
      const same =
        held?.machines === wanted.machines &&
        held.from === wanted.from &&
        held.until === wanted.until;
      return [id, same ? held : wanted];
    });
    this.#held = new Map(next);
  }
}
