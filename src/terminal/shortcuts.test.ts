import { expect, test } from "vitest";
import { commandOf } from "./shortcuts.ts";

const NONE = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const BOTH = { ...NONE, ctrlKey: true, shiftKey: true };

test.each([
  ["F", BOTH, "search"],
  ["d", BOTH, "split"],
  ["X", BOTH, "close"],
  ["Z", BOTH, "reopen"],
  ["ArrowLeft", BOTH, "previous"],
  ["F6", NONE, "to-step"],
  ["F6", { ...NONE, shiftKey: true }, "to-foot"],
  ["f", { ...NONE, ctrlKey: true }, null],
  ["F", { ...BOTH, altKey: true }, null],
  ["C", BOTH, null],
  ["ArrowLeft", { ...NONE, ctrlKey: true }, null],
])("%s with %o asks for %s", (key, modifiers, command) =>
  expect(commandOf({ key, ...modifiers })).toBe(command),
);
