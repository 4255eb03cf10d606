import type { Root } from "mdast";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Report } from "./mistake.ts";

const parser = unified().use(remarkParse).use(remarkMdx);

/**
 * Parses MDX to its syntax tree.
 * @returns the tree, or null after a report of the syntax error
 */
export function parseMdx(body: string, report: Report): Root | null {
  try {
    return parser.parse(body);
  } catch (error) {
    const at = error as { line?: number; place?: { line?: number; start?: { line: number } } };
    const line = at.line ?? at.place?.line ?? at.place?.start?.line ?? 1;
    const reason = error instanceof Error ? error.message : String(error);
    report(line, `MDX illisible (${reason})`, "fermez la balise ou échappez le signe (\\{, \\<)");
    return null;
  }
}
