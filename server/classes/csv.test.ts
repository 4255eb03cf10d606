import { expect, test } from "vitest";
import type { Results } from "../protocol-board.ts";
import { csvOf } from "./csv.ts";

const step = {
  lesson: "lxc/un",
  step: "a",
  title: "Créer ; lancer",
  state: "done",
  begunAt: "2026-11-23T08:00:00.000Z",
  doneAt: "2026-11-23T08:01:30.000Z",
  seconds: 90,
  tries: 2,
} as const;

const csv = (name: string) =>
  csvOf({
    students: [{ id: "m", name, joinedAt: "", done: 1, steps: [step] }],
  } as unknown as Results);

test("a French spreadsheet opens it as it is", () => {
  const [head, line, end] = csv("Léa").split("\r\n");
  expect(head?.startsWith("\ufeffÉlève;Leçon;")).toBe(true);
  expect(line).toBe(
    'Léa;lxc/un;a;"Créer ; lancer";faite;2026-11-23T08:00:00.000Z;2026-11-23T08:01:30.000Z;90;2',
  );
  expect(end).toBe("");
});

test.each([
  ["=1+1", `"'=1+1"`],
  ["+33 6", `"'+33 6"`],
  ["-2", `"'-2"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  [" =1", `"' =1"`],
  ["＝1", `"'＝1"`],
  ['=HYPERLINK("http://x";"y")', `"'=HYPERLINK(""http://x"";""y"")"`],
])("a name that reads like a formula stays a name: %s", (name, cell) => {
  expect(csv(name).split("\r\n")[1]?.startsWith(`${cell};`)).toBe(true);
});

test.each([
  ['Léa "la" B.', '"Léa ""la"" B."'],
  ["Léa; Tom", '"Léa; Tom"'],
  ["a\nb", '"a\nb"'],
  ["Jean-Paul", "Jean-Paul"],
])("a name keeps its own letters: %j", (name, cell) => {
  expect(csv(name).includes(`\r\n${cell};lxc/un;`)).toBe(true);
});
