import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtPages, isBuilt, proseOf } from "./pages.ts";
import { typographyFaults } from "./typography.ts";

test.each([
  "Quoi ?",
  "Non !",
  "ceci ; cela",
  "ceci : cela",
  "« mot »",
  "l'arbre",
  'un "mot"',
  "etc...",
  "Etape 1",
  "A propos",
  "Quoi?",
])("« %s » has a fault", (text) => expect(typographyFaults(text)).not.toEqual([]));

test.each([
  "Quoi\u202f?",
  "ceci\u202f; cela\u00a0: «\u00a0mot\u00a0»",
  "l’arbre, 12:30, lxc:c1",
  "À propos… de l’Étape",
])("« %s » has none", (text) => expect(typographyFaults(text)).toEqual([]));

test.runIf(isBuilt)("what the pages say follows French typography", () => {
  const faults = builtPages().flatMap(({ path, html }) =>
    typographyFaults(proseOf(html)).map((fault) => `${path} ${fault}`),
  );
  expect([...new Set(faults)]).toEqual([]);
});

test.runIf(isBuilt)(
  "links, keys and pieces of code stand apart from words, and not from commas",
  () => {
    const glued = /[\p{L}\d,;.!?%»)]<(a|code|kbd)\b[^>]*>[\p{L}\d]|<\/(a|code|kbd)>[\p{L}\d]/gu;
    const apart = /<\/(a|b|code|em|kbd|strong)>\s+[,)]|[’(]\s+<(a|b|code|em|kbd|strong)\b/gu;
    const faults = builtPages().flatMap(({ path, html }) => {
      const text = html.replace(/<(script|style|pre|svg)\b[\s\S]*?<\/\1>/g, "");
      const found = [glued, apart].flatMap((fault) => [...text.matchAll(fault)]);
      return found.map(({ index }) => `${path} ${text.slice(index - 30, index + 60)}`);
    });
    expect(faults).toEqual([]);
  },
);

test("what the scripts say follows French typography", () => {
  const src = join(import.meta.dirname, "..");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(islands|lab|search|terminal)\/.*(?<!\.test)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  const faults = files.flatMap((file) =>
    stringsOf(readFileSync(join(src, file), "utf8")).flatMap((text) =>
      typographyFaults(text).map((fault) => `${file} ${fault}`),
    ),
  );
  expect(faults).toEqual([]);
});

/** The French strings of a script: those with a capital and a space, escapes resolved. */
function stringsOf(source: string): string[] {
  return [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)]
    .map((match) => JSON.parse(`"${match[1]!.replace(/\\(?!["\\nu])/g, "\\\\")}"`) as string)
    .filter((text) => /^\p{Lu}.* /u.test(text));
}
