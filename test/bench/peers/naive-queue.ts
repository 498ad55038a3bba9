import process from "node:process";
import { createPostgresBackend, type Job, Queue, Worker, type WorkerOptions } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";

export const naiveTable = `
  CREATE TABLE naive_comments (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    page_url     text NOT NULL,
    author_name  text NOT NULL,
    author_email text,
    body         text NOT NULL,
    status       text NOT NULL DEFAULT 'queued',
    created_at   timestamptz NOT NULL DEFAULT now(),
    decided_at   timestamptz
  );
  CREATE INDEX ON naive_comments (page_url, created_at);
  CREATE INDEX ON naive_comments (status, created_at);`;

const name = "naive";
const redisUrl = process.env.REDIS_URL;

export interface NaiveJob {
  id: string;
}

interface NaiveQueue {
  add(name: string, job: NaiveJob, options: { removeOnComplete: boolean }): Promise<unknown>;
}

// BullMQ's own tables lie in a schema of their own.
const openQueuePool = () =>
  new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: "-c search_path=bullmq" });

export const openNaiveQueue = (): NaiveQueue =>
  redisUrl === undefined
    ? new Queue(name, { connection: openQueuePool() }, createPostgresBackend)
    : new Queue(name, { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }) });

export function startNaiveWorker(handle: (job: NaiveJob) => Promise<void>): void {
  const work = (job: Job) => handle(job.data as NaiveJob);
  const concurrency = 64;
  if (redisUrl === undefined) {
    const options = { connection: openQueuePool(), concurrency } as WorkerOptions<pg.Pool>;
    new Worker(name, work, options, createPostgresBackend);
  } else {
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    new Worker(name, work, { connection, concurrency });
  }
}
