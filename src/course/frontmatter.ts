import { LineCounter, isNode, parseDocument } from "yaml";
import type { z } from "astro/zod";
import type { Report } from "./mistake.ts";

/** A lesson's text, cut in two without moving any line. */
export interface SplitSource {
  /** YAML between the two `---` lines, or null when there is none. */
  yaml: string | null;
  /** The MDX with the frontmatter's lines left blank, so that line numbers stay true. */
  body: string;
}

/** Cuts the frontmatter off. */
export function splitFrontmatter(source: string): SplitSource {
  const match = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m.exec(source);
  if (!match || match.index !== 0) return { yaml: null, body: source };
  const blank = match[0].replace(/[^\n]/g, "");
  return { yaml: match[1]!, body: blank + source.slice(match[0].length) };
}

/**
 * Parses YAML against a schema and reports each mistake at its line.
 * @param firstLine line of the file on which the YAML begins, counted from 1
 * @param inherited what holds for keys that the YAML does not have
 * @returns the data, or null after a report
 */
export function readYaml<S extends z.ZodType>(
  yaml: string,
  schema: S,
  firstLine: number,
  report: Report,
  inherited: Readonly<Record<string, unknown>> = {},
): z.output<S> | null {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  for (const error of document.errors) {
    report(
      lineAt(error.pos[0]),
      `YAML illisible (${error.message})`,
      "corrigez la syntaxe, par exemple avec des guillemets autour du texte",
    );
  }
  if (document.errors.length > 0) return null;

  const parsed = schema.safeParse(inherit(document.toJS(), inherited));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = issue.path.filter((key): key is string | number => typeof key !== "symbol");
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const name = [...path, key].join(".");
        const offset = offsetOf(document, [...path, key]);
        report(
          lineAt(offset),
          `clé inconnue «\u00a0${name}\u00a0»`,
          "retirez-la, ou corrigez son nom",
        );
      }
    } else {
      const known = path.length > 0 && document.hasIn(path);
      const what = known
        ? `valeur refusée pour «\u00a0${path.join(".")}\u00a0»`
        : `clé absente «\u00a0${path.join(".")}\u00a0»`;
      report(lineAt(offsetOf(document, path)), what, issue.message);
    }
  }
  return null;
}

/** A mapping with what it inherits: its own keys go before, and `null` refuses an inherited one. */
export function inherit(own: unknown, inherited: Readonly<Record<string, unknown>>): unknown {
  if (own !== null && own !== undefined && typeof own !== "object") return own;
  const refused = ([key, value]: [string, unknown]) => value === null && key in inherited;
  const all = Object.entries({ ...inherited, ...(own ?? {}) });
  return Object.fromEntries(all.filter((entry) => !refused(entry)));
}

/** What the text of a `part.yaml` gives to the part's lessons; nothing where it cannot be read. */
export function inheritance(part: string | undefined): Record<string, unknown> {
  const lessons: unknown = part === undefined ? null : parseDocument(part).toJS()?.lessons;
  return lessons && typeof lessons === "object" ? (lessons as Record<string, unknown>) : {};
}

/** Offset of the deepest node on the path that exists: its key where it has one. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    if (parent && typeof parent === "object" && "items" in parent) {
      for (const item of parent.items as unknown[]) {
        const name = item && typeof item === "object" && "key" in item ? item.key : null;
        if (isNode(name) && "value" in name && name.value === key) return name.range?.[0] ?? 0;
      }
    }
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}
