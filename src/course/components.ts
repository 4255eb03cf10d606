import type { MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx-jsx";
import type { Report } from "./mistake.ts";

/** A component of MDX, on its own lines or within a sentence. */
export type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

interface Attribute {
  required: boolean;
  values?: readonly string[];
}

/** The components that lessons may use, with their attributes. */
const COMPONENTS: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  Step: { id: { required: true }, title: { required: true } },
  Hint: {},
  Aside: {
    type: { required: true, values: ["note", "attention", "histoire", "astuce"] },
    title: { required: false },
  },
  Question: { answer: { required: false } },
  Figure: { caption: { required: true }, alt: { required: true } },
  StorageDuel: { probe: { required: true }, caption: { required: true } },
  SideBySide: { probe: { required: true }, caption: { required: true } },
  FileTree: { label: { required: false } },
  Sequence: {},
  Tab: { name: { required: true } },
  Tabs: { group: { required: true }, label: { required: false } },
};

const list = (names: readonly string[]) => names.map((name) => `«\u00a0${name}\u00a0»`).join(", ");

/** Whether an element is a component and not plain HTML or SVG. */
export function isComponent(name: string | null): name is string {
  return name !== null && /^[A-Z]/.test(name);
}

/** The text of an attribute; undefined when it is absent or not a plain text. */
export function attribute(node: JsxElement, name: string): string | undefined {
  for (const entry of node.attributes) {
    if (entry.type === "mdxJsxAttribute" && entry.name === name && typeof entry.value === "string")
      return entry.value;
  }
  return undefined;
}

/** Reports an unknown component, and unknown, missing, empty or computed attributes of a known one. */
export function checkComponent(node: JsxElement, name: string, report: Report): void {
  const line = node.position?.start.line ?? 1;
  const known = COMPONENTS[name];
  if (!known) {
    report(line, `composant inconnu <${name}>`, `employez ${list(Object.keys(COMPONENTS))}`);
    return;
  }
  for (const entry of node.attributes) {
    if (entry.type === "mdxJsxExpressionAttribute") {
      report(line, `attribut calculé dans <${name}>`, "écrivez chaque attribut en toutes lettres");
      continue;
    }
    const rule = known[entry.name];
    if (!rule) {
      const remedy = Object.keys(known).length
        ? `employez ${list(Object.keys(known))}`
        : "retirez-le";
      report(line, `attribut inconnu «\u00a0${entry.name}\u00a0» de <${name}>`, remedy);
    } else if (typeof entry.value !== "string") {
      report(
        line,
        `attribut «\u00a0${entry.name}\u00a0» de <${name}> sans texte`,
        `écrivez ${entry.name}="…"`,
      );
    } else if (rule.values && !rule.values.includes(entry.value)) {
      report(
        line,
        `valeur «\u00a0${entry.value}\u00a0» de «\u00a0${entry.name}\u00a0» inconnue dans <${name}>`,
        `écrivez ${list(rule.values)}`,
      );
    }
  }
  for (const [key, rule] of Object.entries(known)) {
    const present = node.attributes.some(
      (entry) => entry.type === "mdxJsxAttribute" && entry.name === key,
    );
    if (rule.required && (!present || attribute(node, key)?.trim() === "")) {
      report(
        line,
        `attribut «\u00a0${key}\u00a0» absent ou vide dans <${name}>`,
        `écrivez ${key}="…"`,
      );
    }
  }
}
