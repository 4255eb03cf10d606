import type { BoardColumn, BoardStep } from "../protocol-board.ts";
import type { StepError, StepStanding } from "../store/observations.ts";
import { keyOf } from "./rows.ts";

/** Complaints that are told of one step. */
const COMPLAINTS = 5;

/** How each step of a class goes. */
export function stepStatistics(
  columns: readonly BoardColumn[],
  standings: readonly StepStanding[],
  errors: readonly StepError[],
): BoardStep[] {
  const at = Map.groupBy(standings, keyOf);
  const wrong = Map.groupBy(errors, keyOf);
  return columns.map((column) => {
    const here = at.get(keyOf(column)) ?? [];
    const passed = here.filter(({ state }) => state === "done");
    return {
      begun: here.length,
      passed: passed.length,
      median: median(passed.map(secondsOf).filter((seconds) => seconds !== null)),
      tries: here.reduce((sum, { tries }) => sum + tries, 0),
      errors: commonest(wrong.get(keyOf(column)) ?? []),
    };
  });
}

/** How long a step took (s); null for one that is not done, or was done before anybody looked. */
export function secondsOf({ begun, done }: Pick<StepStanding, "begun" | "done">): number | null {
  return done === null || done <= begun ? null : Math.round((done - begun) / 1000);
}

/** The middle of some numbers, the mean of the two middle ones where there are two; null of none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The same complaint of several students is one. */
function commonest(errors: readonly StepError[]): BoardStep["errors"] {
  const kinds = [...Map.groupBy(errors, ({ kind }) => kind).values()];
  return kinds
    .map((same) => ({
      line: same[0]?.line ?? "",
      count: same.reduce((sum, { count }) => sum + count, 0),
    }))
    .sort((a, b) => b.count - a.count || a.line.localeCompare(b.line))
    .slice(0, COMPLAINTS);
}
