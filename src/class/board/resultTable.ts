import type { Results } from "../../../server/protocol-board.ts";
import { make } from "../forms.ts";
import { duration } from "./words.ts";

/** One lesson of one student, summed up. */
interface Sum {
  done: number;
  all: number;
  /** ms */
  time: number;
  tries: number;
}

/** Students × lessons as a table: steps done, time, tries in vain. */
export function studentTable({ columns, students }: Results): HTMLTableElement {
  const lessons = [...Map.groupBy(columns, ({ lesson }) => lesson)];
  const table = make("table", { className: "results" });
  table.append(make("caption", { className: "visually-hidden" }, "Chaque élève, par leçon"));
  const head = table.createTHead().insertRow();
  head.append(
    make("th", { scope: "col" }, "Élève"),
    ...lessons.map(([, steps]) => make("th", { scope: "col" }, steps[0]?.lessonTitle ?? "")),
    make("th", { scope: "col" }, "En tout"),
  );
  const body = table.createTBody();
  for (const { name, steps } of students) {
    const byLesson = Map.groupBy(steps, ({ lesson }) => lesson);
    const line = body.insertRow();
    line.append(
      make("th", { scope: "row" }, name),
      ...lessons.map(([lesson]) => cell(sum(byLesson.get(lesson) ?? []))),
      cell(sum(steps)),
    );
  }
  return table;
}

/** Sums up steps. */
export function sum(steps: Results["students"][number]["steps"]): Sum {
  return {
    done: steps.filter(({ state }) => state === "done").length,
    all: steps.length,
    time: steps.reduce((total, { seconds }) => total + (seconds ?? 0) * 1000, 0),
    tries: steps.reduce((total, { tries }) => total + tries, 0),
  };
}

function cell({ done, all, time, tries }: Sum): HTMLElement {
  const made = make("td", {}, make("strong", {}, `${done}/${all}`));
  if (all > 0 && done === all) made.className = "whole";
  const soft = [time > 0 ? duration(time) : "", tries > 0 ? `${tries} en vain` : ""];
  const said = soft.filter(Boolean).join(", ");
  if (said) made.append(" ", make("span", { className: "soft" }, said));
  return made;
}
