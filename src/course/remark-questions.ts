import type { Nodes, Root, RootContent } from "mdast";
import type { MdxJsxAttribute, MdxJsxFlowElement } from "mdast-util-mdx-jsx";
import { visit } from "unist-util-visit";
import { readQuestion } from "./questions.ts";

const text = (name: string, value: string): MdxJsxAttribute => ({
  type: "mdxJsxAttribute",
  name,
  value,
});

const element = (
  name: string,
  attributes: MdxJsxAttribute[],
  children: RootContent[],
): MdxJsxFlowElement => ({
  type: "mdxJsxFlowElement",
  name,
  attributes,
  children: children as MdxJsxFlowElement["children"],
});

/** Text without the paragraphs around it: `legend` and `label` may hold none. */
const inline = (nodes: readonly Nodes[]) =>
  nodes.flatMap((node) => (node.type === "paragraph" ? node.children : [node])) as RootContent[];

/**
 * Remark plugin: gives each `<Question>` the parts that its component shows: `legend`, `<Choice>`s or an `<Entry>`,
 * and `<Explanation>`, which says the answer to those who read without scripts.
 */
export function remarkQuestions(): (tree: Root) => void {
  return (tree) => {
    let number = 0;
    visit(tree, "mdxJsxFlowElement", (node) => {
      if (node.name !== "Question") return;
      const { stem, choices, accepted, explanation } = readQuestion(node);
      const name = `question-${++number}`;
      const several = choices.filter(({ right }) => right).length > 1;
      const kind = choices.length === 0 ? "typed" : several ? "multiple" : "single";
      const answers = choices
        .filter(({ right }) => right)
        .map(({ children }) => element("li", [], structuredClone(children)));
      node.attributes = [text("kind", kind), text("accepted", accepted.join("|"))];
      node.children = [
        element("legend", [], inline(stem.slice(0, 1))),
        ...stem.slice(1),
        ...choices.map(({ right, children }) =>
          element(
            "Choice",
            [text("kind", kind), text("name", name), text("right", right ? "oui" : "non")],
            inline(children),
          ),
        ),
        ...(kind === "typed" ? [element("Entry", [text("name", name)], [])] : []),
        element(
          "Explanation",
          [text("answer", accepted[0] ?? "")],
          [...(answers.length > 0 ? [element("ul", [], answers)] : []), ...explanation],
        ),
      ] as MdxJsxFlowElement["children"];
    });
  };
}
