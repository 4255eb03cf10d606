import { expect, test } from "vitest";
import { isAnswer } from "./answers.ts";

test.each([
  ["device attributes", "\u001b[?1;2c", true],
  ["second device attributes", "\u001b[>0;276;0c", true],
  ["the cursor's position", "\u001b[12;5R", true],
  ["two answers at once", "\u001b[0n\u001b[1;1R", true],
  ["a mode", "\u001b[?2026;2$y", true],
  ["a colour", "\u001b]11;rgb:ffff/ffff/ffff\u001b\\", true],
  ["a setting", "\u001bP1$r0m\u001b\\", true],
  ["an arrow", "\u001b[A", false],
  ["a word by arrows", "\u001b[1;5C", false],
  ["a click", "\u001b[<0;10;5M", false],
  ["the focus", "\u001b[I", false],
  ["Escape alone", "\u001b", false],
  ["a paste", "\u001b[200~ls\u001b[201~", false],
  ["letters", "cR", false],
  ["an answer and then a key", "\u001b[?1;2cls", false],
])("%s", (_what, text, answer) => {
  expect(isAnswer(Buffer.from(text))).toBe(answer);
});
