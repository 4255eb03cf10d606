import type { Kysely } from "kysely";

/** What passes between students and their instructors: raised hands, messages, help that is open to all, locks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("hands")
    .addColumn("member_id", "text", (c) =>
      c.primaryKey().references("members.id").onDelete("cascade"),
    )
    .addColumn("words", "text", (c) => c.notNull())
    .addColumn("raised_at", "bigint", (c) => c.notNull())
    .execute();
  await schema
    .createTable("messages")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("member_id", "text", (c) => c.notNull().references("members.id").onDelete("cascade"))
    .addColumn("sender", "text", (c) => c.notNull())
    .addColumn("words", "text", (c) => c.notNull())
    .addColumn("sent_at", "bigint", (c) => c.notNull())
    .addColumn("read_at", "bigint")
    .execute();
  await schema.createIndex("messages_member").on("messages").column("member_id").execute();
  await schema
    .createTable("openings")
    .addColumn("class_id", "text", (c) => c.notNull().references("classes.id").onDelete("cascade"))
    .addColumn("lesson", "text", (c) => c.notNull())
    .addColumn("step", "text", (c) => c.notNull())
    .addColumn("what", "text", (c) => c.notNull())
    .addColumn("opened_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("openings_key", ["class_id", "lesson", "step", "what"])
    .execute();
  await schema
    .createTable("locks")
    .addColumn("class_id", "text", (c) => c.notNull().references("classes.id").onDelete("cascade"))
    .addColumn("lesson", "text", (c) => c.notNull())
    .addColumn("locked_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("locks_key", ["class_id", "lesson"])
    .execute();
}
