import { describe, expect, test } from "vitest";
import { type Life, mayBecome, publicState, readLife } from "./states.ts";

const LIVES: Life[] = ["starting", "ready", "resetting", "ending", "ended"];

describe("a lab's life", () => {
  test("ends once, and for good", () => {
    for (const life of LIVES) {
      expect(mayBecome("ended", life)).toBe(false);
      if (life !== "ended") expect(mayBecome(life, "ended")).toBe(true);
    }
  });
  test("is made anew only once it has been ready", () => {
    expect(LIVES.filter((life) => mayBecome(life, "resetting"))).toEqual(["ready"]);
  });
  test("shows a person only what the contract has", () => {
    expect(LIVES.map(publicState)).toEqual(["starting", "ready", "resetting", "ended", "ended"]);
  });
  test("is read from a key that any server may have written", () => {
    expect(LIVES.map(readLife)).toEqual(LIVES);
    expect([readLife(undefined), readLife("toString"), readLife("")]).toEqual([
      "starting",
      "starting",
      "starting",
    ]);
  });
});
