import type { Kysely } from "kysely";
import type { ClassRow, Tables } from "./schema.ts";
import { newClassCode, newId, sameText } from "./secrets.ts";

type Db = Kysely<Tables>;

/** What an instructor decides of a class; times are epoch milliseconds. */
export interface ClassPlan {
  name: string;
  /** Slugs. */
  lessons: string[];
  starts: number;
  ends: number;
  /** How many students are expected. */
  size: number;
  solutions: "open" | "closed";
  checks: "strict" | "lenient";
  recording: "on" | "off";
  retentionDays: number;
}

/** A class as everybody else in the program knows it. */
export interface Class extends ClassPlan {
  id: string;
  code: string;
  created: number;
  /** Since when nobody may join; null while one may. */
  closed: number | null;
}

const DAY = 24 * 3600 * 1000;

/** When everything of a class is erased (epoch, ms). */
export function erasedAt({ ends, retentionDays }: Pick<Class, "ends" | "retentionDays">): number {
  return ends + retentionDays * DAY;
}

/** How long a class may go on beyond its planned end (ms). */
const OVERTIME = 3600 * 1000;

/** Whether what a class decides holds for its students now. @param now epoch, ms */
export function isUnderWay({ ends, closed }: Pick<Class, "ends" | "closed">, now: number): boolean {
  return closed === null && now < ends + OVERTIME;
}

/** Makes a class, held by one instructor, under a code that no other has. */
export async function createClass(
  db: Db,
  plan: ClassPlan,
  instructor: string,
  now: number,
): Promise<Class> {
  return await db.transaction().execute(async (transaction) => {
    const made = { id: newId(), code: await freeCode(transaction), created: now, closed: null };
    await transaction
      .insertInto("classes")
      .values({ ...columns(plan), ...key(made), created_at: now, closed_at: null })
      .execute();
    await transaction
      .insertInto("class_instructors")
      .values({ class_id: made.id, instructor_id: instructor, added_at: now })
      .execute();
    return { ...plan, ...made };
  });
}

/** Classes that an instructor holds, the latest to begin first, with how many have joined. */
export async function classesOf(
  db: Db,
  instructor: string,
): Promise<(Class & { members: number })[]> {
  const rows = await db
    .selectFrom("classes")
    .innerJoin("class_instructors", "class_instructors.class_id", "classes.id")
    .selectAll("classes")
    .select((each) =>
      each
        .selectFrom("members")
        .whereRef("members.class_id", "=", "classes.id")
        .select(each.fn.countAll().as("n"))
        .as("members"),
    )
    .where("class_instructors.instructor_id", "=", instructor)
    .orderBy("classes.starts_at", "desc")
    .execute();
  return rows.map((row) => ({ ...read(row), members: Number(row.members ?? 0) }));
}

/** A class, if this instructor holds it. */
export async function heldClass(
  db: Db,
  id: string,
  instructor: string,
): Promise<Class | undefined> {
  const row = await db
    .selectFrom("classes")
    .innerJoin("class_instructors", "class_instructors.class_id", "classes.id")
    .selectAll("classes")
    .where("classes.id", "=", id)
    .where("class_instructors.instructor_id", "=", instructor)
    .executeTakeFirst();
  return row && read(row);
}

/** A class, whoever asks. */
export async function classById(db: Db, id: string): Promise<Class | undefined> {
  const row = await db.selectFrom("classes").selectAll().where("id", "=", id).executeTakeFirst();
  return row && read(row);
}

/** The open class with this code. Each is compared to its end: time tells nothing of how near a guess was. */
export async function openClass(db: Db, code: string): Promise<Class | undefined> {
  const rows = await db.selectFrom("classes").selectAll().where("closed_at", "is", null).execute();
  const [found] = rows.filter((row) => sameText(row.code, code));
  return found && read(found);
}

/** Changes what an instructor decides of a class. */
export async function changeClass(db: Db, id: string, plan: ClassPlan): Promise<void> {
  await db.updateTable("classes").set(columns(plan)).where("id", "=", id).execute();
}

/** Closes a class to those who would join, or opens it again with `null`. */
export async function closeClass(db: Db, id: string, at: number | null): Promise<void> {
  await db.updateTable("classes").set({ closed_at: at }).where("id", "=", id).execute();
}

/** Deletes a class with everybody and everything in it. */
export async function deleteClass(db: Db, id: string): Promise<void> {
  await db.deleteFrom("classes").where("id", "=", id).execute();
}

/** Who holds a class. */
export function holdersOf(db: Db, id: string) {
  return db
    .selectFrom("class_instructors")
    .innerJoin("instructors", "instructors.id", "class_instructors.instructor_id")
    .select(["instructors.id", "instructors.name"])
    .where("class_id", "=", id)
    .orderBy("added_at")
    .execute();
}

/** Lets another instructor hold a class. @returns whether there is one of this id */
export async function addHolder(
  db: Db,
  id: string,
  instructor: string,
  now: number,
): Promise<boolean> {
  const there = await db
    .selectFrom("instructors")
    .select("id")
    .where("id", "=", instructor)
    .executeTakeFirst();
  if (!there) return false;
  await db
    .insertInto("class_instructors")
    .values({ class_id: id, instructor_id: instructor, added_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** Takes a class from an instructor. @returns false for the last one: a class is always held */
export async function removeHolder(db: Db, id: string, instructor: string): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    const holders = await holdersOf(transaction, id);
    if (holders.every((holder) => holder.id === instructor)) return false;
    await transaction
      .deleteFrom("class_instructors")
      .where("class_id", "=", id)
      .where("instructor_id", "=", instructor)
      .execute();
    return true;
  });
}

/** Classes that are not over yet: machines are held for them. */
export async function comingClasses(db: Db, now: number): Promise<Class[]> {
  const rows = await db
    .selectFrom("classes")
    .selectAll()
    .where("ends_at", ">", now)
    .where("closed_at", "is", null)
    .execute();
  return rows.map(read);
}

/** Erases every class whose time to be kept is over. @returns their names */
export async function eraseOldClasses(db: Db, now: number): Promise<string[]> {
  const rows = await db.selectFrom("classes").selectAll().where("ends_at", "<=", now).execute();
  const old = rows.map(read).filter((each) => erasedAt(each) <= now);
  for (const { id } of old) await deleteClass(db, id);
  return old.map(({ name }) => name);
}

async function freeCode(db: Db): Promise<string> {
  for (;;) {
    const code = newClassCode();
    const taken = await db
      .selectFrom("classes")
      .select("id")
      .where("code", "=", code)
      .executeTakeFirst();
    if (!taken) return code;
  }
}

const key = ({ id, code }: Pick<Class, "id" | "code">) => ({ id, code });

function columns(plan: ClassPlan) {
  return {
    name: plan.name,
    lessons: JSON.stringify(plan.lessons),
    starts_at: plan.starts,
    ends_at: plan.ends,
    size: plan.size,
    solutions: plan.solutions,
    checks: plan.checks,
    recording: plan.recording,
    retention_days: plan.retentionDays,
  };
}

function read(row: ClassRow): Class {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    lessons: JSON.parse(row.lessons) as string[],
    starts: row.starts_at,
    ends: row.ends_at,
    size: row.size,
    solutions: row.solutions,
    checks: row.checks,
    recording: row.recording,
    retentionDays: row.retention_days,
    created: row.created_at,
    closed: row.closed_at,
  };
}
