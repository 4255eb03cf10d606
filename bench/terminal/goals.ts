import { cpuTotal, type Figures, figuresOf, type Results } from "./results.ts";

/** One line of what the terminal must show. */
export interface Goal {
  /** Key of its words. */
  key: GoalKey;
  /** In what the value is told: a ratio, ms, or 10⁶ bytes. */
  unit: "×" | "ms" | "MB";
  limit: number;
  /** Whether the value must not be above the limit, or not below. */
  sense: "≤" | "≥";
  /** `undefined` when something that it needs was not measured. */
  value: number | undefined;
}

export type GoalKey = keyof typeof GOALS;

type Of = (name: string) => Figures | undefined;

const ratio = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined || b === 0 ? undefined : a / b;
const MB = 1e6;
const atMost = (limit: number, unit: Goal["unit"]) => ({ limit, unit, sense: "≤" as const });
const atLeast = (limit: number, unit: Goal["unit"]) => ({ limit, unit, sense: "≥" as const });

/** What is asked of this server with its default way in (`api`), each against others of the same run. */
const GOALS = {
  connectRaw: {
    ...atMost(1.3, "×"),
    value: (of: Of) => ratio(of("api")?.connect?.median, of("raw")?.connect?.median),
  },
  connectWetty: {
    ...atMost(0.75, "×"),
    value: (of: Of) => ratio(of("api")?.connect?.median, of("wetty")?.connect?.median),
  },
  echoRaw: {
    ...atMost(0.5, "ms"),
    value(of: Of) {
      const ours = of("api")?.echo?.median;
      const floor = of("raw")?.echo?.median;
      return ours === undefined || floor === undefined ? undefined : ours - floor;
    },
  },
  echoNodePty: {
    ...atMost(0.8, "×"),
    value: (of: Of) => ratio(of("api")?.echo?.median, of("nodePty")?.echo?.median),
  },
  bulk: {
    ...atLeast(1.3, "×"),
    value: (of: Of) => ratio(of("api")?.bulk?.median, of("nodePty")?.bulk?.median),
  },
  memory: {
    ...atMost(1, "MB"),
    value: (of: Of) => ratio(of("api")?.memory, MB),
  },
  cpu: {
    ...atMost(0.5, "×"),
    value: (of: Of) => ratio(cpuTotal(of("api")?.cpu), cpuTotal(of("nodePty")?.cpu)),
  },
  stallGrowth: {
    ...atMost(5, "MB"),
    value: (of: Of) => ratio(of("api")?.stall?.growth, MB),
  },
  stallInterrupt: {
    ...atMost(20, "ms"),
    value: (of: Of) => of("api")?.stall?.interrupt,
  },
  revival: {
    ...atMost(3_000, "ms"),
    value: (of: Of) => of("api")?.revival,
  },
};

/** The goals, with what this run has to say of each. */
export function goalsOf(results: Results): Goal[] {
  return Object.entries(GOALS).map(([key, { value, ...goal }]) => ({
    ...goal,
    key: key as GoalKey,
    value: value((name) => figuresOf(results, name)),
  }));
}

/** Whether it is reached; `undefined` when it was not measured. */
export function reached({ value, limit, sense }: Goal): boolean | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return sense === "≤" ? value <= limit : value >= limit;
}
