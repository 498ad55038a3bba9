import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { packageRoot } from "../package-root.ts";

// "moder" in ASCII: the one advisory lock of all processes that migrate this database
const migrationLock = 0x6d6f646572;
const migrationsDir = path.join(packageRoot, "src/db/migrations");
const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Brings the database to the newest schema and returns the files applied. Safe to call from many processes at once. */
export async function migrate(connectionString: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: "moderato migrate",
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string }>("SELECT name FROM migrations");
    const done = new Set(rows.map((row) => row.name));
    const pending = (await migrationFiles()).filter((name) => !done.has(name));
    for (const name of pending) await apply(client, name);
    return pending;
  } finally {
    await client.end();
  }
}

/** Names of migrations the database lacks: a server that finds one is not ready. */
export async function pendingMigrations(db: Pick<pg.Pool, "query">): Promise<string[]> {
  const { rows } = await db.query<{ known: string | null }>(
    "SELECT to_regclass('migrations')::text AS known",
  );
  const files = await migrationFiles();
  if (rows[0]?.known == null) return files;
  const applied = await db.query<{ name: string }>("SELECT name FROM migrations");
  const done = new Set(applied.rows.map((row) => row.name));
  return files.filter((name) => !done.has(name));
}

async function migrationFiles(): Promise<string[]> {
  return (await readdir(migrationsDir)).filter((name) => fileName.test(name)).sort();
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const sql = await readFile(path.join(migrationsDir, name), "utf8");
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query("INSERT INTO migrations (name) VALUES ($1)", [name]);
    await client.query("COMMIT");
  } catch (error) {
    throw new Error(
      `migration ${name} failed and was undone: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
