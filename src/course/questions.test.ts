import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { checkCourse } from "./check.ts";
import { CourseError } from "./mistake.ts";
import { remarkQuestions } from "./remark-questions.ts";

const HEAD = `---
title: Essai
description: Une leçon d’essai.
order: "1.1"
duration: 5
sources: []
---
`;
const CHOICES = "Lequel\u202f?\n\n- [ ] l’un\n- [x] l’autre\n\nParce que.\n";

function mistakes(question: string): string[] {
  const files = new Map([
    ["1-un/part.yaml", "title: Un\ndescription: Un.\n"],
    ["1-un/1-essai.mdx", HEAD + question],
  ]);
  try {
    checkCourse(files);
  } catch (error) {
    if (error instanceof CourseError) return error.mistakes.map(({ what }) => what);
    throw error;
  }
  return [];
}

const ask = (inner: string, attributes = "") =>
  `<Question${attributes}>\n\n${inner}\n</Question>\n`;

test.each([
  ["single", ask(CHOICES)],
  ["multiple", ask(CHOICES.replace("[ ]", "[x]").replace("\n\nP", "\n- [ ] aucun\n\nP"))],
  ["typed", ask("Combien\u202f?\n\nParce que.\n", ' answer="137|128 + 9"')],
])("a right question: %s", (_kind, question) => expect(mistakes(question)).toEqual([]));

test.each([
  ["question sans réponse", ask("Combien\u202f?\n\nParce que.\n")],
  ["question sans bonne réponse", ask(CHOICES.replace("[x]", "[ ]"))],
  ["question sans mauvaise réponse", ask(CHOICES.replace("[ ]", "[x]"))],
  ["question sans explication", ask(CHOICES.replace("Parce que.\n", ""))],
  ["question à choix avec «\u00a0answer\u00a0»", ask(CHOICES, ' answer="un"')],
])("%s", (what, question) => expect(mistakes(question)).toContain(what));

test("the page gets legend, choices that know whether they are right, and the answer with its reason", () => {
  const processor = unified().use(remarkParse).use(remarkMdx).use(remarkQuestions);
  const keep = (key: string, value: unknown) => (key === "position" ? undefined : value);
  const tree = JSON.stringify(processor.runSync(processor.parse(ask(CHOICES))), keep);
  expect(tree).toContain('"name":"kind","value":"single"');
  expect(tree.match(/"name":"right","value":"(oui|non)"/g)).toEqual([
    '"name":"right","value":"non"',
    '"name":"right","value":"oui"',
  ]);
  expect(tree.indexOf('"legend"')).toBeLessThan(tree.indexOf('"Choice"'));
  const explanation = tree.slice(tree.indexOf('"Explanation"'));
  expect(explanation).toContain("l’autre");
  expect(explanation).toContain("Parce que.");
  expect(tree).not.toContain("[x]");
});
