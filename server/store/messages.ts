import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";
import { newId } from "./secrets.ts";

type Db = Kysely<Tables>;

/** Messages that one member keeps; beyond it the oldest go. */
const MOST = 100;

/** Something that an instructor wrote to a student. Times are epoch milliseconds. */
export interface Message {
  id: string;
  member: string;
  /** The instructor's name, as it was then. */
  sender: string;
  words: string;
  sent: number;
  read: number | null;
}

/** Writes to members of a class: all of them get it, or none. */
export async function sendMessage(
  db: Db,
  members: readonly string[],
  { sender, words }: Pick<Message, "sender" | "words">,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const member of members) {
      await transaction
        .insertInto("messages")
        .values({ id: newId(), member_id: member, sender, words, sent_at: now, read_at: null })
        .execute();
      const kept = transaction
        .selectFrom("messages")
        .select("id")
        .where("member_id", "=", member)
        .orderBy("sent_at", "desc")
        .orderBy("id")
        .limit(MOST);
      await transaction
        .deleteFrom("messages")
        .where("member_id", "=", member)
        .where("id", "not in", kept)
        .execute();
    }
  });
}

/** Notes that a member has read a message. @returns whether it is theirs */
export async function readMessage(
  db: Db,
  member: string,
  id: string,
  now: number,
): Promise<boolean> {
  const [found] = await db
    .updateTable("messages")
    .set((each) => ({ read_at: each.fn.coalesce("read_at", each.val(now)) }))
    .where("member_id", "=", member)
    .where("id", "=", id)
    .execute();
  return Number(found?.numUpdatedRows ?? 0) > 0;
}

/** Messages of a class that nobody has read yet, the oldest first. */
export async function unreadOf(db: Db, classId: string): Promise<Message[]> {
  return await columns(db)
    .where("members.class_id", "=", classId)
    .where("messages.read_at", "is", null)
    .execute();
}

/** Every message that a member got and that is kept, the oldest first. */
export async function messagesOfMember(db: Db, member: string): Promise<Message[]> {
  return await columns(db).where("messages.member_id", "=", member).execute();
}

const columns = (db: Db) =>
  db
    .selectFrom("messages")
    .innerJoin("members", "members.id", "messages.member_id")
    .select([
      "messages.id",
      "messages.member_id as member",
      "messages.sender",
      "messages.words",
      "messages.sent_at as sent",
      "messages.read_at as read",
    ])
    .orderBy("messages.sent_at")
    .orderBy("messages.id");
