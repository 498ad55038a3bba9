import type { Pool, PoolClient } from "pg";

export type Tx = PoolClient;
export type Queryable = Pool | PoolClient;

const retriedCodes = new Set(["40P01", "40001"]);
const maxTries = 5;

/** Runs `work` in a transaction; see `retryingConflicts`. */
export const inTransaction = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  retryingConflicts(() => tryTransaction(pool, work));

/** Deadlocks (40P01) and serialisation failures (40001) are tried again from the start. */
export async function retryingConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxTries || !retriedCodes.has(postgresCode(error) ?? "")) throw error;
    }
  }
}

async function tryTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query("BEGIN");
    const result = await work(tx);
    await tx.query("COMMIT");
    return result;
  } catch (error) {
    await tx.query("ROLLBACK").catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}

/** The SQLSTATE of a Postgres error, or null for anything else. */
export function postgresCode(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** True where Postgres cannot be reached, is going down, or takes no writes: the caller may try again later. */
export function isDatabaseDown(error: unknown): boolean {
  const sqlState = postgresCode(error);
  if (sqlState !== null && /^(08|57P|53|58|25006)/.test(sqlState)) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN"].includes(code) ||
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}
