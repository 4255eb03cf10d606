import type { Need, NeededRow } from "./need.ts";

/** Which rows are shown. */
export const FILTERS = {
  all: "Tous",
  help: "À aider",
  working: "Au travail",
  away: "Sans lab",
  done: "Ont fini",
} as const;
export type Filter = keyof typeof FILTERS;

const SHOWN: Record<Exclude<Filter, "all">, readonly Need[]> = {
  help: ["hand", "failing", "long", "idle"],
  working: ["working", "coming"],
  away: ["reading", "ended", "absent"],
  done: ["done"],
};

/** Whether a row is shown under a filter and a searched name. */
export function shows({ need, row }: NeededRow, filter: Filter, name: string): boolean {
  if (!fold(row.name).includes(fold(name.trim()))) return false;
  return filter === "all" || SHOWN[filter].includes(need);
}

/** How many rows each filter shows. */
export function counts(rows: readonly NeededRow[]): Record<Filter, number> {
  const of = (filter: Filter) => rows.filter((row) => shows(row, filter, "")).length;
  return {
    all: rows.length,
    help: of("help"),
    working: of("working"),
    away: of("away"),
    done: of("done"),
  };
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
