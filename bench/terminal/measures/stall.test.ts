import { expect, test } from "vitest";
import { lastingPeak } from "./stall.ts";

test.each([
  ["nothing was looked at", [], 0],
  ["one look says nothing yet", [9], 0],
  ["a child that came and went is left out", [1, 1, 12, 1, 1], 1],
  ["what grows and goes again counts", [1, 5, 8, 9, 2], 8],
  ["what grows and stays counts whole", [1, 5, 9, 9], 9],
  ["what shrinks has not grown", [-3, -4, -2], 0],
])("%s", (_what, looks, expected) => {
  expect(lastingPeak(looks)).toBe(expected);
});
