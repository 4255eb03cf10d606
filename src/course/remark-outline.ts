import type { Nodes, Root } from "mdast";
import { toString } from "mdast-util-to-string";
import { attribute } from "./components.ts";
import "mdast-util-mdx-jsx";

/** What a lesson is made of, in order: its headings (`slug` absent: the renderer names them) and its steps. */
export interface OutlineEntry {
  text: string;
  /** Rank of the heading, 2 or 3; a step counts one deeper than the heading above it. */
  depth: number;
  /** Id of the step on the page; absent for a heading. */
  step?: string;
}

/** What this plugin adds to a lesson's frontmatter, as `render()` gives it back. */
export interface OutlineFrontmatter {
  outline: OutlineEntry[];
  /** Words to read, without code. */
  words: number;
}

/** Remark plugin: tells the page the lesson's headings and steps in order, and how many words it has. */
export function remarkOutline(): (tree: Root, file: { data: object }) => void {
  return (tree, file) => {
    const found: OutlineFrontmatter = { outline: [], words: 0 };
    let depth = 1;
    const visit = (node: Nodes): void => {
      if (node.type === "heading") {
        depth = node.depth;
        found.outline.push({ text: toString(node), depth });
      }
      if (node.type === "mdxJsxFlowElement" && node.name === "Step") {
        const title = attribute(node, "title") ?? "";
        const id = attribute(node, "id") ?? "";
        found.outline.push({ text: title, depth: depth + 1, step: `etape-${id}` });
      }
      if (node.type === "text" || node.type === "inlineCode")
        found.words += node.value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      if ("children" in node) for (const child of node.children) visit(child);
    };
    visit(tree);
    const { astro } = file.data as { astro?: { frontmatter?: Record<string, unknown> } };
    if (astro?.frontmatter) Object.assign(astro.frontmatter, found);
  };
}
