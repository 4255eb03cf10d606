import type { Paragraph, Root, Table } from "mdast";
import { expect, test } from "vitest";
import { remarkTables } from "./remark-tables.ts";

/** A table of these cells, by row, as it comes out: its box, and its cells' elements. */
function shaped(...rows: string[][]) {
  const table: Table = {
    type: "table",
    children: rows.map((cells) => ({
      type: "tableRow",
      children: cells.map((value) => ({
        type: "tableCell",
        children: value ? [{ type: "text", value }] : [],
      })),
    })),
  };
  const tree: Root = { type: "root", children: [table] };
  remarkTables()(tree);
  const box = tree.children[0] as Paragraph;
  expect(box.children).toEqual([table]);
  return {
    box: box.data,
    cells: table.children.map((row) => row.children.map(({ data }) => data)),
  };
}

const column = { hName: "th", hProperties: { scope: "col" } };
const row = { hName: "th", hProperties: { scope: "row" } };

test("the first row names columns", () => {
  const { box, cells } = shaped(["Pour", "Commande"], ["voir", "ls"]);
  expect(cells).toEqual([
    [column, column],
    [undefined, undefined],
  ]);
  expect(box).toEqual({ hName: "div", hProperties: { class: "table" } });
});

test("the first cell of each row names it where the corner is empty", () => {
  const { cells } = shaped(["", "LXD"], ["disque", "pool"], ["réseau", "pont"]);
  expect(cells).toEqual([
    [{ hName: "td" }, column],
    [row, undefined],
    [row, undefined],
  ]);
});

test("a wide one is reachable by keyboard, and named", () => {
  const { box } = shaped(["", "LXD", "Incus"], ["depuis", "2015", "2023"]);
  expect(box).toEqual({
    hName: "div",
    hProperties: {
      class: "table",
      role: "group",
      tabindex: 0,
      "aria-label": "Tableau\u00a0: LXD, Incus",
    },
  });
});
