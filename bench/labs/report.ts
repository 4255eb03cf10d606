import { table } from "../table.ts";
import { type Goal, goalsOf, reached } from "./goals.ts";
import type { Figures, Results, Times } from "./results.ts";

const NONE = "–";

/** The run as Markdown, in French: goals, then every figure, then what failed. */
export function report({ figures, failures }: Results): string {
  const failed = Object.entries(failures).map(([what, why]) => `- ${what}\u00a0: ${why}`);
  return [goalsTable("labs", goalsOf(figures)), figuresTable(figures), failed.join("\n")]
    .filter(Boolean)
    .join("\n\n");
}

/** Goals as a table, in French. @param what is measured */
export function goalsTable(what: string, goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const told = (value: number) => `${number(value)}${goal.unit && `\u00a0${goal.unit}`}`;
    const mark = { true: "✔", false: "✘", undefined: NONE }[String(reached(goal))] ?? NONE;
    const measured = goal.value === undefined ? NONE : told(goal.value);
    return [goal.title, `${goal.sense} ${told(goal.limit)}`, measured, mark];
  });
  return table([what, "but", "mesuré", "atteint"], rows);
}

function figuresTable(figures: Figures): string {
  const { warm, prepared, cold, plain, refill, throughput, idle, arrival, quiet, attacks } =
    figures;
  const rows: [string, string][] = [
    ["clic → invite, machine d’avance", ms(warm)],
    ["la même, où la leçon prépare quelque chose", ms(prepared)],
    ["clic → invite, sans", ms(cold)],
    ["lxc launch + lxc exec", ms(plain)],
    ["réserve, par minute", number(refill)],
    ...(throughput ?? []).map(({ concurrency, perMinute }): [string, string] => [
      `démarrages par minute, ${concurrency} à la fois`,
      number(perMinute),
    ]),
    ...(idle ?? []).map(({ labs, memory, cpu, echo }): [string, string] => [
      `${labs} labs au repos\u00a0: Mo chacun · processeur % · écho`,
      `${number(memory / 1e6)} · ${number(cpu * 100)} · ${ms(echo)}`,
    ]),
    ["une classe arrive, clic → invite", ms(arrival?.prompt)],
    ["une classe part, labs par minute", number(arrival?.ends)],
    ["écho du voisin, au calme", ms(quiet)],
    ...(attacks ?? []).map(({ name, echo }): [string, string] => [
      `écho du voisin, ${name}`,
      ms(echo),
    ]),
    ["retour à un exercice → invite", ms(figures.rollback)],
    ["remise à neuf → invite", ms(figures.reset)],
  ];
  return table(["mesure", "ms\u00a0: médiane (p95), sauf mention"], rows);
}

/** Median and 95th percentile. */
export function ms(times: Times | undefined): string {
  return times ? `${number(times.median)} (${number(times.p95)})` : NONE;
}

/** Two digits below 10, one below 100, none above. */
export function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return NONE;
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return new Intl.NumberFormat("fr", { maximumFractionDigits: digits, useGrouping: false }).format(
    value,
  );
}
