import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { contentsOf, readingMinutes } from "./outline.ts";
import { type OutlineFrontmatter, remarkOutline } from "./remark-outline.ts";

const MDX = `Trois mots ici.

## Avant

### Détail

## À vous

<Step id="un" title="Première">

Deux \`mots codés\`.

</Step>
`;

function outlineOf(mdx: string): OutlineFrontmatter {
  const frontmatter = {};
  const processor = unified().use(remarkParse).use(remarkMdx).use(remarkOutline);
  processor.runSync(processor.parse(mdx), { data: { astro: { frontmatter } } });
  return frontmatter as OutlineFrontmatter;
}

test("headings and steps come in order, with the ids of the page", () => {
  const { outline, words } = outlineOf(MDX);
  expect(words).toBe(10);
  const headings = ["avant", "detail", "a-vous"].map((slug) => ({ depth: 2, slug, text: "" }));
  const contents = contentsOf(outline, headings);
  expect(contents.map(({ id, inner }) => [id, inner.map((entry) => entry.id)])).toEqual([
    ["avant", ["detail"]],
    ["a-vous", ["etape-un"]],
  ]);
});

test("even a short text takes a minute", () => {
  expect(readingMinutes(20)).toBe(1);
  expect(readingMinutes(1490)).toBe(7);
});
