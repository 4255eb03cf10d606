import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Kysely, type SqliteDatabase, SqliteAdapter, SqliteDialect } from "kysely";
import type { Tables } from "./schema.ts";

/** How long a writer waits for another process, such as a person's own sqlite3 (ms). */
const BUSY = 5_000;

/**
 * What is acknowledged is on the disk (`synchronous=FULL`), readers and a writer do not wait for each other (WAL),
 * and what is erased is overwritten, not only unlinked.
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma secure_delete = on;
`;

/** Opens a SQLite file by Node's own module, making it where there is none. @throws when it is no database. */
export function openSqlite(path: string): Kysely<Tables> {
  const database = new DatabaseSync(path, {
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    timeout: BUSY,
  });
  database.exec(PRAGMAS);
  return new Kysely<Tables>({
    dialect: new TransactionalDialect({ database: asKysely(database) }),
  });
}

/** Kysely holds that SQLite cannot change tables within a transaction; it can: a killed migration leaves no half. */
class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Node's module in the words that Kysely knows. */
function asKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        // A statement that has columns has rows to give.
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
