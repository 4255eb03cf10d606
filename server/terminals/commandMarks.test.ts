import fc from "fast-check";
import { expect, test } from "vitest";
import { CommandMarks } from "./commandMarks.ts";

const stream = Buffer.from(
  "bonjour\u001b]133;D;0\u0007\u001b]133;A\u0007$ \u001b]133;D;127\u001b\\ fin\u001b]133;D\u0007\u001b]133;Dommage, pas une marque",
);

test("tells the exit status of each command that ended", () => {
  expect(new CommandMarks().push(stream)).toEqual([0, 127, -1]);
});

test("finds the same in any stream, however it is cut", () => {
  const parts = [
    "\u001b]133;D",
    ";",
    "0",
    "127",
    "1000",
    "\u0007",
    "\u001b",
    "\\",
    "\u001b]133;",
    "D",
    "x",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts)).map((texts) => Buffer.from(texts.join(""))),
      fc.array(fc.nat(), { maxLength: 12 }),
      (bytes, cuts) => {
        const marks = new CommandMarks();
        const at = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        const edges = [0, ...at, bytes.length];
        const found = edges
          .slice(1)
          .flatMap((edge, i) => marks.push(bytes.subarray(edges[i], edge)));
        expect(found).toEqual(new CommandMarks().push(bytes));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("finds the same however the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const marks = new CommandMarks();
      const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const found = edges
        .slice(1)
        .flatMap((edge, i) => marks.push(stream.subarray(edges[i], edge)));
      expect(found).toEqual([0, 127, -1]);
    }),
  );
});
