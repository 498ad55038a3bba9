import { startEmbeddedPostgres } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { migrateQueueSchema } from "../../src/queues.ts";
import { createDatabase, databaseUrlOf, templateName } from "./database.ts";
import { temporaryFolder } from "./process.ts";

/** One real PostgreSQL for the whole run; each test file clones its database from the migrated template. */
export default async function globalSetup(): Promise<void> {
  if (process.env.TEST_DATABASE_URL !== undefined) return;
  const { path: dataDir } = await temporaryFolder();
  const database = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    // Nothing here outlives the machine: processes may be killed without it, and each database dropped would wait for all
    // that the others wrote to reach the disk. Statistics are made where a test asks for them, not when the server finds
    // time: how statements are planned hangs on them.
    settings: { max_connections: "200", fsync: "off", autovacuum: "off" },
  });
  process.env.TEST_DATABASE_URL = database.connectionString;
  process.env.TEST_DATA_DIR = dataDir;
  await createDatabase(templateName);
  await migrate(databaseUrlOf(templateName));
  await migrateQueueSchema(databaseUrlOf(templateName));
  Object.assign(globalThis, { testPostgres: database });
}
