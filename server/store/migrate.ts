import { type Kysely, type Migration, Migrator, sql } from "kysely";
import type { Tables } from "./schema.ts";

/** The store cannot be used; the message is French and says how to go on. */
export class StoreError extends Error {}

/** Kysely's own table of what was done. */
const DONE = "kysely_migration";

/** What a database lacks, and whether it holds anything yet. */
interface Standing {
  /** Migrations that it has had, oldest first. */
  done: string[];
  pending: string[];
}

/**
 * Brings a database to the newest schema, in one transaction.
 * @param backup is called first when there is something to lose
 * @returns names of the migrations that were made
 * @throws {StoreError} when the database is newer than this program, or a migration fails: it is then as it was
 */
export async function migrate(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
  backup: (from: string) => Promise<void>,
): Promise<string[]> {
  const { done, pending } = await standing(db, migrations);
  const unknown = done.filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw new StoreError(
      `La base de données vient d’une version plus récente de l’atelier (${unknown.join(", ")})\u00a0: mettez le programme à jour, ou rendez-lui une sauvegarde de l’époque, gardée dans ATELIER_DATA.`,
    );
  if (pending.length === 0) return [];
  const last = done.at(-1);
  if (last) await backup(last);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error)
    throw new StoreError(
      `La base de données n’a pas pu passer à la nouvelle version\u00a0; elle est restée comme elle était. Cause\u00a0: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
      { cause: error },
    );
  return pending;
}

async function standing(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
): Promise<Standing> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const begun = tables.some(({ name }) => name === DONE);
  const rows = begun
    ? await sql<{ name: string }>`select name from ${sql.table(DONE)} order by name`.execute(db)
    : { rows: [] };
  const done = rows.rows.map(({ name }) => name);
  return { done, pending: Object.keys(migrations).filter((name) => !done.includes(name)) };
}
