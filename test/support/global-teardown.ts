import { rm } from "node:fs/promises";
import type { EmbeddedPostgres } from "../../src/db/embedded.ts";

export default async function globalTeardown(): Promise<void> {
  const { testPostgres } = globalThis as { testPostgres?: EmbeddedPostgres };
  if (testPostgres === undefined) return;
  await testPostgres.stop();
  if (process.env.TEST_DATA_DIR !== undefined)
    await rm(process.env.TEST_DATA_DIR, { recursive: true, force: true });
  delete process.env.TEST_DATABASE_URL;
}
