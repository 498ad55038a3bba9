import { pino } from "pino";
import { createIntake, type NewComment } from "../../src/comments/intake.ts";
import type { Queues } from "../../src/queues.ts";
import { createMetrics } from "../../src/metrics.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const submission = (number: number): NewComment => ({
  siteId: "01a00000-0000-7000-8000-000000000001",
  externalId: null,
  pageUrl: "https://news.example/article",
  pageTitle: null,
  parentId: null,
  authorName: "Jo",
  authorEmail: null,
  authorUrl: null,
  authorKey: "name:jo",
  body: `Comment ${number}`,
  bodyHash: Buffer.from(String(number)),
  authorIp: null,
  authorNetwork: null,
  userAgent: null,
  referrer: null,
  honeypotFilled: null,
  writtenInMs: null,
  submittedAt: null,
  pageOpenSince: null,
  idempotency: null,
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function createIntakeWith(enqueueModeration: Queues["enqueueModeration"]) {
  const queues = { enqueueModeration } as Queues;
  return createIntake({
    pool: database.pool,
    queues,
    log: pino({ level: "silent" }),
    metrics: createMetrics(),
  });
}

test("every comment that is taken while a job is being added goes into a later job, once", async () => {
  const jobs: string[][] = [];
  const intake = createIntakeWith(async (comments) => {
    await new Promise((resume) => setTimeout(resume, 20));
    jobs.push(comments.map(({ id }) => id));
  });
  const ids: string[] = [];

  for (let number = 0; number < 250; number++) {
    const taken = intake.submit(submission(number)).then(({ id }) => ids.push(id));
    if (number % 7 === 0) await taken;
  }
  await intake.drain();

  expect(jobs.flat().sort()).toEqual(ids.sort());
  expect(Math.max(...jobs.map((job) => job.length))).toBeLessThanOrEqual(100);
});

test("comments are taken while the queue is down", async () => {
  const intake = createIntakeWith(() => Promise.reject(new Error("down")));

  const taken = await Promise.all([1, 2, 3].map((number) => intake.submit(submission(number))));
  await intake.drain();

  expect(new Set(taken.map(({ id }) => id)).size).toBe(3);
});
