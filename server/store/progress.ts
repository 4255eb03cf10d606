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
  /** Checks that said no to something that they had done. */
  tries: number;
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
  return rows.map(({ lesson, step, state, begun_at, done_at, tries }) => ({
    lesson,
    step,
    state,
    begun: begun_at,
    done: done_at,
    tries,
  }));
}
