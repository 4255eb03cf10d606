import type { Figures } from "./results.ts";

/** One line of what the labs must show. */
export interface Goal {
  /** French. */
  title: string;
  unit: "ms" | "s" | "×" | "Mo" | "%" | "/min" | "";
  limit: number;
  /** Whether the value must not be above the limit, or not below. */
  sense: "≤" | "≥";
  /** `undefined` when something that it needs was not measured. */
  value: number | undefined;
}

/** An attack that is below this is harmless, whatever the neighbour's quiet echo is (ms). */
const HARMLESS = 50;

const ratio = (a: number | undefined, b: number | undefined) =>
  a === undefined || !b ? undefined : a / b;

/** The goals, with what was measured for each. */
export function goalsOf(figures: Figures): Goal[] {
  const { warm, cold, plain, refill, idle, arrival, quiet, attacks, rollback, reset } = figures;
  const most = idle?.at(-1);
  const worst = attacks && Math.max(...attacks.map(({ echo }) => echo.p95));
  const bearable = quiet && Math.max(2 * quiet.p95, HARMLESS);
  const atMost = (title: string, limit: number, unit: Goal["unit"], value: number | undefined) =>
    ({ title, limit, unit, value, sense: "≤" }) as const;
  const atLeast = (title: string, limit: number, unit: Goal["unit"], value: number | undefined) =>
    ({ title, limit, unit, value, sense: "≥" }) as const;
  return [
    atMost("clic → invite, machine d’avance, médiane", 100, "ms", warm?.median),
    atMost("clic → invite, machine d’avance, p95", 200, "ms", warm?.p95),
    atMost("le même, face à lxc launch + lxc exec", 0.1, "×", ratio(warm?.median, plain?.median)),
    atMost("sans machine d’avance, face au même", 1, "×", ratio(cold?.median, plain?.median)),
    atLeast("une classe arrive\u00a0: servis", 100, "%", percent(arrival?.served, arrival?.asked)),
    atMost(
      "une classe arrive\u00a0: clic → invite, p95",
      30,
      "s",
      ratio(arrival?.prompt.p95, 1000),
    ),
    atLeast("une classe arrive\u00a0: à qui sa place est dite", 1, "", arrival?.queued),
    atMost("labs au repos, mémoire de chacun", 20, "Mo", ratio(most?.memory, 1e6)),
    atMost("labs au repos, processeur", 3, "%", percent(most?.cpu, 1)),
    atMost("labs au repos, morts", 0, "", most?.dead),
    atMost("labs au repos, écho de qui tape, p95", 20, "ms", most?.echo.p95),
    atLeast("réserve, machines faites", 100, "/min", refill),
    atMost("attaques, écho du voisin, p95", bearable ?? HARMLESS, "ms", worst),
    atMost("labs arrêtés, instances restées", 0, "", arrival?.left),
    atMost("retour à un exercice, médiane", 2, "s", ratio(rollback?.median, 1000)),
    atMost("remise à neuf, médiane", 2, "s", ratio(reset?.median, 1000)),
  ];
}

/** Whether it is reached; `undefined` when it was not measured. */
export function reached({ value, limit, sense }: Goal): boolean | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return sense === "≤" ? value <= limit : value >= limit;
}

function percent(part: number | undefined, all: number | undefined): number | undefined {
  const share = ratio(part, all);
  return share === undefined ? undefined : share * 100;
}
