import pg from "pg";
import type { Logger } from "pino";

// timestamptz stays a Date; counts (bigint) fit a double here and everywhere in JSON.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface PoolOptions {
  connectionString: string;
  max: number;
  log: Logger;
  connectionTimeoutMs?: number;
  /** PostgreSQL settings of each connection, as with `-c`. */
  settings?: string;
  name?: string;
}

export function createPool({
  log,
  connectionTimeoutMs = 5_000,
  settings,
  name,
  ...options
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    ...(settings === undefined ? {} : { options: settings }),
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: name ?? "moderato",
  });
  // A connection that breaks (Postgres restarted) must not end the process; the next query opens a new one. The pool
  // hears of idle ones only: one that is lent out and waits between two queries needs a listener of its own.
  const say = (error: Error) => log.warn({ err: error.message }, "a database connection broke");
  pool.on("error", say);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
