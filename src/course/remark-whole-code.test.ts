import type { Root } from "mdast";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { expect, test } from "vitest";
import { remarkWholeCode } from "./remark-whole-code.ts";

/** The class of the one inline code of a text. */
function classOf(markdown: string): unknown {
  const tree: Root = unified().use(remarkParse).parse(markdown);
  remarkWholeCode()(tree);
  const found: unknown[] = [];
  visit(tree, "inlineCode", ({ data = {} }) => {
    found.push((data as { hProperties?: { class: string } }).hProperties?.class);
  });
  return found[0];
}

test.each([
  ["`lxc-start -n c1`", "whole"],
  ["`lxc list`", undefined],
  ["`/usr/share/lxc/config/debian.common.conf-et-le-reste`", undefined],
])("%s → %s", (markdown, expected) => {
  expect(classOf(markdown)).toBe(expected);
});
