import { expect, test } from "vitest";
import { arrowKey, withCtrl } from "./touch-keys.ts";

test.each([
  ["c", "\u0003"],
  ["C", "\u0003"],
  ["[", "\u001b"],
  ["_", "\u001f"],
  ["@", "\u0000"],
  [" ", "\u0000"],
  ["?", "\u007f"],
  ["é", "é"],
  ["1", "1"],
  ["ls", "ls"],
])("Ctrl makes of %j %j", (text, expected) => expect(withCtrl(text)).toBe(expected));

test("arrows, as the program wants them", () => {
  expect(arrowKey("A", false, false)).toBe("\u001b[A");
  expect(arrowKey("A", true, false)).toBe("\u001bOA");
  expect(arrowKey("D", true, true)).toBe("\u001b[1;5D");
});
