/** How much of everything is measured. Times in ms, sizes in bytes. */
export interface Sizes {
  labs: number;
  connectRounds: number;
  keys: number;
  bulkRounds: number;
  bulkBytes: number;
  memoryRounds: number;
  memorySessions: number;
  cpuRounds: number;
  cpuSessions: number;
  cpuDuration: number;
  stallDuration: number;
}

/** A whole run: about a quarter of an hour. */
export const FULL: Sizes = {
  labs: 9,
  connectRounds: 40,
  keys: 400,
  bulkRounds: 5,
  bulkBytes: 32 * 2 ** 20,
  memoryRounds: 3,
  memorySessions: 20,
  cpuRounds: 1,
  cpuSessions: 50,
  cpuDuration: 15_000,
  stallDuration: 30_000,
};

/** A short run: some minutes, and rough. */
export const QUICK: Sizes = {
  labs: 9,
  connectRounds: 10,
  keys: 200,
  bulkRounds: 3,
  bulkBytes: 8 * 2 ** 20,
  memoryRounds: 1,
  memorySessions: 20,
  cpuRounds: 1,
  cpuSessions: 50,
  cpuDuration: 5_000,
  stallDuration: 5_000,
};
