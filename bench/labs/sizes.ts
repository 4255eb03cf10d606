/** How much of everything is measured. Times in ms. */
export interface Sizes {
  /** Starts of each kind. */
  starts: number;
  /** Machines that a pool makes again after all were taken, and how often that is measured. */
  refill: number;
  refills: number;
  /** Machines made at each concurrency. */
  throughput: number;
  /** Labs at rest, from the fewest to the most. */
  idle: number[];
  /** How long a machine at rest is watched. */
  idleDuration: number;
  /** Students who arrive, and within how long. */
  students: number;
  arrival: number;
  /** Machines ahead of need as they arrive. */
  pool: number;
  /** Keys that the neighbour of an attacker types, quiet and during each attack. */
  keys: number;
  /** Ways back, of each kind. */
  rollbacks: number;
}

/** A whole run: about twenty minutes. */
export const FULL: Sizes = {
  starts: 30,
  refill: 20,
  refills: 3,
  throughput: 16,
  idle: [10, 50, 100],
  idleDuration: 20_000,
  students: 30,
  arrival: 2_000,
  pool: 8,
  keys: 300,
  rollbacks: 10,
};

/** A short run: some minutes, and rough. */
export const QUICK: Sizes = {
  starts: 5,
  refill: 4,
  refills: 1,
  throughput: 8,
  idle: [4, 8],
  idleDuration: 5_000,
  students: 8,
  arrival: 1_000,
  pool: 2,
  keys: 60,
  rollbacks: 3,
};
