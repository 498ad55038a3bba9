import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { openQueues } from "../src/queues.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { eventually } from "./support/wait.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("no job is lost where a crash has put the queue's counter back below jobs whose worker is gone", async () => {
  const queues = openQueues({
    redisUrl: null,
    databaseUrl: database.connectionString,
    log: pino({ level: "silent" }),
  });
  const taken: string[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const worker = queues.startModerationWorker(async ({ bySite }) => {
    taken.push(...Object.values(bySite).flat());
    await finished;
  }, 2);

  await queues.enqueueModeration([{ siteId: "s", id: "first" }]);
  await eventually("the first job to be taken", () => taken.includes("first"));
  await putCountersBack();
  await queues.enqueueModeration([{ siteId: "s", id: "second" }]);
  await eventually("the second job to be taken", () => taken.includes("second")).finally(async () => {
    finish();
    await worker.stop();
    await queues.close();
  });

  expect(taken).toEqual(["first", "second"]);
});

async function putCountersBack(): Promise<void> {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT format('bullmq.%I', sequencename) AS name FROM pg_sequences WHERE sequencename LIKE 'bullmq_jid_%'",
  );
  for (const { name } of rows) await database.pool.query("SELECT setval($1, 1, false)", [name]);
}
