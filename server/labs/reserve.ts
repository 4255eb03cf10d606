/** Between how many machines stand ready, as more or fewer are asked for. */
export interface Bounds {
  least: number;
  most: number;
}

/** Machines that a class will need, from an hour to an hour (epoch, ms). */
export interface Reservation {
  machines: number;
  from: number;
  until: number;
}

/** So many stand ready as were asked for within this time (ms). */
const DEMAND = 300_000;

/** How many machines are to stand ready: what is asked for lately, within bounds, or what a class has reserved. */
export class Reserve {
  readonly #bounds: Bounds;
  readonly #reservations: () => readonly Reservation[];
  readonly #now: () => number;
  /** When machines were asked for, oldest first (epoch, ms). */
  #asked: number[] = [];
  /** How many were asked for since each reservation began. */
  readonly #taken = new WeakMap<Reservation, number>();

  /** @param reservations as they are now: classes come and go while the server runs */
  constructor(
    bounds: Bounds,
    reservations: () => readonly Reservation[],
    now: () => number = Date.now,
  ) {
    this.#bounds = bounds;
    this.#reservations = reservations;
    this.#now = now;
  }

  /** Somebody asked for a machine, whether one stood ready or not. */
  asked(): void {
    this.#asked.push(this.#now());
    // Whoever comes in the hours of a class is counted as of the class: each has one reserved machine less to come.
    for (const each of this.#running()) this.#taken.set(each, this.#takenOf(each) + 1);
  }

  /** How many are to stand ready now. */
  wanted(): number {
    const now = this.#now();
    this.#asked = this.#asked.filter((at) => now - at < DEMAND);
    const { least, most } = this.#bounds;
    const demand = Math.max(least, Math.min(most, this.#asked.length));
    const reserved = this.#running().map((each) => each.machines - this.#takenOf(each));
    return Math.max(demand, ...reserved);
  }

  #running(): Reservation[] {
    const now = this.#now();
    return this.#reservations().filter(({ from, until }) => from <= now && now < until);
  }

  #takenOf(reservation: Reservation): number {
    return this.#taken.get(reservation) ?? 0;
  }
}

/** One reservation as it is written in the configuration: `30@2026-11-23T08:30/2026-11-23T12:00`, local time. */
const RESERVATION =
  /^(\d{1,3})@(\d{4}-\d\d-\d\dT\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)\/(\d{4}-\d\d-\d\dT\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)$/;

/** Reads reservations, separated by commas; `undefined` when one makes no sense. */
export function parseReservations(text: string): Reservation[] | undefined {
  const read = text
    .split(",")
    .filter((each) => each.trim())
    .map((each) => {
      const [, machines, from = "", until = ""] = RESERVATION.exec(each.trim()) ?? [];
      return { machines: Number(machines), from: Date.parse(from), until: Date.parse(until) };
    });
  return read.every(({ machines, from, until }) => machines > 0 && from < until) ? read : undefined;
}

/** Reads bounds: `2`, or `2-10`; `undefined` when they make no sense. */
export function parseBounds(text: string): Bounds | undefined {
  const [, low = "", high = low] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const [least, most] = [Number(low), Number(high)];
  return low !== "" && least <= most ? { least, most } : undefined;
}
