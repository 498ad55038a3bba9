import pg from "pg";
import { uuidv7 } from "uuidv7";

export const templateName = "moderato_template";

export function databaseUrlOf(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

export interface TestDatabase {
  pool: pg.Pool;
  connectionString: string;
  drop(): Promise<void>;
}

/** A database of its own, cloned from the migrated template. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${uuidv7().replaceAll("-", "")}`;
  await createDatabase(name, empty ? undefined : templateName);
  const connectionString = databaseUrlOf(name);
  const pool = new pg.Pool({ connectionString, max: 10 });
  pool.on("error", () => undefined);
  return {
    pool,
    connectionString,
    async drop() {
      await pool.end();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

export const createDatabase = (name: string, template?: string) =>
  administer(`CREATE DATABASE ${name}${template === undefined ? "" : ` TEMPLATE ${template}`}`);

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
