import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Kysely, sql } from "kysely";
import type { Tables } from "./schema.ts";

/** What is erased must not live on in copies: none is kept longer (ms). */
const KEPT = 30 * 24 * 3600 * 1000;

/** A row of the portable copy: its table, then its columns. */
type Line = [table: string, row: Record<string, unknown>];

/**
 * Copies a database to a dated file before it is changed.
 *
 * SQLite copies itself. Of PostgreSQL every table is written as JSON lines: that needs no `pg_dump` of the server's
 * very version on this machine, and either database can read it again (`restoreLines`).
 * @param from the migration that the database stands at, which the file's name keeps
 * @returns path of the file
 */
export async function backUp(
  db: Kysely<Tables>,
  kind: "sqlite" | "postgres",
  folder: string,
  from: string,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const day = new Date().toISOString().replaceAll(":", "-");
  const path = join(folder, `${day}-${from}.${kind === "sqlite" ? "sqlite" : "jsonl"}`);
  if (kind === "sqlite") await sql`vacuum into ${path}`.execute(db);
  else await writeLines(db, path);
  return path;
}

/** Deletes copies that are older than anything may be kept. @returns how many */
export async function dropOldBackups(folder: string, now: number): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const paths = names.map((name) => join(folder, name));
  const ages = await Promise.all(paths.map(async (path) => now - (await stat(path)).mtimeMs));
  const old = paths.filter((_, index) => (ages[index] ?? 0) > KEPT);
  await Promise.all(old.map((path) => rm(path)));
  return old.length;
}

async function writeLines(db: Kysely<Tables>, path: string): Promise<void> {
  await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (transaction) => {
      const tables = await transaction.introspection.getTables();
      async function* lines() {
        for (const { name } of tables) {
          const { rows } = await sql<Line[1]>`select * from ${sql.table(name)}`.execute(
            transaction,
          );
          for (const row of rows) yield `${JSON.stringify([name, row] satisfies Line)}\n`;
        }
      }
      await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600, flush: true }));
    });
}

/** Reads a portable copy into a database with the schema of that time and no rows; foreign keys decide the order. */
export async function restoreLines(
  db: Kysely<Tables>,
  path: string,
  order: readonly string[],
): Promise<number> {
  const rows = new Map<string, Line[1][]>(order.map((table) => [table, []]));
  for await (const text of createInterface({ input: createReadStream(path) })) {
    const [table, row] = JSON.parse(text) as Line;
    rows.get(table)?.push(row);
  }
  let count = 0;
  await db.transaction().execute(async (transaction) => {
    for (const [table, each] of rows)
      for (const row of each) {
        const columns = Object.keys(row).map((name) => sql.ref(name));
        const values = Object.values(row).map((value) => sql.val(value));
        await sql`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(values)})`.execute(
          transaction,
        );
        count++;
      }
  });
  return count;
}
