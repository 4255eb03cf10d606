import { expect, test } from "vitest";
import { astroPieces, codePieces } from "./interface.ts";
import { lessonPieces } from "./lesson.ts";
import type { Piece } from "./piece.ts";
import { breaches } from "./rules.ts";
import { wordsOf } from "./words.ts";

const prose = (text: string): Piece => ({ file: "a.mdx", line: 1, text, kind: "prose" });

const LESSON = `---
title: Un titre
description: "Une description."
---

Du texte, \`du code\`, *a foreign word*,
un [lien](https://example.org) et «\u00a0a quotation\u00a0».

<Step id="un" title="Une étape">

\`\`\`sh run
pas lu
\`\`\`

\`\`\`sh check
echo "Il manque $nom\u00a0: faites-le."
\`\`\`

</Step>
`;

test("of a lesson: frontmatter, prose, attributes and messages, each at its line", () => {
  const pieces = lessonPieces("a.mdx", LESSON);
  const read = pieces.map(({ line, kind, text }) => `${line} ${kind} ${text.trim()}`);
  expect(read).toContain("2 prose Un titre");
  expect(read).toContain("3 prose Une description.");
  expect(read).toContain("7 quoted lien");
  expect(read).toContain("7 quoted «\u00a0a quotation\u00a0»");
  expect(read).toContain("9 prose Une étape");
  expect(read.some((piece) => /^16 message Il manque .\u00a0: faites-le\.$/.test(piece))).toBe(
    true,
  );
  expect(pieces.some(({ text }) => /pas lu|du code|foreign/.test(text))).toBe(false);
});

test("of code: its French strings; of Astro: text and attributes besides", () => {
  expect(codePieces("a.ts", 'const a = "Le lab est prêt.";\nconst b = "not read";')).toEqual([
    { file: "a.ts", line: 1, text: "Le lab est prêt.", kind: "message" },
  ]);
  const astro = '---\nconst a = "Déjà lu";\n---\n<p title="Le titre">Du texte d’ici</p>\n';
  const read = astroPieces("a.astro", astro).map(({ line, text }) => `${line} ${text}`);
  expect(read).toEqual(["2 Déjà lu", "4 Le titre", "4 Du texte d’ici"]);
});

test("words are without elision, commands, paths and numbers", () => {
  const words = wordsOf("L’étudiant lance lxc-ls -f, ouvre /etc/hosts et 10.0.3.1 jusqu’ici.");
  expect(words.map(({ word }) => word)).toEqual([
    "étudiant",
    "lance",
    "lxc-ls",
    "ouvre",
    "et",
    "ici",
  ]);
});

test.each([
  ["l'homme", "apostrophe"],
  ["Pourquoi ?", "U+202F"],
  ["Ici : là", "U+00A0"],
  ["Et...", "points de suspension"],
  ["le le lab", "deux fois"],
  ["parce que il dort", "élision"],
  ["c’est à dire", "c’est-à-dire"],
  ["nous pouvez", "accordent"],
])("« %s » is a fault", (text, remedy) => {
  expect(
    breaches(prose(text))
      .map(({ what }) => what)
      .join(),
  ).toContain(remedy);
});

test.each([
  "Pourquoi\u202f? Parce que nous nous en allons\u00a0: voilà.",
  "Il a à faire, et vous vous taisez.",
  "«\u00a0Bonjour\u00a0», dit-il…",
])("« %s » is right", (text) => {
  expect(breaches(prose(text))).toEqual([]);
});
