import type { Pool } from "pg";

/** Does the work in one process at a time; returns null at once where another one is at it. */
export async function withAdvisoryLock<T>(
  pool: Pool,
  lock: number,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  let broken = false;
  try {
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      lock,
    ]);
    if (rows[0]?.locked !== true) return null;
    try {
      return await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [lock]);
    }
  } catch (error) {
    // The lock ends with its connection.
    broken = true;
    throw error;
  } finally {
    client.release(broken);
  }
}
