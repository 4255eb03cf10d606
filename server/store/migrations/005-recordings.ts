import type { Kysely } from "kysely";

/** Recordings of terminals: what each is of; its bytes are a file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("recordings")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("member_id", "text", (c) => c.notNull().references("members.id").onDelete("cascade"))
    .addColumn("lesson", "text", (c) => c.notNull())
    .addColumn("terminal", "text", (c) => c.notNull())
    .addColumn("begun_at", "bigint", (c) => c.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await db.schema.createIndex("recordings_member").on("recordings").column("member_id").execute();
}
