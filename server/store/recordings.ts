import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";
import { newId } from "./secrets.ts";

type Db = Kysely<Tables>;

/** A recorded terminal. Times are epoch milliseconds. */
export interface Recording {
  id: string;
  member: string;
  /** The student's name. */
  name: string;
  lesson: string;
  terminal: string;
  begun: number;
  /** Null while it is being recorded. */
  ended: number | null;
}

/** What a recording is of. */
export type Recorded = Pick<Recording, "member" | "lesson" | "terminal">;

/** A student whose terminals are recorded in a class. */
export interface RecordedMember {
  member: string;
  class: string;
  /** The person of the lab cookie. */
  owner: string;
  /** Slugs of the class's lessons. */
  lessons: string[];
}

/** Notes that a terminal is being recorded. @returns its id; undefined for somebody who was erased meanwhile */
export async function beginRecording(
  db: Db,
  { member, lesson, terminal }: Recorded,
  now: number,
): Promise<string | undefined> {
  const there = db.selectFrom("members").select("id").where("id", "=", member);
  if (!(await there.executeTakeFirst())) return undefined;
  const id = newId();
  const row = { id, member_id: member, lesson, terminal, begun_at: now, ended_at: null };
  await db.insertInto("recordings").values(row).execute();
  return id;
}

export async function endRecording(db: Db, id: string, at: number): Promise<void> {
  await db.updateTable("recordings").set({ ended_at: at }).where("id", "=", id).execute();
}

/** Ids of recordings of which nobody noted the end: those of a server that was killed. */
export async function unendedRecordings(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("recordings")
    .select("id")
    .where("ended_at", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Ids of all recordings there are. */
export async function recordingIds(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom("recordings").select("id").execute();
  return new Set(rows.map(({ id }) => id));
}

/** Recordings of a class, by their beginning. */
export async function recordingsOfClass(db: Db, classId: string): Promise<Recording[]> {
  const rows = await select(db).where("members.class_id", "=", classId).execute();
  return rows.map(read);
}

/** Recordings of a student in one class, by their beginning. */
export async function recordingsOfMember(db: Db, member: string): Promise<Recording[]> {
  const rows = await select(db).where("recordings.member_id", "=", member).execute();
  return rows.map(read);
}

/** Forgets a recording; its file is no longer anybody's. */
export async function dropRecording(db: Db, id: string): Promise<void> {
  await db.deleteFrom("recordings").where("id", "=", id).execute();
}

/** Whose terminals are recorded: the members of classes that record and are not closed. */
export async function recordedMembers(
  db: Db,
): Promise<(RecordedMember & { ends: number; closed: number | null })[]> {
  const rows = await db
    .selectFrom("members")
    .innerJoin("classes", "classes.id", "members.class_id")
    .select(["members.id", "members.class_id", "members.owner"])
    .select(["classes.lessons", "classes.ends_at", "classes.closed_at"])
    .where("classes.recording", "=", "on")
    .where("classes.closed_at", "is", null)
    .execute();
  return rows.map((row) => ({
    member: row.id,
    class: row.class_id,
    owner: row.owner,
    lessons: JSON.parse(row.lessons) as string[],
    ends: row.ends_at,
    closed: row.closed_at,
  }));
}

const select = (db: Db) =>
  db
    .selectFrom("recordings")
    .innerJoin("members", "members.id", "recordings.member_id")
    .selectAll("recordings")
    .select("members.name")
    .orderBy("recordings.begun_at")
    .orderBy("recordings.id");

function read(row: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number]): Recording {
  return {
    id: row.id,
    member: row.member_id,
    name: row.name,
    lesson: row.lesson,
    terminal: row.terminal,
    begun: row.begun_at,
    ended: row.ended_at,
  };
}
