import type { Board, BoardRow } from "../../../server/protocol-board.ts";

/** Why a student may need the instructor, most urgent first; what comes after `idle` needs nobody. */
export const NEEDS = [
  "hand",
  "failing",
  "long",
  "idle",
  "working",
  "coming",
  "reading",
  "done",
  "ended",
  "absent",
] as const;
export type Need = (typeof NEEDS)[number];

/** Tries in vain at one step from which on a student is stuck rather than trying. */
const STUCK = 3;
/** A step takes long from this on (ms), and from so many times its median in the class. */
const LONG = 8 * 60_000;
const TIMES_MEDIAN = 3;

/** A row with what its student needs. */
export interface NeededRow {
  row: BoardRow;
  need: Need;
  /** For how long (ms); 0 where that says nothing. */
  since: number;
}

/** What a student needs. @param now epoch, ms */
export function needOf(row: BoardRow, { columns, steps }: Board, now: number): NeededRow {
  const age = (at: string | null) => (at === null ? 0 : Math.max(0, now - Date.parse(at)));
  const as = (need: Need, since = 0): NeededRow => ({ row, need, since });
  const onStep = age(row.stepSince);
  if (row.hand) return as("hand", age(row.hand.since));
  switch (row.place) {
    case "queued":
    case "starting":
    case "resetting":
      return as("coming");
    case "working":
    case "idle": {
      if (row.lab && row.step === null) return as("done");
      if (row.tries >= STUCK) return as("failing", onStep);
      const at = columns.findIndex(
        ({ lesson, step }) => lesson === row.lesson && step === row.step,
      );
      const median = (steps[at]?.median ?? 0) * 1000;
      if (onStep > Math.max(LONG, TIMES_MEDIAN * median)) return as("long", onStep);
      return row.place === "idle" ? as("idle", age(row.idleSince)) : as("working", onStep);
    }
    case "reading":
      return as("reading");
    case "ended":
      return as(columns.length > 0 && row.done === columns.length ? "done" : "ended");
    case "absent":
      return as("absent");
  }
}

/**
 * Rows, who needs help first: raised hands by how long they wait, then tries in vain, then time on a step, then
 * idleness; of those who need nothing, who is least far comes first. Equal ones by name.
 */
export function byNeed(board: Board, now: number): NeededRow[] {
  const rank = ({ need }: NeededRow) => NEEDS.indexOf(need);
  return board.rows
    .map((row) => needOf(row, board, now))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (a.need === "failing" ? b.row.tries - a.row.tries : 0) ||
        (rank(a) <= NEEDS.indexOf("idle") ? b.since - a.since : 0) ||
        a.row.done - b.row.done ||
        a.row.name.localeCompare(b.row.name, "fr") ||
        a.row.id.localeCompare(b.row.id),
    );
}
