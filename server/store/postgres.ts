import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "./schema.ts";

/** Connections that one server holds at most; a class of sixty asks for far less. */
const CONNECTIONS = 10;

/** PostgreSQL's number for `bigint`, which pg would give as text: our times fit a number. */
const { INT8 } = pg.types.builtins;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: "text") =>
    id === INT8
      ? Number
      : pg.types.getTypeParser(id, format)) as pg.CustomTypesConfig["getTypeParser"],
};

/**
 * Opens a PostgreSQL database.
 * @param url `postgres://user@host/database`, or a socket's folder as `postgres:///database?host=/run/postgresql`
 * @param onLost hears of a connection that broke while nobody used it; the next query takes another
 */
export function openPostgres(url: string, onLost: (error: Error) => void): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, types });
  pool.on("error", onLost);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
