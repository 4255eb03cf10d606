import ts from "typescript";
import { countLines, type Piece, piecesOf } from "./piece.ts";

/** Letters and signs by which a string is known to be French. */
const FRENCH = /[àâçéèêëîïôùûœ’«»…\u00a0\u202f]/i;

/** Attributes of Astro's templates that are read. */
const READ = /\b(?:title|aria-label|alt|placeholder|label|caption|description|detail)="([^"]+)"/g;

/** What a person reads of a TypeScript file: its French strings. */
export function codePieces(file: string, source: string, firstLine = 1): Piece[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const pieces: Piece[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isRestOfTemplate(node)) {
      const line = firstLine + tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      if (FRENCH.test(node.text)) pieces.push(...piecesOf(file, line, node.text));
    }
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return pieces.map((piece) => ({ ...piece, kind: "message" as const }));
}

function isRestOfTemplate(node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

/** What a person reads of an Astro component: text, attributes, and the strings of its code. */
export function astroPieces(file: string, source: string): Piece[] {
  const code = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const template = code ? source.slice(code[0].length) : source;
  const firstLine = 1 + countLines(code?.[0] ?? "");
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  const read = template
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, blank)
    .replaceAll("&nbsp;", "\u00a0");
  const texts = [...read.matchAll(READ), ...read.matchAll(/>([^<>{}]*\p{L}[^<>{}]*)(?=[<{])/gu)];
  return [
    ...(code ? codePieces(file, code[1]!, 2) : []),
    ...texts
      .filter(([, text]) => FRENCH.test(text!) || /^\s*\p{Lu}\p{Ll}/u.test(text!))
      .filter(([, text]) => !/[=;]|=>/.test(text!.replace(/\u202f;/g, "")))
      .flatMap((match) => {
        const line = firstLine + countLines(read.slice(0, match.index));
        return piecesOf(file, line, match[1]!);
      }),
  ];
}
