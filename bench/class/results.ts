import type { Times } from "../labs/results.ts";

/** How much is measured. Times in ms. */
export interface Sizes {
  /** Students of a class, from the fewest to the most. */
  students: number[];
  /** How long a class at work is watched. */
  work: number;
}

/** A whole run: about ten minutes. */
export const FULL: Sizes = { students: [10, 30, 60], work: 30_000 };
/** A short run: some minutes, and rough. */
export const QUICK: Sizes = { students: [2, 4], work: 5_000 };

/** A class of one size, each student in a real lab, with an instructor before the board. Times in ms. */
export interface ClassFigures {
  students: number;
  /** From the class's code to the prompt, all at once, a machine standing ready for each. */
  arrival: Times;
  /** Echo of every student's keys while all of them work. */
  echo: Times;
  /** From the Enter key to the step that is done on the board, while all work. */
  board: Times;
  /** Processor time of the server a second while all work (ms), and while nobody does anything. */
  busy: number;
  idle: number;
  /** Memory of the server while all work (bytes). */
  memory: number;
}

/** One run, as `bench/results/class.json` has it. */
export interface Results {
  bench: "class";
  /** RFC 3339. */
  date: string;
  quick: boolean;
  machine: Record<string, string | number>;
  effort: Sizes;
  classes: ClassFigures[];
  /** Sizes that could not be measured, and why. */
  failures: Record<string, string>;
}

/** What one student more costs the server: the slope between the smallest and the largest class. */
export interface Slope {
  /** Processor time a second (ms). */
  busy: number;
  idle: number;
  /** Bytes. */
  memory: number;
}

/** @returns undefined where there is only one size */
export function slopeOf(classes: readonly ClassFigures[]): Slope | undefined {
  const [least, most] = [classes[0], classes.at(-1)];
  if (!least || !most || least.students === most.students) return undefined;
  const per = (what: "busy" | "idle" | "memory") =>
    (most[what] - least[what]) / (most.students - least.students);
  return { busy: per("busy"), idle: per("idle"), memory: per("memory") };
}
