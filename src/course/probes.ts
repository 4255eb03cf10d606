import type { Nodes, Root } from "mdast";
import "mdast-util-mdx-jsx";
import { attribute } from "./components.ts";
import type { Report } from "./mistake.ts";

/** Shapes of what a probe may read, and the figure that draws each. */
const FIGURES = { durations: "StorageDuel", containers: "SideBySide" } as const;

export type ProbeShape = keyof typeof FIGURES;

/** A probe as its author wrote it. */
export interface LessonProbe {
  name: string;
  shape: ProbeShape;
  /** Root's script that prints one line of JSON a reading. */
  script: string;
  /** Line of its fence, counted from 1. */
  line: number;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** Takes the words of a probe's fence, and reports what its author must mend. */
export function readProbe(
  words: { name?: string; shape?: string },
  script: string,
  line: number,
  report: Report,
): LessonProbe | undefined {
  const { name = "", shape = "" } = words;
  if (!NAME.test(name)) {
    const remedy = "écrivez name=…, en a-z, 0-9 et tirets";
    report(line, "sonde sans nom, ou dont le nom est refusé", remedy);
    return undefined;
  }
  if (!isShape(shape)) {
    const known = Object.keys(FIGURES).join(" ou shape=");
    report(line, `sonde «\u00a0${name}\u00a0» de forme inconnue`, `écrivez shape=${known}`);
    return undefined;
  }
  return { name, shape, script, line };
}

/** Reports probes that nothing draws, and figures without the probe that they draw. */
export function checkFigures(tree: Root, probes: readonly LessonProbe[], report: Report): void {
  const drawn = new Set<string>();
  const visit = (node: Nodes): void => {
    if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
      const shape = Object.keys(FIGURES).find((each) => FIGURES[each as ProbeShape] === node.name);
      const name = shape && attribute(node, "probe");
      if (name) {
        drawn.add(name);
        const line = node.position?.start.line ?? 1;
        const remedy = `écrivez un bloc \`\`\`sh probe name=${name} shape=${shape}`;
        if (!probes.some((probe) => probe.name === name && probe.shape === shape))
          report(line, `<${node.name}> sans sonde «\u00a0${name}\u00a0» de sa forme`, remedy);
      }
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  for (const { name, shape, line } of probes)
    if (!drawn.has(name)) {
      const remedy = `écrivez <${FIGURES[shape]} probe="${name}" … />, ou retirez-la`;
      report(line, `sonde «\u00a0${name}\u00a0» que rien ne dessine`, remedy);
    }
}

function isShape(word: string): word is ProbeShape {
  return Object.hasOwn(FIGURES, word);
}
