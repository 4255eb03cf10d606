import { describe, expect, test } from "vitest";
import { descendants, parseStat } from "./processes.ts";

describe("parseStat", () => {
  test("reads name, parent and processor time, whatever the name is", () => {
    const line =
      "42 (a ) b) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 1 0 100 1000 10 18446744073709551615";
    expect(parseStat(line)).toEqual({ pid: 42, name: "a ) b", parent: 7, cpu: 2000 });
  });
});

describe("descendants", () => {
  const stat = (pid: number, parent: number) => ({ pid, parent, name: "x", cpu: 0 });
  const all = [stat(1, 0), stat(2, 1), stat(3, 2), stat(4, 1), stat(5, 3), stat(9, 1)];
  test("are the process itself, its children, and theirs", () => {
    expect(descendants(all, 2).map(({ pid }) => pid)).toEqual([2, 3, 5]);
  });
  test("of a process that is not there are none", () => {
    expect(descendants(all, 77)).toEqual([]);
  });
});
