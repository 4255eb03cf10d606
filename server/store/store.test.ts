import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { restoreLines } from "./backup.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import { openSqlite } from "./sqlite.ts";
import type { Store } from "./store.ts";
import { Bases, KINDS } from "./testing/bases.ts";

// A PostgreSQL on a machine at work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const NOW = 1_763_800_000_000;
const FIRST = { "001-classes": MIGRATIONS["001-classes"]! };
const LATER = {
  ...FIRST,
  "900-essai": { up: (db: Kysely<unknown>) => addColumn(db) },
};

/** Tables before those that refer to them. */
const ORDER = [
  "instructors",
  "invitations",
  "sessions",
  "classes",
  "class_instructors",
  "members",
  "progress",
  "audit",
] as const;

async function addColumn(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("members").addColumn("seat", "text").execute();
  await sql`update members set seat = 'A1'`.execute(db);
}

/** One row at least in every table. */
async function populate({ db }: Store, first = false): Promise<void> {
  await db
    .insertInto("instructors")
    .values({
      id: "i1",
      name: "Zoé « l’œil »",
      login: "zoé « l’œil »",
      password_hash: "$argon2id$",
      subject: null,
      created_at: NOW,
    })
    .execute();
  await db
    .insertInto("invitations")
    .values({ id: "v1", token_hash: "h", invited_by: "i1", created_at: NOW, expires_at: NOW + 1 })
    .execute();
  await db
    .insertInto("sessions")
    .values({
      id: "s1",
      token_hash: "t",
      previous_hash: null,
      instructor_id: "i1",
      kind: "password",
      browser: "Firefox",
      created_at: NOW,
      rotated_at: NOW,
      seen_at: NOW,
      expires_at: NOW + 1,
      revoked_at: null,
    })
    .execute();
  await db
    .insertInto("classes")
    .values({
      id: "c1",
      code: "ABCDEF",
      name: "Lundi",
      lessons: '["lxc/un"]',
      starts_at: NOW,
      ends_at: NOW + 1,
      size: 30,
      solutions: "open",
      // Only the first versions had it.
      ...(first ? ({ checks: "lenient" } as object) : {}),
      recording: "off",
      retention_days: 30,
      created_at: NOW,
      closed_at: null,
    })
    .execute();
  await db
    .insertInto("class_instructors")
    .values({ class_id: "c1", instructor_id: "i1", added_at: NOW })
    .execute();
  for (let n = 0; n < 40; n++)
    await db
      .insertInto("members")
      .values({
        id: `m${n}`,
        class_id: "c1",
        name: `Élève\u202f${n} <b>`,
        code_hash: `h${n}`,
        owner: `o${n}`,
        joined_at: NOW,
        seen_at: NOW,
      })
      .execute();
  await db
    .insertInto("progress")
    .values({
      member_id: "m1",
      lesson: "lxc/un",
      step: "a",
      state: "done",
      begun_at: NOW,
      done_at: NOW,
    })
    .execute();
  await db
    .insertInto("audit")
    .values({
      id: "a1",
      at: NOW,
      class_id: "c1",
      member_id: "m1",
      instructor_id: "i1",
      actor: "Zoé",
      action: "code",
      detail: "{}",
    })
    .execute();
}

/** Everything that is in a database, in one order. */
async function contents(db: Kysely<never>): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const table of ORDER) {
    const { rows } = await sql`select * from ${sql.table(table)} order by 1, 2, 3`.execute(db);
    all[table] = rows.map((row) => ({ ...(row as object) }));
  }
  return all;
}

const anyDb = ({ db }: Store) => db as unknown as Kysely<never>;

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());

  test("what is written is read again after the store was closed", async () => {
    const at = await bases.fresh();
    const store = await bases.open(at);
    await populate(store);
    const before = await contents(anyDb(store));
    await store.close();
    expect(await contents(anyDb(await bases.open(at)))).toEqual(before);
    expect(before["members"]).toHaveLength(40);
    expect(before["classes"]?.[0]).toMatchObject({ starts_at: NOW, closed_at: null });
  });

  test("an old database that is in use is migrated with all its rows, after a backup", async () => {
    const at = await bases.fresh();
    const old = await bases.open(at, FIRST);
    await populate(old, true);
    const before = await contents(anyDb(old));
    await old.close();

    const told: string[] = [];
    const store = await bases.open(at, LATER, (text) => told.push(text));
    const after = await contents(anyDb(store));
    const seated = before["members"]!.map((row) => ({ ...(row as object), seat: "A1" }));
    expect(after).toEqual({ ...before, members: seated });
    const [backup = "", ...others] = await readdir(join(at.dataDir, "backups"));
    expect(others).toEqual([]);
    expect(told.join()).toContain(backup);

    const path = join(at.dataDir, "backups", backup);
    if (kind === "sqlite") {
      const copy = openSqlite(path);
      expect(await contents(copy as unknown as Kysely<never>)).toEqual(before);
      await copy.destroy();
    } else {
      const again = await bases.open(undefined, FIRST);
      expect(await restoreLines(again.db, path, ORDER)).toBe(47);
      expect(await contents(anyDb(again))).toEqual(before);
    }
  });

  test("nothing is copied where there is nothing yet, or nothing to change", async () => {
    const at = await bases.fresh();
    await (await bases.open(at)).close();
    await bases.open(at);
    await expect(readdir(join(at.dataDir, "backups"))).rejects.toThrow("ENOENT");
  });

  test("copies that are older than thirty days go, and only those", async () => {
    const at = await bases.fresh();
    await (await bases.open(at, FIRST)).close();
    const store = await bases.open(at, LATER);
    expect(await store.dropOldBackups(Date.now())).toBe(0);
    expect(await store.dropOldBackups(Date.now() + 31 * 24 * 3600 * 1000)).toBe(1);
  });

  test("a migration that fails leaves the database as it was", async () => {
    const at = await bases.fresh();
    const old = await bases.open(at, FIRST);
    await populate(old, true);
    await old.close();
    const broken = {
      ...FIRST,
      "900-essai": {
        async up(db: Kysely<unknown>) {
          await addColumn(db);
          throw new Error("courant coupé");
        },
      },
    };
    await expect(bases.open(at, broken)).rejects.toThrow(/restée comme elle était.*courant coupé/);
    const again = await bases.open(at, FIRST);
    expect((await contents(anyDb(again)))["members"]?.[0]).not.toHaveProperty("seat");
  });

  test("a database from a newer version is refused in French", async () => {
    const at = await bases.fresh();
    await (await bases.open(at, LATER)).close();
    await expect(bases.open(at, FIRST)).rejects.toThrow(/version plus récente.*900-essai/);
  });

  test("what belongs to a class goes with it", async () => {
    const store = await bases.open();
    await populate(store);
    await store.db.deleteFrom("classes").execute();
    const { members, progress, audit, class_instructors, instructors } = await contents(
      anyDb(store),
    );
    expect({ members, progress, audit, class_instructors }).toEqual({
      members: [],
      progress: [],
      audit: [],
      class_instructors: [],
    });
    expect(instructors).toHaveLength(1);
  });
});

test("a PostgreSQL that does not answer is told in French, without its password", async () => {
  const bases = await Bases.of("sqlite");
  const { dataDir } = await bases.fresh();
  const opening = bases.open({ dataDir, databaseUrl: "postgres://moi:secret@127.0.0.1:1/rien" });
  await expect(opening).rejects.toThrow(/PostgreSQL \(DATABASE_URL\)/);
  await expect(opening).rejects.not.toThrow(/secret/);
  await bases.close();
});
