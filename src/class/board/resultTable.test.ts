import { expect, test } from "vitest";
import { sum } from "./resultTable.ts";

const step = (state: "none" | "todo" | "done", seconds: number | null, tries: number) => ({
  lesson: "lxc/un",
  step: "a",
  title: "A",
  state,
  begunAt: null,
  doneAt: null,
  seconds,
  tries,
});

test("steps are summed up, those of unknown time without it", () => {
  const steps = [
    step("done", 60, 2),
    step("done", null, 0),
    step("todo", null, 3),
    step("none", null, 0),
  ];
  expect(sum(steps)).toEqual({ done: 2, all: 4, time: 60_000, tries: 5 });
  expect(sum([])).toEqual({ done: 0, all: 0, time: 0, tries: 0 });
});
