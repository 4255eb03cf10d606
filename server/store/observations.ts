import type { Kysely } from "kysely";
import { noteStep } from "./progress.ts";
import type { Tables } from "./schema.ts";

type Db = Kysely<Tables>;

/** Kinds of error lines that are kept of one student at one step: a loop of errors fills no disk. */
const MOST_KINDS = 20;

/** Where in the course something was observed. */
export interface Place {
  lesson: string;
  step: string;
}

/** A member's step as the board and the results show it. Times are epoch milliseconds. */
export interface StepStanding extends Place {
  member: string;
  state: "todo" | "done";
  begun: number;
  done: number | null;
  tries: number;
  /** What the last command complained of; null since one went well. */
  error: string | null;
  errorAt: number | null;
}

/** How often the commands of one step complained in one way. */
export interface StepError extends Place {
  member: string;
  kind: string;
  line: string;
  count: number;
}

/** Notes that a check said no to what a student had done. */
export async function noteTry(db: Db, member: string, place: Place, now: number): Promise<void> {
  await noteStep(db, member, { ...place, state: "todo" }, now);
  await at(db, member, place)
    .set((each) => ({ tries: each("tries", "+", 1) }))
    .execute();
}

/** Notes what a student's last command complained of, or (null) that it did not. */
export async function noteCommand(
  db: Db,
  member: string,
  place: Place,
  error: { line: string; kind: string } | null,
  now: number,
): Promise<void> {
  if (!error) {
    await at(db, member, place)
      .set({ error: null, error_at: null })
      .where("error", "is not", null)
      .execute();
    return;
  }
  const { line, kind } = error;
  await noteStep(db, member, { ...place, state: "todo" }, now);
  await at(db, member, place).set({ error: line, error_at: now }).execute();
  const { lesson, step } = place;
  const { kinds } = await db
    .selectFrom("step_errors")
    .select((each) => each.fn.countAll().as("kinds"))
    .where("member_id", "=", member)
    .where("lesson", "=", lesson)
    .where("step", "=", step)
    .where("kind", "!=", kind)
    .executeTakeFirstOrThrow();
  if (Number(kinds) >= MOST_KINDS) return;
  await db
    .insertInto("step_errors")
    .values({ member_id: member, lesson, step, kind, line, count: 1, last_at: now })
    .onConflict((conflict) =>
      conflict.columns(["member_id", "lesson", "step", "kind"]).doUpdateSet((each) => ({
        line,
        last_at: now,
        count: each("step_errors.count", "+", 1),
      })),
    )
    .execute();
}

function at(db: Db, member: string, { lesson, step }: Place) {
  return db
    .updateTable("progress")
    .where("member_id", "=", member)
    .where("lesson", "=", lesson)
    .where("step", "=", step);
}

/** Every step of every member of a class, as far as anything is known of it. */
export async function standingsOf(db: Db, classId: string): Promise<StepStanding[]> {
  return await db
    .selectFrom("progress")
    .innerJoin("members", "members.id", "progress.member_id")
    .select([
      "member_id as member",
      "lesson",
      "step",
      "state",
      "begun_at as begun",
      "done_at as done",
      "tries",
      "error",
      "error_at as errorAt",
    ])
    .where("members.class_id", "=", classId)
    .execute();
}

/** What the commands of a class complained of, the most frequent first. */
export async function errorsOf(db: Db, classId: string): Promise<StepError[]> {
  return await db
    .selectFrom("step_errors")
    .innerJoin("members", "members.id", "step_errors.member_id")
    .select(["member_id as member", "lesson", "step", "kind", "line", "count"])
    .where("members.class_id", "=", classId)
    .orderBy("count", "desc")
    .orderBy("kind")
    .execute();
}

/** What one member's commands complained of, for whoever takes their data away. */
export async function errorsOfMember(db: Db, member: string) {
  return await db
    .selectFrom("step_errors")
    .select(["lesson", "step", "line", "count"])
    .where("member_id", "=", member)
    .orderBy("lesson")
    .orderBy("step")
    .orderBy("count", "desc")
    .execute();
}

/** Memberships of a person in classes that are under way and have the lesson. */
export async function membersAt(
  db: Db,
  owner: string,
  lesson: string,
): Promise<{ id: string; class: string }[]> {
  const rows = await db
    .selectFrom("members")
    .innerJoin("classes", "classes.id", "members.class_id")
    .select(["members.id", "classes.id as class", "classes.lessons"])
    .where("members.owner", "=", owner)
    .where("classes.closed_at", "is", null)
    .execute();
  return rows.filter(({ lessons }) => (JSON.parse(lessons) as string[]).includes(lesson));
}
