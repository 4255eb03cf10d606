import type { BlockContent, List, ListItem, RootContent } from "mdast";
import "mdast-util-mdx-jsx";
import { attribute, type JsxElement } from "./components.ts";
import type { Report } from "./mistake.ts";

/** One answer of a question that offers several. */
export interface Choice {
  right: boolean;
  children: BlockContent[];
}

/** A question as its author wrote it. */
export interface Question {
  /** What is asked: all before the choices, or the first paragraph. */
  stem: RootContent[];
  /** Empty when the answer is typed. */
  choices: Choice[];
  /** Answers that are right when typed, in lower case; empty when there are choices. */
  accepted: string[];
  /** Why: all after the choices, or after the first paragraph. */
  explanation: RootContent[];
}

const BOX = /^\[( |x)\]\s+/;

/** Reads what a `<Question>` holds, without judging it. */
export function readQuestion(node: JsxElement): Question {
  const children = node.children as RootContent[];
  const at = children.findIndex((child) => child.type === "list" && child.children.some(isChoice));
  const accepted = (attribute(node, "answer") ?? "").split("|").map((text) => fold(text));
  const cut = at < 0 ? 1 : at;
  return {
    stem: children.slice(0, cut),
    choices: at < 0 ? [] : (children[at] as List).children.map(choice),
    accepted: accepted.filter(Boolean),
    explanation: children.slice(at < 0 ? 1 : at + 1),
  };
}

/** An answer as it is compared: without case, outer spaces, nor doubled ones. */
export function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** Reports what a question lacks. */
export function checkQuestion(node: JsxElement, report: Report): void {
  const line = node.position?.start.line ?? 1;
  const { stem, choices, accepted, explanation } = readQuestion(node);
  if (stem.length === 0) report(line, "question sans énoncé", "écrivez ce que l’on demande");
  if (choices.length > 0 && accepted.length > 0)
    report(
      line,
      "question à choix avec «\u00a0answer\u00a0»",
      "gardez les choix, ou la réponse à taper",
    );
  else if (choices.length === 0 && accepted.length === 0)
    report(line, "question sans réponse", 'écrivez des choix `- [x]` et `- [ ]`, ou answer="…"');
  else if (choices.length > 0 && !choices.some(({ right }) => right))
    report(line, "question sans bonne réponse", "marquez-en une au moins par `- [x]`");
  else if (choices.length > 0 && choices.every(({ right }) => right))
    report(line, "question sans mauvaise réponse", "ajoutez un choix `- [ ]`");
  if (explanation.length === 0)
    report(line, "question sans explication", "dites pourquoi, après les choix");
}

/** A box may have been read already (GFM), or still be text. */
function isChoice(item: ListItem): boolean {
  return typeof item.checked === "boolean" || BOX.test(firstText(item)?.value ?? "");
}

function choice(item: ListItem): Choice {
  const text = firstText(item);
  const box = BOX.exec(text?.value ?? "");
  if (text && box) text.value = text.value.slice(box[0].length);
  const right = box ? box[1] === "x" : item.checked === true;
  return { right, children: item.children as BlockContent[] };
}

function firstText(item: ListItem) {
  const [first] = item.children;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  return text?.type === "text" ? text : undefined;
}
