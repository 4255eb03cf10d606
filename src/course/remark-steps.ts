import type { Code, Parents, Root } from "mdast";
import type { MdxJsxAttribute, MdxJsxFlowElement } from "mdast-util-mdx-jsx";
import { SKIP, visit } from "unist-util-visit";
import { isSecret, readFence } from "./fence.ts";

const text = (name: string, value: string): MdxJsxAttribute => ({
  type: "mdxJsxAttribute",
  name,
  value,
});

/**
 * Remark plugin: takes out what the browser must not see (`check`, `setup`, `wrong`, `probe`, and the place of hidden
 * `run` fences), numbers the steps (`level` = the rank of their headings), and ends each one with a `<Solution>` of its `run` blocks.
 */
export function remarkSteps(): (tree: Root) => void {
  return (tree) => {
    removeSecrets(tree);
    const steps: { step: MdxJsxFlowElement; level: number }[] = [];
    let depth = 1;
    visit(tree, (node) => {
      if (node.type === "heading") depth = node.depth;
      if (node.type === "mdxJsxFlowElement" && node.name === "Step") {
        steps.push({ step: node, level: Math.min(depth + 1, 4) });
        return SKIP;
      }
      return undefined;
    });
    for (const [index, { step, level }] of steps.entries()) {
      const solution = takeSolution(step);
      step.attributes.push(
        text("number", String(index + 1)),
        text("total", String(steps.length)),
        text("level", String(level)),
      );
      numberHints(step);
      step.children.push({
        type: "mdxJsxFlowElement",
        name: "Solution",
        attributes: [],
        children: solution,
      });
    }
  };
}

function removeSecrets(tree: Root): void {
  visit(tree, "code", (node, index, parent) => {
    if (!parent || index === undefined || !isSecret(node.meta)) return;
    (parent as Parents).children.splice(index, 1);
    return [SKIP, index];
  });
}

/** Copies of a step's `run` fences, in order; the hidden ones leave the prose. */
function takeSolution(step: MdxJsxFlowElement): Code[] {
  const blocks: Code[] = [];
  visit(step, "code", (node, index, parent) => {
    const { role, hidden, machine } = readFence(node.lang, node.meta);
    if (role !== "run" || !parent || index === undefined) return;
    const meta = machine ? `solution machine=${machine}` : "solution";
    blocks.push({ type: "code", lang: "sh", meta, value: node.value });
    if (!hidden) return;
    (parent as Parents).children.splice(index, 1);
    return [SKIP, index];
  });
  return blocks;
}

function numberHints(step: MdxJsxFlowElement): void {
  const hints: MdxJsxFlowElement[] = [];
  visit(step, "mdxJsxFlowElement", (node) => {
    if (node.name === "Hint") hints.push(node);
  });
  for (const [index, hint] of hints.entries()) {
    hint.attributes.push(text("number", String(index + 1)), text("total", String(hints.length)));
  }
}
