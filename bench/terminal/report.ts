import { table } from "../table.ts";
import { type Goal, goalsOf, reached } from "./goals.ts";
import {
  cpuTotal,
  type Entry,
  type Figures,
  figuresOf,
  type Measure,
  type Results,
} from "./results.ts";
import { type Language, type Words, WORDS } from "./words.ts";

const NONE = "–";
const MB = 1e6;

type Format = (value: number | undefined, digits?: number) => string;

/** The run as Markdown: goals, figures of all, their ratios, and who is not there or failed, with the reason. */
export function report(results: Results, language: Language): string {
  const words = WORDS[language];
  const number = format(language);
  const there = results.entries.filter(({ absent }) => absent === undefined);
  return [
    goalsTable(results, words, number),
    figuresTable(there, words, number),
    ratiosTable(results, there, words, number),
    notes(results.entries, words),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function goalsTable(results: Results, words: Words, number: Format): string {
  const unit = (goal: Goal) => (words === WORDS.fr && goal.unit === "MB" ? "Mo" : goal.unit);
  const rows = goalsOf(results).map((goal) => {
    const sign = goal.unit === "ms" && goal.key === "echoRaw" ? "+ " : "";
    const told = (value: number) => `${sign}${number(value)}\u00a0${unit(goal)}`;
    const mark = { true: "✔", false: "✘", undefined: NONE }[String(reached(goal))] ?? NONE;
    return [
      words.goals[goal.key],
      `${goal.sense} ${told(goal.limit)}`,
      goal.value === undefined ? NONE : told(goal.value),
      mark,
    ];
  });
  return table([words.contender, words.goal, words.measured, words.reached], rows);
}

function figuresTable(entries: Entry[], words: Words, number: Format): string {
  const { connect, echo, bulk, memory, cpu, stall, interrupt, revival } = words.measures;
  const rows = entries.map((entry) => [labelOf(entry, words), ...cells(entry.figures, number)]);
  const header = [words.contender, connect, echo, bulk, memory, cpu, stall, interrupt, revival];
  return table(header, rows);
}

function cells(
  { connect, echo, bulk, memory, cpu, stall, revival }: Figures,
  number: Format,
): string[] {
  const times = (value: typeof connect) =>
    value ? `${number(value.median)} (${number(value.p95)})` : NONE;
  const total = cpuTotal(cpu);
  return [
    times(connect),
    times(echo),
    number(bulk?.median),
    number(memory === undefined ? undefined : memory / MB),
    total === undefined ? NONE : `${number(total * 100)} (${number((cpu?.gateway ?? 0) * 100)})`,
    number(stall ? stall.growth / MB : undefined),
    number(stall?.interrupt),
    number(revival),
  ];
}

function ratiosTable(results: Results, entries: Entry[], words: Words, number: Format): string {
  const floor = figuresOf(results, "raw");
  const usual = figuresOf(results, "nodePty");
  const measures: [string, (figures: Figures) => number | undefined][] = [
    [words.measures.connect, ({ connect }) => connect?.median],
    [words.measures.echo, ({ echo }) => echo?.median],
    [words.measures.bulk, ({ bulk }) => bulk?.median],
    [words.measures.memory, ({ memory }) => memory],
    [words.measures.cpu, ({ cpu }) => cpuTotal(cpu)],
  ];
  const against = (value: number | undefined, other: number | undefined) =>
    number(value === undefined || !other ? undefined : value / other, 2);
  const rows = entries.map((entry) => [
    labelOf(entry, words),
    ...measures.map(([, read]) => {
      const value = read(entry.figures);
      const pick = (figures: Figures | undefined) => (figures ? read(figures) : undefined);
      return `${against(value, pick(floor))} · ${against(value, pick(usual))}`;
    }),
  ]);
  const header = measures.map(([name]) => name.replace(/(,| \().*/, ""));
  return table([words.ratios, ...header], rows);
}

/** Reasons are told in the language in which they came. */
function notes(entries: Entry[], words: Words): string {
  const { colon, absent, measures } = words;
  return entries
    .flatMap((entry) => {
      const label = labelOf(entry, words);
      const failures = Object.entries(entry.failures) as [Measure, string][];
      const { lost } = entry.figures.stall ?? {};
      return [
        entry.absent === undefined ? "" : `- ${label}${colon} ${absent} (${entry.absent})`,
        ...failures.map(([measure, why]) => `- ${label}, ${measures[measure]}${colon} ${why}`),
        lost ? `- ${label}, ${measures.stall}${colon} ${lost}` : "",
      ];
    })
    .filter(Boolean)
    .join("\n");
}

function labelOf(entry: Entry, words: Words): string {
  return words.labels[entry.name] ?? entry.label;
}

/** Two digits below 10, one below 100, none above; as many as are asked for otherwise. */
function format(language: Language): Format {
  return (value, digits) => {
    if (value === undefined || Number.isNaN(value)) return NONE;
    const wanted = digits ?? (Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
    const options = { minimumFractionDigits: 0, maximumFractionDigits: wanted, useGrouping: false };
    return new Intl.NumberFormat(language, options).format(value);
  };
}
