import { expect, test } from "vitest";
import { Replay } from "./replay.ts";

const ANSWERS = [
  ["the cursor's place", "\u001b[12;40R"],
  ["what it is", "\u001b[?1;2c"],
  ["what it is, more closely", "\u001b[>0;276;0c"],
  ["that it is well", "\u001b[0n"],
  ["a mode", "\u001b[?2026;2$y"],
  ["its size", "\u001b[8;24;80t"],
  ["a colour", "\u001b]11;rgb:0d0d/1111/1717\u001b\\\\"],
  ["a setting", "\u001bP1$r0m\u001b\\\\"],
] as const;

test.each(ANSWERS)("%s is not told again while the replay is parsed", (_what, text) => {
  const replay = new Replay();
  expect(replay.answers(text)).toBe(false);
  const parsed = replay.parsing(() => {});
  expect(replay.answers(text)).toBe(true);
  parsed();
  expect(replay.answers(text)).toBe(false);
});

test.each(["a", "\r", "\u001b", "\u001b[A", "\u001bOP", "\u001b[200~x\u001b[201~", "\u0003"])(
  "what is typed meanwhile goes on: %j",
  (text) => {
    const replay = new Replay();
    replay.parsing(() => {});
    expect(replay.answers(text)).toBe(false);
  },
);

test("what follows the replay is live", () => {
  const replay = new Replay();
  replay.parsing(() => {})();
  replay.parsing(() => {});
  expect(replay.answers("\u001b[12;40R")).toBe(false);
});
