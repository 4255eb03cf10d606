import type { Goal } from "../labs/goals.ts";
import { goalsTable, ms, number } from "../labs/report.ts";
import { table } from "../table.ts";
import { type ClassFigures, type Results, slopeOf } from "./results.ts";

/** The class that the goals are about. */
const CLASS = 30;

/** The run as Markdown, in French: goals, each size of class, what one student more costs, then what failed. */
export function report({ classes, failures }: Results): string {
  const failed = Object.entries(failures).map(([what, why]) => `- ${what}\u00a0: ${why}`);
  return [
    goalsTable("une classe au travail", goalsOf(classes)),
    sizes(classes),
    slope(classes),
    failed.join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** What a class of thirty must show; of the largest one where there was none of thirty. */
export function goalsOf(classes: readonly ClassFigures[]): Goal[] {
  const of = classes.find(({ students }) => students === CLASS) ?? classes.at(-1);
  const atMost = (title: string, limit: number, value: number | undefined): Goal => ({
    ...{ title: `${title}, ${of?.students ?? CLASS} élèves`, limit, value },
    ...{ unit: "ms", sense: "≤" },
  });
  return [
    atMost("de la commande au tableau, p95", 1000, of?.board.p95),
    atMost("écho des élèves, p95", 50, of?.echo.p95),
  ];
}

function sizes(classes: readonly ClassFigures[]): string {
  const header = ["ms\u00a0: médiane (p95), sauf mention"];
  for (const { students } of classes) header.push(`${students} élèves`);
  const row = (title: string, of: (figures: ClassFigures) => string) => [title, ...classes.map(of)];
  return table(header, [
    row("du code à l’invite, tous à la fois", ({ arrival }) => ms(arrival)),
    row("écho, tous au travail", ({ echo }) => ms(echo)),
    row("de la commande au tableau", ({ board }) => ms(board)),
    row("processeur du serveur, au travail, ms/s", ({ busy }) => number(busy)),
    row("processeur du serveur, au repos, ms/s", ({ idle }) => number(idle)),
    row("mémoire du serveur, Mo", ({ memory }) => number(memory / 1e6)),
  ]);
}

function slope(classes: readonly ClassFigures[]): string {
  const each = slopeOf(classes);
  if (!each) return "";
  const { busy, idle, memory } = each;
  return `Un élève de plus coûte au serveur ${number(busy)}\u00a0ms de processeur par seconde au travail, ${number(idle)} au repos, et ${number(memory / 1e6)}\u00a0Mo.`;
}
