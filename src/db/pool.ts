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
  /** A statement without an answer for so long counts as lost, and its connection with it. */
  queryTimeoutMs?: number;
  name?: string;
}

// One large piece of memory, taken and given back. After it, glibc lets a PostgreSQL session keep some megabytes between
// its statements (M_TRIM_THRESHOLD and M_MMAP_THRESHOLD in mallopt(3) grow with what was freed); before it, all beyond
// 128 kB goes back to the system and comes again page by page. Storing a comment took 0.73 ms so, and takes 0.20 ms.
// (In two steps: letter by letter it takes 25 ms.)
const keepMemory = "SELECT octet_length(repeat(repeat(' ', 4000), 1000))";

// Compiling a statement takes longer than running any of these, and many servers do so where they expect many rows.
const noCompiling = "-c jit=off";

export function createPool({
  log,
  connectionTimeoutMs = 5_000,
  settings,
  queryTimeoutMs,
  name,
  ...options
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    verify: (client, done) => void client.query(keepMemory).then(() => done(), done),
    options: settings === undefined ? noCompiling : `${noCompiling} ${settings}`,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: name ?? "moderato",
  });
  // A connection that breaks (Postgres restarted) must not end the process; the next query opens a new one. The pool
  // hears of idle ones only: one that is lent out and waits between two queries needs a listener of its own.
  const say = (error: Error) => {
    // Once all are being closed, a server that stops at the same time breaks none that anybody needs.
    if (!pool.ending) log.warn({ err: error.message }, "a database connection broke");
  };
  pool.on("error", say);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

// Each of these statements takes milliseconds. A server that has gone without a word (its machine died, the network parted)
// is else noticed when the kernel gives up, after a quarter of an hour in which no comment gets an answer.
const answerWithinMs = 20_000;

/**
 * The connections of what runs for each comment. PostgreSQL plans each named statement once for a connection, for any
 * values, and by indexes; and again each time that eight times as many statements have run: a plan made while the tables
 * were nearly empty goes the wrong way through full ones, and the server's own statistics come a minute late.
 */
export function createCommentsPool(options: PoolOptions): pg.Pool {
  const pool = createPool({
    queryTimeoutMs: answerWithinMs,
    ...options,
    name: "moderato comments",
    // Hardly two comments of a batch ask for the same: remembering each answer costs more than it saves.
    settings: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_memoize=off",
  });
  const query = pool.query.bind(pool) as (query: unknown, ...rest: unknown[]) => unknown;
  let ran = 0;
  pool.query = ((given: string | pg.QueryConfig, ...rest: unknown[]) => {
    ran++;
    if (typeof given === "string" || given.name === undefined) return query(given, ...rest);
    return query({ ...given, name: `${given.name}/${Math.floor(Math.log2(ran) / 3)}` }, ...rest);
  }) as typeof pool.query;
  return pool;
}
