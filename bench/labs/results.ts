import { median, quantile } from "../statistics.ts";
import type { Sizes } from "./sizes.ts";

/** Times of one kind (ms): what is shown, and what it was made from. */
export interface Times {
  median: number;
  p95: number;
  samples: number[];
}

/** Labs at rest. */
export interface Idle {
  labs: number;
  /** Host memory for each (bytes). */
  memory: number;
  /** Share of all processors that is busy, what the host of a virtual machine causes left out. */
  cpu: number;
  /** Those that did not live to the end. */
  dead: number;
  /** Echo of the one in which somebody types. */
  echo: Times;
}

/** A class that arrives. */
export interface Arrival {
  asked: number;
  served: number;
  errors: string[];
  /** From the click to the prompt. */
  prompt: Times;
  /** Those who were told their place in the queue. */
  queued: number;
  /** Labs that ended a minute, all being told to at once, and instances that were left. */
  ends: number;
  left: number;
}

/** The neighbour's echo while somebody attacks. */
export interface Attack {
  name: string;
  echo: Times;
}

/** What was measured; what could not be is missing. */
export interface Figures {
  warm?: Times;
  /** The same where the lesson prepares something. */
  prepared?: Times;
  cold?: Times;
  /** `lxc launch`, then `lxc exec`. */
  plain?: Times;
  /** Machines a minute that the pool makes. */
  refill?: number;
  throughput?: { concurrency: number; perMinute: number }[];
  idle?: Idle[];
  arrival?: Arrival;
  quiet?: Times;
  attacks?: Attack[];
  rollback?: Times;
  reset?: Times;
}

/** One run, as `bench/results/labs.json` has it. */
export interface Results {
  bench: "labs";
  /** RFC 3339. */
  date: string;
  quick: boolean;
  machine: Record<string, string | number>;
  effort: Sizes;
  figures: Figures;
  /** Measures that failed, and why. */
  failures: Record<string, string>;
}

/** What is shown of samples (ms). */
export function times(samples: number[]): Times {
  return { median: median(samples), p95: quantile(samples, 0.95), samples };
}
