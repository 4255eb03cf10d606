import type { Kysely } from "kysely";

/**
 * Strict checks never meant anything that closed solutions do not: a check looks at the machine, and cannot tell who
 * typed what made it so.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("classes").dropColumn("checks").execute();
}
