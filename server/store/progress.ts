import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

type Db = Kysely<Tables>;

/** How a step stands for a member. Times are epoch milliseconds. */
export interface StepProgress {
  lesson: string;
  step: string;
  state: "todo" | "done";
  begun: number;
  done: number | null;
}

/** Notes how a step stands; one that was done once stays done, at its first time. */
export async function noteStep(
  db: Db,
  member: string,
  { lesson, step, state }: Pick<StepProgress, "lesson" | "step" | "state">,
  now: number,
): Promise<void> {
  const done_at = state === "done" ? now : null;
  await db
    .insertInto("progress")
    .values({ member_id: member, lesson, step, state, begun_at: now, done_at })
    .onConflict((conflict) =>
      state === "done"
        ? conflict
            .columns(["member_id", "lesson", "step"])
            .doUpdateSet({ state, done_at })
            .where("progress.state", "=", "todo")
        : conflict.doNothing(),
    )
    .execute();
}

/** Notes a step for a person in each of their classes that has the lesson and is under way. */
export async function noteStepOf(
  db: Db,
  owner: string,
  step: Pick<StepProgress, "lesson" | "step" | "state">,
  now: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom("members")
    .innerJoin("classes", "classes.id", "members.class_id")
    .select(["members.id", "classes.lessons"])
    .where("members.owner", "=", owner)
    .where("classes.closed_at", "is", null)
    .execute();
  const members = rows
    .filter(({ lessons }) => (JSON.parse(lessons) as string[]).includes(step.lesson))
    .map(({ id }) => id);
  for (const member of members) await noteStep(db, member, step, now);
  return members;
}

/** All that is known of a member's steps. */
export async function progressOf(db: Db, member: string): Promise<StepProgress[]> {
  const rows = await db
    .selectFrom("progress")
    .selectAll()
    .where("member_id", "=", member)
    .orderBy("begun_at")
    .orderBy("lesson")
    .orderBy("step")
    .execute();
  return rows.map(({ lesson, step, state, begun_at, done_at }) => ({
    lesson,
    step,
    state,
    begun: begun_at,
    done: done_at,
  }));
}
