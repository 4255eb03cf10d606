import type { Nodes, Root } from "mdast";
import "mdast-util-mdx-jsx";
import { parse } from "yaml";
import { readFence } from "../../src/course/fence.ts";
import { splitFrontmatter } from "../../src/course/frontmatter.ts";
import { parseMdx } from "../../src/course/parse.ts";
import { countLines, type Piece, piecesOf } from "./piece.ts";

/** Stands for code in a sentence, so that the words around it stay apart. */
const CODE = "\u2063";

/** Attributes of the lessons' components that are read. */
const READ = /^(title|caption|alt)$/;

/** What a student reads of a lesson: frontmatter, prose, attributes, and what its checks answer. */
export function lessonPieces(file: string, source: string): Piece[] {
  const { yaml, body } = splitFrontmatter(source);
  const tree = parseMdx(body, () => undefined);
  return [...(yaml ? headPieces(file, yaml, 2) : []), ...(tree ? bodyPieces(file, tree) : [])];
}

/** Title, description and objectives; sources have the titles of others. */
export function headPieces(file: string, yaml: string, firstLine = 1): Piece[] {
  const head = parse(yaml) as Record<string, unknown>;
  const texts = [head["title"], head["description"], head["objectives"]].flat();
  return texts
    .filter((text) => typeof text === "string")
    .flatMap((text) => {
      const before = yaml.slice(0, Math.max(0, yaml.indexOf(text.slice(0, 20))));
      return piecesOf(file, firstLine + countLines(before), text);
    });
}

function bodyPieces(file: string, root: Root): Piece[] {
  const pieces: Piece[] = [];
  const walk = (node: Nodes): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === "code") {
      if (readFence(node.lang, node.meta).role === "check")
        pieces.push(...messagePieces(file, line + 1, node.value));
      return;
    }
    if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
      pieces.push(...piecesOf(file, line, sentence(node)));
      for (const link of linksIn(node)) {
        const at = link.position?.start.line ?? line;
        pieces.push({ file, line: at, text: sentence(link), kind: "quoted" });
      }
      return;
    }
    if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
      if (node.name === "svg") return;
      for (const entry of node.attributes)
        if (entry.type === "mdxJsxAttribute" && READ.test(entry.name))
          if (typeof entry.value === "string") pieces.push(...piecesOf(file, line, entry.value));
    }
    if ("children" in node) for (const child of node.children) walk(child);
  };
  walk(root);
  return pieces;
}

/** Text of a node in which code, emphasis (foreign words) and links are only places. */
function sentence(node: Nodes): string {
  if (node.type === "text") return node.value;
  if (!("children" in node)) return node.type === "break" ? "\n" : CODE;
  return node.children
    .map((child) => (child.type === "emphasis" || child.type === "link" ? CODE : sentence(child)))
    .join("");
}

function linksIn(node: Nodes): Nodes[] {
  if (!("children" in node)) return [];
  return node.children.flatMap((child) => (child.type === "link" ? [child] : linksIn(child)));
}

/** What a check may answer: the texts of its `echo`, without what the shell puts in. */
function messagePieces(file: string, line: number, script: string): Piece[] {
  return [...script.matchAll(/\becho "((?:[^"\\]|\\.)*)"/g)]
    .map((match) => ({
      file,
      line: line + countLines(script.slice(0, match.index)),
      text: match[1]!.replace(/\$\([^)]*\)|\$\{[^}]*\}|\$\w+/g, CODE),
      kind: "message" as const,
    }))
    .filter(({ text }) => text.includes(" "));
}
