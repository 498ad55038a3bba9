import pg from "pg";
import type { Logger } from "pino";

// timestamptz stays a Date; counts (bigint) fit a double here and everywhere in JSON.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function createPool(options: { connectionString: string; max: number; log: Logger }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: "moderato",
  });
  // An idle connection that breaks (Postgres restarted) must not end the process; the next query opens a new one.
  pool.on("error", (error) => options.log.warn({ err: error.message }, "a database connection broke"));
  return pool;
}
