import type { Kysely } from "kysely";
import { type Class, classById, isUnderWay } from "./classes.ts";
import { membershipsOf } from "./members.ts";
import type { Tables } from "./schema.ts";

type Db = Kysely<Tables>;

/** Help with a step that is open to a whole class. */
export interface Opening {
  lesson: string;
  step: string;
  what: "hint" | "solution";
}

/** What a class's instructors open and lock for all. */
export interface Guidance {
  openings: Opening[];
  /** Lessons that may not be begun yet. */
  locked: string[];
}

/** Opens a hint or a solution for a whole class, or closes it again. */
export async function setOpening(
  db: Db,
  classId: string,
  { lesson, step, what }: Opening,
  open: boolean,
  now: number,
): Promise<void> {
  const row = { class_id: classId, lesson, step, what, opened_at: now };
  if (open)
    await db
      .insertInto("openings")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await db
      .deleteFrom("openings")
      .where("class_id", "=", classId)
      .where("lesson", "=", lesson)
      .where("step", "=", step)
      .where("what", "=", what)
      .execute();
}

/** Locks a lesson for a whole class, or unlocks it. */
export async function setLock(
  db: Db,
  classId: string,
  lesson: string,
  locked: boolean,
  now: number,
): Promise<void> {
  if (locked)
    await db
      .insertInto("locks")
      .values({ class_id: classId, lesson, locked_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await db
      .deleteFrom("locks")
      .where("class_id", "=", classId)
      .where("lesson", "=", lesson)
      .execute();
}

/** What is open and locked in a class. */
export async function guidanceOf(db: Db, classId: string): Promise<Guidance> {
  const openings = await db
    .selectFrom("openings")
    .select(["lesson", "step", "what"])
    .where("class_id", "=", classId)
    .orderBy("opened_at")
    .orderBy("lesson")
    .orderBy("step")
    .execute();
  const locks = await db
    .selectFrom("locks")
    .select("lesson")
    .where("class_id", "=", classId)
    .orderBy("lesson")
    .execute();
  return { openings, locked: locks.map(({ lesson }) => lesson) };
}

/** Classes under way in which a person has a lesson, with what is open and locked there. @param now epoch, ms */
export async function guidanceFor(
  db: Db,
  owner: string,
  lesson: string,
  now: number,
): Promise<(Guidance & Pick<Class, "solutions">)[]> {
  const found: (Guidance & Pick<Class, "solutions">)[] = [];
  for (const { class: id } of await membershipsOf(db, owner)) {
    const klass = await classById(db, id);
    if (!klass?.lessons.includes(lesson) || !isUnderWay(klass, now)) continue;
    found.push({ ...(await guidanceOf(db, id)), solutions: klass.solutions });
  }
  return found;
}
