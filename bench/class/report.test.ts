import { expect, test } from "vitest";
import { reached } from "../labs/goals.ts";
import { times } from "../labs/results.ts";
import { goalsOf, report } from "./report.ts";
import { type ClassFigures, QUICK, type Results, slopeOf } from "./results.ts";

const figures = (students: number, echo: number): ClassFigures => ({
  students,
  arrival: times([1_000, 2_000]),
  echo: times([echo]),
  board: times([200]),
  busy: 10 * students,
  idle: students,
  memory: 100e6 + students * 1e6,
});
const CLASSES = [figures(10, 5), figures(30, 60), figures(60, 90)];

const RESULTS: Results = {
  bench: "class",
  date: "2026-01-01T00:00:00.000Z",
  quick: true,
  machine: { cores: 2 },
  effort: QUICK,
  classes: CLASSES,
  failures: { "90 élèves": "plus de mémoire" },
};

test("the goals are those of the class of thirty", () => {
  const [board, echo] = goalsOf(CLASSES);
  expect(board).toMatchObject({ value: 200, limit: 1000 });
  expect(echo).toMatchObject({ value: 60, limit: 50 });
  expect(echo && reached(echo)).toBe(false);
  expect(goalsOf([figures(4, 5)])[1]?.value).toBe(5);
  expect(goalsOf([])[0]?.value).toBeUndefined();
});

test("one student more costs what the largest class costs beyond the smallest", () => {
  expect(slopeOf(CLASSES)).toEqual({ busy: 10, idle: 1, memory: 1e6 });
  expect(slopeOf(CLASSES.slice(0, 1))).toBeUndefined();
});

test("tells goals, sizes, the cost of a student and failures in French", () => {
  const text = report(RESULTS);
  expect(text).toMatch(/écho des élèves, p95, 30 élèves +\| +≤ 50\u00a0ms \| +60\u00a0ms \| +✘/);
  expect(text).toMatch(/de la commande au tableau +\| +200 \(200\) \|/);
  expect(text).toContain("10\u00a0ms de processeur par seconde au travail");
  expect(text).toContain("- 90 élèves\u00a0: plus de mémoire");
});
