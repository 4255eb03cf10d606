import type { LabRecord } from "../labs/record.ts";
import type { BoardCell, BoardColumn, BoardPlace, BoardRow } from "../protocol-board.ts";
import type { Member } from "../store/members.ts";
import type { StepStanding } from "../store/observations.ts";

/** From when on a student in whose lab nothing is typed is idle (ms): reading a step takes a while. */
const IDLE = 3 * 60_000;
/** For how long somebody who was seen is taken to be still here (ms). */
const HERE = 10 * 60_000;

/** What a row is made of. */
export interface RowSources {
  columns: readonly BoardColumn[];
  /** What the store knows of the member's steps. */
  standings: readonly StepStanding[];
  /** The lab that the member works in, if one lives. */
  lab: LabRecord | undefined;
  hand: BoardRow["hand"];
  /** Epoch, ms. */
  now: number;
}

const iso = (at: number) => new Date(at).toISOString();

/** A student as the board shows them at a moment. */
export function rowOf(member: Member, sources: RowSources): BoardRow {
  const { columns, standings, lab, hand, now } = sources;
  const known = new Map(standings.map((each) => [keyOf(each), each]));
  const lesson = lab?.lesson.slug ?? null;
  const step = lab?.steps.find(({ state }) => state === "todo")?.id ?? null;
  const current = lesson && step ? known.get(keyOf({ lesson, step })) : undefined;
  const at = current ? current.begun : lab && step ? lab.createdAt : null;
  const place = placeOf(member, sources);
  const cells = columns.map((column) => cellOf(known.get(keyOf(column))));
  return {
    id: member.id,
    name: member.name,
    place,
    hand,
    lab: lab
      ? {
          id: lab.id,
          expiresAt: iso(lab.idleEnd ?? lab.expiresAt),
          queue: lab.view().queue ?? 0,
          terminals: [...lab.opened],
        }
      : null,
    lesson,
    step,
    stepSince: at === null ? null : iso(at),
    idleSince: place === "idle" && lab ? iso(lab.activeAt) : null,
    done: cells.filter((cell) => cell?.state === "done").length,
    tries: current?.tries ?? 0,
    error: errorOf(current, now),
    cells,
  };
}

function placeOf(member: Member, { standings, lab, now }: RowSources): BoardPlace {
  if (lab) {
    if (lab.state === "starting") return lab.view().queue ? "queued" : "starting";
    if (lab.state === "resetting") return "resetting";
    return now - lab.activeAt > IDLE ? "idle" : "working";
  }
  const latest = Math.max(0, ...standings.flatMap(({ begun, done }) => [begun, done ?? 0]));
  if (member.seen >= latest && now - member.seen < HERE) return "reading";
  return standings.length > 0 ? "ended" : "absent";
}

function errorOf(current: StepStanding | undefined, now: number): BoardRow["error"] {
  if (!current?.error || current.state === "done") return null;
  return { line: current.error, at: iso(current.errorAt ?? now) };
}

function cellOf(standing: StepStanding | undefined): BoardCell | null {
  if (!standing) return null;
  const { state, begun, done, tries } = standing;
  return { state, begunAt: iso(begun), doneAt: done === null ? null : iso(done), tries };
}

/** A step by name, of whatever lesson. */
export const keyOf = ({ lesson, step }: { lesson: string; step: string }): string =>
  `${lesson}#${step}`;
