import fc from "fast-check";
import { expect, test } from "vitest";
import { ModeMemory } from "./modeMemory.ts";

const after = (...parts: (string | Buffer)[]) => {
  const memory = new ModeMemory();
  for (const part of parts) memory.push(Buffer.from(part));
  return memory.sequences().toString("latin1").replaceAll("\u001b", "␛");
};

test.each([
  ["plain text leaves nothing", "bonjour\r\n\u001b[1;31mrouge\u001b[0m", ""],
  [
    "an alternate screen and its modes",
    "\u001b[?1h\u001b[?1049;25l\u001b[?1049h",
    "␛[?1049h␛[?1h␛[?25l",
  ],
  ["a screen that was left", "\u001b[?1049h\u001b[2;8r\u001b[?1049l", "␛[?1049l"],
  ["a region", "\u001b[2;8r", "␛[2;8r"],
  ["the last title", "\u001b]0;un\u0007\u001b]2;deux\u001b\\", "␛]2;deux␛\\"],
  ["keypad, charset, cursor, insertion", "\u001b=\u001b(0\u001b[4 q\u001b[4h", "␛=␛(0␛[4 q␛[4h"],
  ["a reset", "\u001b[?1049h\u001b(0\u001bc", ""],
  ["a soft reset", "\u001b[?6h\u001b[!p", ""],
  ["modes that change nothing here", "\u001b[?9999h\u001b[99h", ""],
])("remembers %s", (_what, bytes, left) => {
  expect(after(bytes)).toBe(left);
});

test("is the same however the bytes are cut", () => {
  const bytes = Buffer.from(
    "a\u001b[?1049hé\u001b[?1002;1006h\u001b]0;titre\u0007\u001b[3;9rx\u001b(0\u001b[2 q\u001b=fin",
  );
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
      const marks = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const parts = marks.slice(1).map((end, i) => bytes.subarray(marks[i], end));
      expect(after(...parts)).toBe(after(bytes));
    }),
  );
});

test("gives the beginning of a cut sequence, so that its end is not shown as text", () => {
  expect(after("texte\u001b[?10")).toBe("␛[?10");
  expect(after("\u001b]0;titr")).toBe("␛]0;titr");
  expect(after(`\u001b]0;${"x".repeat(5000)}`)).toBe("");
});
