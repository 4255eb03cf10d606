import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely, Migration } from "kysely";
import { backUp, dropOldBackups } from "./backup.ts";
import { migrate, StoreError } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import { openPostgres } from "./postgres.ts";
import type { Tables } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

/** Where a store is, and what it tells. */
export interface StoreOptions {
  /** Folder of the SQLite file and of backups. */
  dataDir: string;
  /** PostgreSQL instead of SQLite, where one is set. */
  databaseUrl: string | undefined;
  /** Hears in French of what was done to the database. */
  tell(text: string): void;
  /** For tests: those of another version. */
  migrations?: Record<string, Migration>;
}

/** People, classes and progress: what outlives labs. */
export interface Store {
  db: Kysely<Tables>;
  kind: "sqlite" | "postgres";
  /** Deletes copies from before migrations that are too old to be kept. */
  dropOldBackups(now: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the store and brings it to this version's schema, after a backup if it holds anything.
 * @throws {StoreError} in French when it cannot be reached, or is newer than this program
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, tell } = options;
  await mkdir(dataDir, { recursive: true });
  const kind = databaseUrl ? "postgres" : "sqlite";
  const folder = join(dataDir, "backups");
  const db = databaseUrl
    ? openPostgres(databaseUrl, (error) =>
        tell(`Une connexion à la base de données est perdue\u00a0: ${error.message}`),
      )
    : openSqlite(join(dataDir, "atelier.sqlite"));
  try {
    await migrate(db, options.migrations ?? MIGRATIONS, async (from) => {
      tell(`Base de données sauvegardée\u00a0: ${await backUp(db, kind, folder, from)}`);
    });
  } catch (error) {
    await db.destroy();
    throw error instanceof StoreError ? error : unreachable(kind, error);
  }
  return {
    db,
    kind,
    dropOldBackups: (now) => dropOldBackups(folder, now),
    close: () => db.destroy(),
  };
}

/** The address of the database holds a password: it is never told. */
function unreachable(kind: Store["kind"], cause: unknown): StoreError {
  const which = kind === "postgres" ? "PostgreSQL (DATABASE_URL)" : "SQLite (ATELIER_DATA)";
  const said = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new StoreError(
    `La base de données ne peut pas être ouverte, ${which}\u00a0: ${said || "pas de réponse"}.`,
    { cause },
  );
}
