import type { Board } from "../../../server/protocol-board.ts";
import { make } from "../forms.ts";
import { cellWords } from "./words.ts";

/** How warm a cell is: tries in vain and time above the median, from 0 to 3. */
export function warmth(tries: number, seconds: number, median: number | null): number {
  const slow = median && seconds > 3 * median ? 2 : median && seconds > 1.5 * median ? 1 : 0;
  const failed = tries >= 6 ? 3 : tries >= 3 ? 2 : tries >= 1 ? 1 : 0;
  return Math.max(slow, failed);
}

/** Steps × students as a table: colours for who sees it from afar, a sign for who sees no colours, words for who hears it. */
export function heatMap(board: Board, now: number): HTMLTableElement {
  const { columns, steps } = board;
  const table = make("table", { className: "map" });
  table.append(make("caption", {}, "Étapes par élève"), headOf(board));
  const body = table.createTBody();
  const rows = board.rows.toSorted((a, b) => a.name.localeCompare(b.name, "fr"));
  for (const { name, cells, lesson, step } of rows) {
    const line = body.insertRow();
    line.append(make("th", { scope: "row" }, name));
    columns.forEach((column, at) => {
      const cell = cells[at] ?? null;
      const current = column.lesson === lesson && column.step === step;
      const words = cellWords(cell, current, now);
      const end = cell?.doneAt ? Date.parse(cell.doneAt) : now;
      const seconds = cell ? (end - Date.parse(cell.begunAt)) / 1000 : 0;
      const warm = cell ? warmth(cell.tries, seconds, steps[at]?.median ?? null) : 0;
      const sign = cell?.state === "done" ? "✓" : current ? "●" : cell ? "·" : "";
      const made = line.insertCell();
      made.className = `${cell?.state ?? "none"}${current ? " current" : ""} warm${warm}`;
      made.title = `${name}, ${column.title}\u00a0: ${words}`;
      const shown = make("span", {}, sign);
      shown.setAttribute("aria-hidden", "true");
      made.append(shown, make("span", { className: "visually-hidden" }, words));
    });
  }
  return table;
}

/** Lessons over the numbers of their steps. */
function headOf({ columns }: Board): HTMLTableSectionElement {
  const head = make("thead");
  const lessons = head.insertRow();
  const student = make("th", { scope: "col", rowSpan: 2 }, "Élève");
  lessons.append(student);
  const byLesson = Map.groupBy(columns, ({ lesson }) => lesson);
  for (const steps of byLesson.values())
    lessons.append(
      make("th", { scope: "colgroup", colSpan: steps.length }, steps[0]?.lessonTitle ?? ""),
    );
  const numbers = head.insertRow();
  for (const steps of byLesson.values())
    steps.forEach(({ title }, at) => {
      const cell = make("th", { scope: "col", title }, String(at + 1));
      cell.append(make("span", { className: "visually-hidden" }, `. ${title}`));
      numbers.append(cell);
    });
  return head;
}
