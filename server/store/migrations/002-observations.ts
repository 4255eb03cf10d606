import type { Kysely } from "kysely";

/** What the board shows of a step beside that it is done: tries in vain, and what the terminal complained of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  // One column a statement: SQLite knows no other way.
  await schema
    .alterTable("progress")
    .addColumn("tries", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await schema.alterTable("progress").addColumn("error", "text").execute();
  await schema.alterTable("progress").addColumn("error_at", "bigint").execute();
  await schema
    .createTable("step_errors")
    .addColumn("member_id", "text", (c) => c.notNull().references("members.id").onDelete("cascade"))
    .addColumn("lesson", "text", (c) => c.notNull())
    .addColumn("step", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("line", "text", (c) => c.notNull())
    .addColumn("count", "integer", (c) => c.notNull())
    .addColumn("last_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("step_errors_key", ["member_id", "lesson", "step", "kind"])
    .execute();
}
