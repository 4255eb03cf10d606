import { readFileSync } from "node:fs";
import type { Nodes, Parents, PhrasingContent, Root, Text } from "mdast";
import type { MdxJsxAttribute, MdxJsxTextElement } from "mdast-util-mdx-jsx";
import { parse } from "yaml";
import { z } from "astro/zod";
import { termSchema } from "./schema.ts";
import { lessonPlace } from "./slug.ts";
import { type Stretch, TermFinder } from "./terms.ts";

/** Within these nothing is marked: they lead elsewhere already, or are no prose. */
const SKIPPED = new Set(["heading", "link", "linkReference", "tableCell", "inlineCode", "code"]);

/**
 * Remark plugin: where a lesson first mentions a term of the glossary, the term becomes a button that opens its
 * explanation, by the browser's own popovers and so without any script.
 * @param glossary path of `glossaire.yaml`
 */
export function remarkTerms(glossary: string): (tree: Root, file: { path?: string }) => void {
  return (tree, file) => {
    const terms = z.array(termSchema).parse(parse(readFileSync(glossary, "utf8")));
    const path = file.path?.replaceAll("\\", "/").split("/content/").at(-1);
    markIn(tree, new TermFinder(terms, path ? lessonPlace(path)?.slug : undefined));
  };
}

function markIn(parent: Parents, finder: TermFinder): void {
  const children: Nodes[] = parent.children.flatMap((child): Nodes[] => {
    if (child.type === "text") return finder.cut(child.value).flatMap(shown);
    if ("children" in child && !isSkipped(child)) markIn(child, finder);
    return [child];
  });
  parent.children = children as typeof parent.children;
}

/** Drawings and plain HTML are left alone; our own components hold prose. */
function isSkipped(node: Nodes): boolean {
  if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement")
    return !/^[A-Z]/.test(node.name ?? "") || node.name === "Figure";
  return SKIPPED.has(node.type);
}

function shown(stretch: Stretch): PhrasingContent[] {
  if (typeof stretch === "string") return [text(stretch)];
  const { term, form, before, after } = stretch;
  const id = `terme-${term.id}`;
  const button = element("button", { type: "button", class: "term", popovertarget: id }, [
    text(form),
  ]);
  return [
    // A button may part from what stands beside it, even from a space that does not break.
    before || after
      ? element("span", { class: "together" }, [text(before), button, text(after)])
      : button,
    element("span", { id, class: "term-note", popover: "auto", "data-pagefind-ignore": "" }, [
      element("strong", {}, [text(term.term)]),
      text(` ${term.text} `),
      element("a", { href: `/glossaire/#${term.id}` }, [text("Glossaire")]),
    ]),
  ];
}

const text = (value: string): Text => ({ type: "text", value });

function element(
  name: string,
  attributes: Record<string, string>,
  children: PhrasingContent[],
): MdxJsxTextElement {
  const list = Object.entries(attributes).map(([key, value]): MdxJsxAttribute => ({
    type: "mdxJsxAttribute",
    name: key,
    value,
  }));
  return { type: "mdxJsxTextElement", name, attributes: list, children };
}
