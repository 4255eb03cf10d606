import { expect, test } from "vitest";
import { Cast, wholeLines } from "./cast.ts";

const SIZE = { cols: 80, rows: 24 };
const BEGUN = Date.parse("2026-11-23T08:00:00Z");

/** A recording of output at times after the beginning (ms), as a player reads it: the header, then events. */
function recorded(...output: [at: number, text: string | Buffer, size?: typeof SIZE][]): unknown[] {
  const cast = new Cast(SIZE, BEGUN);
  let text = cast.header("Une leçon, main");
  for (const [at, chunk, size = SIZE] of output)
    text += cast.push(Buffer.from(chunk as string), size, BEGUN + at);
  text += cast.flush();
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

test("begins with what a player must know", () => {
  expect(recorded()).toEqual([
    {
      version: 2,
      width: 80,
      height: 24,
      timestamp: BEGUN / 1000,
      title: "Une leçon, main",
      env: { TERM: "xterm-256color" },
    },
  ]);
});

test("what comes together is one event, at the time of its beginning", () => {
  const [, ...events] = recorded([100, "l"], [110, "s"], [149, "\r\n"], [150, "x"], [900, "y"]);
  expect(events).toEqual([
    [0.1, "o", "ls\r\n"],
    [0.15, "o", "x"],
    [0.9, "o", "y"],
  ]);
});

test("a letter of two bytes that come apart stays one", () => {
  const [first, second] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
  const [, ...events] = recorded([0, first], [100, second]);
  expect(events).toEqual([[0.1, "o", "é"]]);
});

test("a change of size comes after what was drawn before it", () => {
  const [, ...events] = recorded([0, "a"], [10, "b", { cols: 120, rows: 30 }]);
  expect(events).toEqual([
    [0, "o", "a"],
    [0.01, "r", "120x30"],
    [0.01, "o", "b"],
  ]);
});

test("of a flood, what stays on the screen is kept, from the beginning of a line on", () => {
  const flood = Array.from({ length: 20_000 }, (_, i) => `ligne ${i}\r\n`).join("");
  const [, event] = recorded([0, flood]) as [unknown, [number, string, string]];
  expect(event[2].length).toBeLessThanOrEqual(16 * 1024);
  expect(event[2]).toMatch(/^ligne \d+\r\n/);
  expect(event[2].endsWith("ligne 19999\r\n")).toBe(true);
});

test("a clock that goes back makes no time before the beginning", () => {
  const [, event] = recorded([-5_000, "a"]);
  expect(event).toEqual([0, "o", "a"]);
});

test("a last line that was cut off is left out", () => {
  expect(wholeLines('{"version":2}\n[0,"o","a"]\n[1,"o","b')).toBe('{"version":2}\n[0,"o","a"]\n');
  expect(wholeLines("")).toBe("");
});
