import { expect, test } from "vitest";
import { judge } from "./judge.ts";

const nothing = { given: [], right: [], typed: "", accepted: [] };

test.each([
  ["single", { ...nothing, given: [false, false], right: [true, false] }, false, "Choisissez"],
  ["single", { ...nothing, given: [true, false], right: [true, false] }, true, "juste"],
  ["single", { ...nothing, given: [false, true], right: [true, false] }, true, "Non"],
  [
    "multiple",
    { ...nothing, given: [true, true, false], right: [true, true, false] },
    true,
    "juste",
  ],
  [
    "multiple",
    { ...nothing, given: [true, false, false], right: [true, true, false] },
    true,
    "partie",
  ],
  [
    "multiple",
    { ...nothing, given: [false, false, true], right: [true, true, false] },
    true,
    "Non",
  ],
  ["typed", { ...nothing, typed: " ", accepted: ["137"] }, false, "Écrivez"],
  ["typed", { ...nothing, typed: " 128  + 9 ", accepted: ["137", "128 + 9"] }, true, "juste"],
  ["typed", { ...nothing, typed: "143", accepted: ["137"] }, true, "Non"],
] as const)("%s %j", (kind, answer, done, words) => {
  expect(judge(kind, answer)).toMatchObject({ done, words: expect.stringContaining(words) });
});
