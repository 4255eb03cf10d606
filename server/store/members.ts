import type { Kysely } from "kysely";
import { trailOf } from "./audit.ts";
import { messagesOfMember } from "./messages.ts";
import { errorsOfMember } from "./observations.ts";
import { progressOf } from "./progress.ts";
import { recordingsOfMember } from "./recordings.ts";
import type { MemberRow, Tables } from "./schema.ts";
import { newId, newPersonalCode, personalCodeHash, sameText } from "./secrets.ts";

type Db = Kysely<Tables>;

/** Most members of one class: a code that got out fills no disk. */
export const MOST_MEMBERS = 200;

/** How exactly it is known when a member was last there (ms). */
const SEEN = 60_000;

/** A student in a class. Times are epoch milliseconds. */
export interface Member {
  id: string;
  class: string;
  name: string;
  /** The person of the lab cookie. */
  owner: string;
  joined: number;
  seen: number;
}

/** A member with the code that brings them back, which is told this once. */
export interface Joined {
  member: Member;
  personalCode: string;
}

/**
 * Makes a person a member of a class.
 * @param key keys the hash of the personal code
 * @returns `known` for somebody who is one already; undefined when the class is full
 */
export async function join(
  db: Db,
  classId: string,
  { name, owner }: { name: string; owner: string },
  key: string,
  now: number,
): Promise<Joined | { known: Member } | undefined> {
  return await db.transaction().execute(async (transaction) => {
    const known = await memberOf(transaction, classId, owner);
    if (known) return { known };
    const all = await membersOf(transaction, classId);
    if (all.length >= MOST_MEMBERS) return undefined;
    const personalCode = newPersonalCode();
    const row: MemberRow = {
      id: newId(),
      class_id: classId,
      name,
      code_hash: personalCodeHash(personalCode, key),
      owner,
      joined_at: now,
      seen_at: now,
    };
    await transaction.insertInto("members").values(row).execute();
    return { member: read(row), personalCode };
  });
}

/** The member of a class who has this personal code. */
export async function byPersonalCode(
  db: Db,
  classId: string,
  code: string,
  key: string,
  now: number,
): Promise<Member | undefined> {
  const hash = personalCodeHash(code, key);
  const rows = await db.selectFrom("members").selectAll().where("class_id", "=", classId).execute();
  const [found] = rows.filter((row) => sameText(row.code_hash, hash));
  if (!found) return undefined;
  await db.updateTable("members").set({ seen_at: now }).where("id", "=", found.id).execute();
  return read({ ...found, seen_at: now });
}

/** Gives a member another personal code; the one before is no good any more. */
export async function renewCode(db: Db, member: string, key: string): Promise<string> {
  const personalCode = newPersonalCode();
  await db
    .updateTable("members")
    .set({ code_hash: personalCodeHash(personalCode, key) })
    .where("id", "=", member)
    .execute();
  return personalCode;
}

/** Members of a class, by the time they joined. */
export async function membersOf(db: Db, classId: string): Promise<Member[]> {
  const rows = await db
    .selectFrom("members")
    .selectAll()
    .where("class_id", "=", classId)
    .orderBy("joined_at")
    .orderBy("id")
    .execute();
  return rows.map(read);
}

/** A member of this class. */
export async function memberIn(db: Db, classId: string, id: string): Promise<Member | undefined> {
  const row = await db
    .selectFrom("members")
    .selectAll()
    .where("class_id", "=", classId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && read(row);
}

/** What a person is in every class, the latest first. */
export async function membershipsOf(db: Db, owner: string): Promise<Member[]> {
  const rows = await db
    .selectFrom("members")
    .selectAll()
    .where("owner", "=", owner)
    .orderBy("joined_at", "desc")
    .execute();
  return rows.map(read);
}

/** Notes that a person is there: not every request is worth a write. */
export async function seen(db: Db, members: readonly Member[], now: number): Promise<void> {
  const stale = members.filter((member) => now - member.seen > SEEN).map(({ id }) => id);
  if (stale.length > 0)
    await db.updateTable("members").set({ seen_at: now }).where("id", "in", stale).execute();
}

/** Gives a member another name. */
export async function rename(db: Db, member: string, name: string): Promise<void> {
  await db.updateTable("members").set({ name }).where("id", "=", member).execute();
}

/** Erases a member, their progress and their trail. */
export async function eraseMember(db: Db, member: string): Promise<void> {
  await db.deleteFrom("members").where("id", "=", member).execute();
}

/** Everything that is stored about a member (RGPD, article 20). */
export async function exportMember(db: Db, member: Member) {
  const found = await db
    .selectFrom("classes")
    .select("name")
    .where("id", "=", member.class)
    .executeTakeFirst();
  const { id, name, joined, seen } = member;
  return {
    class: found?.name ?? "",
    member: { id, name, joined, seen },
    progress: await progressOf(db, id),
    errors: await errorsOfMember(db, id),
    messages: await messagesOfMember(db, id),
    recordings: await recordingsOfMember(db, id),
    trail: await trailOf(db, id),
  };
}

async function memberOf(db: Db, classId: string, owner: string): Promise<Member | undefined> {
  const row = await db
    .selectFrom("members")
    .selectAll()
    .where("class_id", "=", classId)
    .where("owner", "=", owner)
    .executeTakeFirst();
  return row && read(row);
}

function read(row: MemberRow): Member {
  return {
    id: row.id,
    class: row.class_id,
    name: row.name,
    owner: row.owner,
    joined: row.joined_at,
    seen: row.seen_at,
  };
}
