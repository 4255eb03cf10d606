import type { Board } from "../../../server/protocol-board.ts";
import { make } from "../forms.ts";
import { duration } from "./words.ts";

const HEADS = ["Étape", "L’ont faite", "Temps médian", "Essais en vain", "Erreurs courantes"];

/** How each step goes in a class of so many students, as a table. */
export function stepTable(
  { columns, steps }: Pick<Board, "columns" | "steps">,
  students: number,
): HTMLTableElement {
  const table = make("table", { className: "steps" });
  const head = table.createTHead().insertRow();
  table.prepend(make("caption", { className: "visually-hidden" }, "Chaque étape dans la classe"));
  head.append(...HEADS.map((text) => make("th", { scope: "col" }, text)));
  let lesson = "";
  for (const [at, column] of columns.entries()) {
    const step = steps[at];
    if (column.lesson !== lesson) {
      lesson = column.lesson;
      const body = table.createTBody();
      const over = make("th", { scope: "rowgroup", colSpan: HEADS.length }, column.lessonTitle);
      body.insertRow().append(over);
    }
    const line = table.tBodies[table.tBodies.length - 1]!.insertRow();
    line.append(
      make("th", { scope: "row" }, column.title),
      make("td", {}, `${step?.passed ?? 0}/${students}`),
      make("td", {}, timeOf(step?.median)),
      make("td", {}, String(step?.tries ?? 0)),
      make("td", {}, complaints(step?.errors ?? [])),
    );
  }
  return table;
}

function complaints(errors: readonly { line: string; count: number }[]): Node | string {
  if (errors.length === 0) return "–";
  const list = make("ul");
  for (const { line, count } of errors)
    list.append(make("li", {}, make("code", {}, line), count > 1 ? ` ×\u00a0${count}` : ""));
  return list;
}

const timeOf = (seconds: number | null | undefined) =>
  typeof seconds === "number" ? duration(seconds * 1000) : "–";
