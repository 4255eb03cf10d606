import type { Kysely } from "kysely";

/** People, classes, and who did what in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("instructors")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("login", "text", (c) => c.notNull().unique())
    .addColumn("password_hash", "text")
    .addColumn("subject", "text", (c) => c.unique())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
  await schema
    .createTable("invitations")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("invited_by", "text", (c) => c.references("instructors.id").onDelete("cascade"))
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await schema
    .createTable("sessions")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("previous_hash", "text", (c) => c.unique())
    .addColumn("instructor_id", "text", (c) =>
      c.notNull().references("instructors.id").onDelete("cascade"),
    )
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("browser", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("rotated_at", "bigint", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("revoked_at", "bigint")
    .execute();
  await schema
    .createTable("classes")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("code", "text", (c) => c.notNull().unique())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("lessons", "text", (c) => c.notNull())
    .addColumn("starts_at", "bigint", (c) => c.notNull())
    .addColumn("ends_at", "bigint", (c) => c.notNull())
    .addColumn("size", "integer", (c) => c.notNull())
    .addColumn("solutions", "text", (c) => c.notNull())
    .addColumn("checks", "text", (c) => c.notNull())
    .addColumn("recording", "text", (c) => c.notNull())
    .addColumn("retention_days", "integer", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("closed_at", "bigint")
    .execute();
  await schema
    .createTable("class_instructors")
    .addColumn("class_id", "text", (c) => c.notNull().references("classes.id").onDelete("cascade"))
    .addColumn("instructor_id", "text", (c) =>
      c.notNull().references("instructors.id").onDelete("cascade"),
    )
    .addColumn("added_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("class_instructors_key", ["class_id", "instructor_id"])
    .execute();
  await schema
    .createTable("members")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("class_id", "text", (c) => c.notNull().references("classes.id").onDelete("cascade"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("code_hash", "text", (c) => c.notNull())
    .addColumn("owner", "text", (c) => c.notNull())
    .addColumn("joined_at", "bigint", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .addUniqueConstraint("members_person", ["class_id", "owner"])
    .addUniqueConstraint("members_code", ["class_id", "code_hash"])
    .execute();
  await schema.createIndex("members_owner").on("members").column("owner").execute();
  await schema
    .createTable("progress")
    .addColumn("member_id", "text", (c) => c.notNull().references("members.id").onDelete("cascade"))
    .addColumn("lesson", "text", (c) => c.notNull())
    .addColumn("step", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("begun_at", "bigint", (c) => c.notNull())
    .addColumn("done_at", "bigint")
    .addPrimaryKeyConstraint("progress_key", ["member_id", "lesson", "step"])
    .execute();
  // Erasing a class or a person takes their trail along; an instructor's name stays in what remains.
  await schema
    .createTable("audit")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("class_id", "text", (c) => c.references("classes.id").onDelete("cascade"))
    .addColumn("member_id", "text", (c) => c.references("members.id").onDelete("cascade"))
    .addColumn("instructor_id", "text", (c) => c.references("instructors.id").onDelete("set null"))
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("action", "text", (c) => c.notNull())
    .addColumn("detail", "text", (c) => c.notNull())
    .execute();
  await schema.createIndex("audit_class").on("audit").columns(["class_id", "at"]).execute();
  await schema.createIndex("audit_member").on("audit").columns(["member_id", "at"]).execute();
}
