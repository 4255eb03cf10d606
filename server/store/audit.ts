import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";
import { newId } from "./secrets.ts";

/** Everything that leaves a trail. */
export type AuditAction =
  | "class-created"
  | "class-changed"
  | "class-closed"
  | "class-opened"
  | "instructor-added"
  | "instructor-removed"
  | "member-joined"
  | "member-returned"
  | "member-renamed"
  | "member-code"
  | "member-exported"
  | "lab-extend"
  | "lab-reset"
  | "lab-end"
  | "help-opened"
  | "help-closed"
  | "lesson-locked"
  | "lesson-unlocked"
  | "hand-answered"
  | "look-begun"
  | "look-ended"
  | "keyboard-asked"
  | "keyboard-granted"
  | "keyboard-refused"
  | "keyboard-returned"
  | "recording-played"
  | "recording-erased";

/** Something that was done. */
export interface AuditEntry {
  at: number;
  class: string;
  /** The student it is about, who may then read it. */
  member?: string;
  /** Who did it: an instructor, or the student, by name. */
  by: { id?: string; name: string };
  action: AuditAction;
  detail?: Record<string, string | number>;
}

/** Writes down what was done, and by whom. */
export async function note(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto("audit")
    .values({
      id: newId(),
      at: entry.at,
      class_id: entry.class,
      member_id: entry.member ?? null,
      instructor_id: entry.by.id ?? null,
      actor: entry.by.name,
      action: entry.action,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}

/** The same, of a student who may have been erased meanwhile: of them nothing is kept. */
export async function noteIfThere(
  db: Kysely<Tables>,
  entry: AuditEntry & { member: string },
): Promise<void> {
  const there = db.selectFrom("members").select("id").where("id", "=", entry.member);
  if (await there.executeTakeFirst()) await note(db, entry);
}

/** A line of the trail, as it is read. */
export interface TrailLine {
  at: number;
  by: string;
  action: string;
  detail: Record<string, string | number>;
}

/** What was done about a student, oldest first. */
export async function trailOf(db: Kysely<Tables>, member: string): Promise<TrailLine[]> {
  const rows = await db
    .selectFrom("audit")
    .select(["at", "actor", "action", "detail"])
    .where("member_id", "=", member)
    .orderBy("at")
    .execute();
  return rows.map(({ at, actor, action, detail }) => ({
    at,
    by: actor,
    action,
    detail: JSON.parse(detail) as TrailLine["detail"],
  }));
}
