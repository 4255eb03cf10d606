import type { Root } from "mdast";
import { visit } from "unist-util-visit";

/** What fits a line on the narrowest screen (characters). */
const SHORT = 22;

/** What of a node's data becomes attributes of its element. @see https://github.com/syntax-tree/mdast-util-to-hast */
interface WithAttributes {
  hProperties?: Record<string, string>;
}

/**
 * Keeps short inline code in one piece: browsers may break a line after any hyphen, and `lxc-` at the end of one with
 * `start` at the beginning of the next reads as two commands. CSS alone cannot tell short from long.
 */
export function remarkWholeCode() {
  return (tree: Root): void => {
    visit(tree, "inlineCode", (node) => {
      if (node.value.length > SHORT || !node.value.includes("-")) return;
      const data: WithAttributes = (node.data ??= {});
      data.hProperties = { ...data.hProperties, class: "whole" };
    });
  };
}
