import { expect, test } from "vitest";
import { goalsOf, reached } from "./goals.ts";
import { RESULTS } from "./results.example.ts";

const goals = Object.fromEntries(goalsOf(RESULTS).map((goal) => [goal.key, goal]));

test("ratios are to the contender that each goal names", () => {
  expect(goals.connectRaw?.value).toBeCloseTo(1.2);
  expect(goals.connectWetty?.value).toBeCloseTo(0.6);
  expect(goals.echoNodePty?.value).toBeCloseTo(0.5);
  expect(goals.bulk?.value).toBeCloseTo(1.5);
  expect(goals.cpu?.value).toBeCloseTo(0.4);
});

test("differences and sizes are told in their units", () => {
  expect(goals.echoRaw?.value).toBeCloseTo(0.2);
  expect(goals.memory?.value).toBeCloseTo(0.7);
  expect(goals.stallGrowth?.value).toBeCloseTo(6);
  expect(goals.stallInterrupt?.value).toBe(12);
});

test("reached means on the right side of the limit, the limit included", () => {
  expect(reached({ ...goals.connectRaw!, value: 1.3 })).toBe(true);
  expect(reached({ ...goals.connectRaw!, value: 1.31 })).toBe(false);
  expect(reached({ ...goals.bulk!, value: 1.3 })).toBe(true);
  expect(reached({ ...goals.bulk!, value: 1.29 })).toBe(false);
});

test("a goal against a contender that is not there has no value, and is neither reached nor missed", () => {
  const entries = RESULTS.entries.map((entry) =>
    entry.name === "wetty" ? { ...entry, absent: "npm : pas de compilateur" } : entry,
  );
  const goal = goalsOf({ ...RESULTS, entries }).find(({ key }) => key === "connectWetty")!;
  expect(goal.value).toBeUndefined();
  expect(reached(goal)).toBeUndefined();
});
