import type { Course } from "../manifest.ts";
import type { Results, ResultStep } from "../protocol-board.ts";
import type { Class } from "../store/classes.ts";
import { type Member, membersOf } from "../store/members.ts";
import { errorsOf, type StepStanding, standingsOf } from "../store/observations.ts";
import type { Store } from "../store/store.ts";
import { columnsOf } from "./columns.ts";
import { keyOf } from "./rows.ts";
import { secondsOf, stepStatistics } from "./stepStatistics.ts";

/** What everybody of a class did, step by step. @param now epoch, ms */
export async function resultsOf(
  { db }: Store,
  klass: Class,
  course: Course,
  now: number,
): Promise<Results> {
  const columns = columnsOf(klass.lessons, course);
  const members = await membersOf(db, klass.id);
  const standings = await standingsOf(db, klass.id);
  const byMember = Map.groupBy(standings, ({ member }) => member);
  const studentOf = ({ id, name, joined }: Member) => {
    const known = new Map((byMember.get(id) ?? []).map((each) => [keyOf(each), each]));
    const steps = columns.map((column): ResultStep => ({
      lesson: column.lesson,
      step: column.step,
      title: column.title,
      ...standingView(known.get(keyOf(column))),
    }));
    const done = steps.filter(({ state }) => state === "done").length;
    return { id, name, joinedAt: iso(joined), done, steps };
  };
  return {
    class: {
      id: klass.id,
      name: klass.name,
      startsAt: iso(klass.starts),
      endsAt: iso(klass.ends),
    },
    at: iso(now),
    columns,
    steps: stepStatistics(columns, standings, await errorsOf(db, klass.id)),
    students: members
      .map(studentOf)
      .sort((a, b) => a.name.localeCompare(b.name, "fr") || a.id.localeCompare(b.id)),
  };
}

function standingView(standing: StepStanding | undefined) {
  if (!standing)
    return { state: "none", begunAt: null, doneAt: null, seconds: null, tries: 0 } as const;
  const { state, begun, done, tries } = standing;
  return {
    state,
    begunAt: iso(begun),
    doneAt: done === null ? null : iso(done),
    seconds: secondsOf(standing),
    tries,
  };
}

const iso = (at: number) => new Date(at).toISOString();
