import { expect, test } from "vitest";
import { warmth } from "./heatMap.ts";

test("a cell is warmer with tries in vain and with time above the median", () => {
  expect([0, 1, 3, 6, 60].map((tries) => warmth(tries, 0, null))).toEqual([0, 1, 2, 3, 3]);
  expect([60, 91, 181].map((seconds) => warmth(0, seconds, 60))).toEqual([0, 1, 2]);
  expect(warmth(6, 181, 60)).toBe(3);
});

test("without a median time says nothing", () => {
  expect(warmth(0, 9_999, null)).toBe(0);
});
