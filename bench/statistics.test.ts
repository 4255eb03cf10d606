import { describe, expect, test } from "vitest";
import { median, quantile, rotate } from "./statistics.ts";

describe("quantile", () => {
  test("interpolates between samples, in whatever order they are", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30], 0)).toBe(10);
    expect(quantile([10, 20, 30], 1)).toBe(30);
    expect(quantile([0, 100], 0.95)).toBe(95);
  });
  test("of one sample is that sample, of none is no number", () => {
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
  test("leaves the samples as they were", () => {
    const samples = [3, 1, 2];
    median(samples);
    expect(samples).toEqual([3, 1, 2]);
  });
});

describe("rotate", () => {
  test("begins each round with another one", () => {
    expect([0, 1, 2, 3].map((round) => rotate(["a", "b", "c"], round).join(""))).toEqual([
      "abc",
      "bca",
      "cab",
      "abc",
    ]);
    expect(rotate([], 3)).toEqual([]);
  });
});
