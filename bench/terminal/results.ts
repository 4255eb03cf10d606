import type { CpuShare } from "./measures/cpu.ts";
import type { Stall } from "./measures/stall.ts";

/** Times of one kind: what is shown, and what it was made from. */
export interface Times {
  /** ms */
  median: number;
  /** ms */
  p95: number;
  /** ms, in the order in which they were taken. */
  samples: number[];
}

/** What was measured of one contender; what could not be is missing. */
export interface Figures {
  connect?: Times;
  echo?: Times;
  /** MB/s, 1 MB = 10⁶ bytes. */
  bulk?: { median: number; samples: number[] };
  /** Bytes for each session. */
  memory?: number;
  cpu?: CpuShare;
  stall?: Stall;
  /** From the start of a server after a `kill -9` to the running program on the screen (ms). */
  revival?: number;
}

export type Measure = keyof Figures;

/** One contender in one run. */
export interface Entry {
  name: string;
  label: string;
  /** Why it is not there, French. */
  absent?: string;
  figures: Figures;
  /** Measures that failed, and why. */
  failures: Partial<Record<Measure, string>>;
}

/** One run, as `bench/results/terminal.json` has it. */
export interface Results {
  bench: "terminal";
  /** RFC 3339. */
  date: string;
  quick: boolean;
  /** What it ran on: processor, cores, memory, kernel, versions. */
  machine: Record<string, string | number>;
  /** How much was measured: rounds, keys, sessions, bytes. */
  effort: Record<string, number>;
  entries: Entry[];
}

/** The figures of a contender that has run; `undefined` for one that has not. */
export function figuresOf(results: Results, name: string): Figures | undefined {
  const entry = results.entries.find((each) => each.name === name);
  return entry?.absent === undefined ? entry?.figures : undefined;
}

/** Gateway and daemon together (1 = one core); `undefined` when one of them is not known. */
export function cpuTotal(cpu: CpuShare | undefined): number | undefined {
  return cpu?.lxd === undefined ? undefined : cpu.gateway + cpu.lxd;
}
