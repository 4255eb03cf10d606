import fc from "fast-check";
import { expect, test } from "vitest";
import { KeeperNoise } from "./keeperNoise.ts";

const ATTACHED = "\u001b[H\u001b[J";
const ENDED = "\u001b[999H\r\n[EOF - dtach terminating]\r\n";

function through(text: string, cuts: number[]): string {
  const bytes = Buffer.from(text);
  const noise = new KeeperNoise();
  const edges = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  const parts = edges.slice(1).map((edge, i) => noise.push(bytes.subarray(edges[i], edge)));
  return Buffer.concat(parts).toString();
}

test.each([
  [`${ATTACHED}$ exit\r\n${ENDED}`, "$ exit\r\n"],
  [`$ clear\r\n${ATTACHED}$ `, `$ clear\r\n${ATTACHED}$ `],
  [`${ATTACHED}${ATTACHED}$ `, `${ATTACHED}$ `],
  ["\u001b[H\u001b[2J", "\u001b[H\u001b[2J"],
])("of %j leaves %j", (text, left) => {
  expect(through(text, [])).toBe(left);
});

/** Texts that look much like the keeper's words, none of them being them. */
const alike = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.nat(ENDED.length - 1).map((n) => ENDED.slice(0, n)),
      fc.constant(ATTACHED),
    ),
  )
  .map((parts) => parts.join(""))
  .filter((text) => (text + ENDED).indexOf(ENDED) === text.length);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

test("takes its words away, and nothing else, however the stream is cut", () => {
  fc.assert(
    fc.property(alike, cuts, (text, at) => {
      expect(through(ATTACHED + text + ENDED, at)).toBe(text);
    }),
  );
});

test("holds nothing back but what may be the beginning of its last words", () => {
  fc.assert(
    fc.property(alike, cuts, (text, at) => {
      const told = through(ATTACHED + text, at);
      expect(text.startsWith(told)).toBe(true);
      expect(ENDED.startsWith(text.slice(told.length))).toBe(true);
    }),
  );
});

test("leaves the same however the stream is cut at the beginning and within", () => {
  const text = `${ATTACHED}vim \u001b[999;1H\u001b[999C texte ${ATTACHED} fin.\r\n`;
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
      expect(through(text, cuts)).toBe(text.slice(ATTACHED.length));
    }),
  );
});
