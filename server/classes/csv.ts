import type { Results } from "../protocol-board.ts";

/** Tells spreadsheets that what follows is UTF-8: without it, Excel takes « é » for two other letters. */
const BYTE_ORDER_MARK = "\ufeff";
/** A French spreadsheet has the comma in its numbers, and expects this between its cells. */
const SEPARATOR = ";";
/** Lines end as RFC 4180 has them. */
const LINE_END = "\r\n";

const HEAD = [
  "Élève",
  "Leçon",
  "Étape",
  "Titre",
  "État",
  "Commencée",
  "Faite",
  "Secondes",
  "Essais en vain",
];
const STATES = { none: "pas commencée", todo: "commencée", done: "faite" } as const;

/** Results as a table of one line a student and step, for spreadsheets. @see https://www.rfc-editor.org/rfc/rfc4180 */
export function csvOf({ students }: Results): string {
  const lines = students.flatMap(({ name, steps }) =>
    steps.map(({ lesson, step, title, state, begunAt, doneAt, seconds, tries }) => [
      name,
      lesson,
      step,
      title,
      STATES[state],
      begunAt ?? "",
      doneAt ?? "",
      seconds ?? "",
      tries,
    ]),
  );
  const table = [HEAD, ...lines].map((cells) => cells.map(cell).join(SEPARATOR) + LINE_END);
  return BYTE_ORDER_MARK + table.join("");
}

/**
 * A cell that stays a text: what a spreadsheet would take for a formula gets an apostrophe before it, for names are
 * whatever a student typed. @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[";,\r\n\t']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
