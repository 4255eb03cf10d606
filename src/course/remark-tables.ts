import type { Paragraph, Root, Table, TableCell } from "mdast";
import { toString } from "mdast-util-to-string";
import { SKIP, visit } from "unist-util-visit";

/** From so many columns on, a table may be wider than a narrow screen. */
const WIDE = 3;

/** What of a node's data becomes its element. @see https://github.com/syntax-tree/mdast-util-to-hast */
interface AsElement {
  hName?: string;
  hProperties?: Record<string, string | number>;
}

/**
 * Tables that everybody can read: each cell of the first row names its column; where the first of them is empty, the
 * first cell of each row names its row, and the empty one names nothing. A wide one scrolls by itself, by keyboard too.
 */
export function remarkTables() {
  return (tree: Root): void => {
    visit(tree, "table", (table, index, parent) => {
      if (!parent || index === undefined) return;
      nameCells(table);
      parent.children[index] = frame(table);
      return [SKIP, index + 1];
    });
  };
}

function nameCells({ children: [head, ...rows] }: Table): void {
  const [corner, ...columns] = head?.children ?? [];
  if (!corner) return;
  for (const cell of columns) shape(cell, "th", "col");
  if (toString(corner).trim()) return shape(corner, "th", "col");
  shape(corner, "td");
  for (const {
    children: [first],
  } of rows)
    if (first) shape(first, "th", "row");
}

function shape(cell: TableCell, hName: "th" | "td", scope?: "col" | "row"): void {
  const element: AsElement = { hName, ...(scope ? { hProperties: { scope } } : {}) };
  Object.assign((cell.data ??= {}), element);
}

/** A box around a table; mdast has none, so that a paragraph is named otherwise. */
function frame(table: Table): Paragraph {
  const head = table.children[0]?.children ?? [];
  const columns = head.map((cell) => toString(cell).trim()).filter(Boolean);
  const reachable = {
    role: "group",
    tabindex: 0,
    "aria-label": `Tableau\u00a0: ${columns.join(", ")}`,
  };
  const element: AsElement = {
    hName: "div",
    hProperties: { class: "table", ...(head.length < WIDE ? {} : reachable) },
  };
  return { type: "paragraph", data: element, children: [table as never] };
}
