import type { Nodes } from "mdast";
import "mdast-util-mdx-jsx";
import { byOrder, type CourseFiles } from "./check.ts";
import { commandName, type Family, familyOf, FAMILIES, isSurelyCommand } from "./command-name.ts";
import { attribute } from "./components.ts";
import { readFence } from "./fence.ts";
import { splitFrontmatter } from "./frontmatter.ts";
import { parseMdx } from "./parse.ts";
import { commandsOf } from "./shell.ts";
import { lessonPlace } from "./slug.ts";

/** Where a lesson shows a command. */
export interface CommandUse {
  /** Slug of the lesson. */
  lesson: string;
  /** Id of the step on the page; absent in the lesson's text. */
  step?: string;
  /** Whether it is to be typed in the lab, and not only shown. */
  typed: boolean;
  /** The whole command, as it stands there. */
  line: string;
}

/** A command of the course. */
export interface IndexedCommand {
  name: string;
  family: Family;
  /** One a lesson, in the order of the course; the first is where it is taught. */
  uses: CommandUse[];
}

/**
 * Every command of the course that a reader sees, in the order of families and letters: what is typed, what is shown,
 * and what the text names in passing. Hidden solutions are left out.
 */
export function commandIndex(files: CourseFiles): IndexedCommand[] {
  const lessons = [...files].flatMap(([path, source]) => {
    const place = lessonPlace(path);
    return path.endsWith(".mdx") && place ? [{ ...place, source }] : [];
  });
  const found = new Map<string, CommandUse[]>();
  for (const { slug, source } of lessons.toSorted((a, b) => byOrder(a.order, b.order))) {
    for (const use of usesIn(slug, source)) {
      const uses = found.get(use.name) ?? [];
      const before = uses.find((each) => each.lesson === slug);
      // In one lesson, where it is typed says more than where it is first shown.
      if (!before) uses.push(use.use);
      else if (!before.typed && use.use.typed) uses[uses.indexOf(before)] = use.use;
      found.set(use.name, uses);
    }
  }
  return [...found]
    .map(([name, uses]) => ({ name, family: familyOf(name), uses: typedFirst(uses) }))
    .toSorted(
      (a, b) =>
        FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family) ||
        a.name.localeCompare(b.name, "fr"),
    );
}

/** A command is taught where it is typed first; elsewhere it was only mentioned. */
function typedFirst(uses: CommandUse[]): CommandUse[] {
  const first = uses.find((use) => use.typed);
  return first ? [first, ...uses.filter((use) => use !== first)] : uses;
}

function usesIn(lesson: string, source: string): { name: string; use: CommandUse }[] {
  const tree = parseMdx(splitFrontmatter(source).body, () => undefined);
  const found: { name: string; use: CommandUse }[] = [];
  const visit = (node: Nodes, step: string | undefined): void => {
    const inside =
      node.type === "mdxJsxFlowElement" && node.name === "Step" ? attribute(node, "id") : step;
    const place = inside ? { step: `etape-${inside}` } : {};
    const add = (script: string, typed: boolean, isWanted: (name: string) => boolean) => {
      for (const words of commandsOf(script)) {
        const name = commandName(words);
        if (name && isWanted(name))
          found.push({ name, use: { lesson, ...place, typed, line: words.join(" ") } });
      }
    };
    if (node.type === "code" && node.lang === "sh") {
      const { role, hidden } = readFence(node.lang, node.meta);
      if (role === "check" || role === "setup" || hidden) return;
      add(node.value, role === "run", () => true);
    }
    if (node.type === "inlineCode") add(node.value, false, isSurelyCommand);
    if ("children" in node) for (const child of node.children) visit(child, inside);
  };
  if (tree) visit(tree, undefined);
  return found;
}
