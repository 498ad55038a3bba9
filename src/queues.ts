import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createPostgresBackend, type Job, Queue, runMigrations, Worker, type WorkerOptions } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import type { Logger } from "pino";
import { createPool } from "./db/pool.ts";
import { makeStringsFast } from "./fast-strings.ts";

/** Ids of comments by those of their sites. */
export type IdsBySite = Record<string, string[]>;
/** Jobs only wake a worker: ids, nothing personal, no attempts. What is due stands in Postgres. */
export interface ModerationJob {
  bySite: IdsBySite;
  /** Not to be judged together with the comments of other jobs. */
  alone?: boolean;
}
/** A comment that waits for the rules. */
export interface QueuedId {
  siteId: string;
  id: string;
}
export interface DeliveryJob {
  endpointId: string;
}

export interface Queues {
  backend: "redis" | "postgres";
  /** One job for the comments of one intake batch. Rejects when the queue is down: the sweep makes up for it. */
  enqueueModeration(comments: readonly QueuedId[], options?: { alone: boolean }): Promise<void>;
  /** Wakes the delivery worker of each endpoint. */
  enqueueDeliveries(endpointIds: string[]): Promise<void>;
  startModerationWorker(handle: (job: ModerationJob) => Promise<void>, concurrency: number): StoppableWorker;
  startDeliveryWorker(handle: (job: DeliveryJob) => Promise<void>, concurrency: number): StoppableWorker;
  waitingJobs(): Promise<{ moderation: number; deliveries: number }>;
  /** Rejects when the queue cannot be reached within a second or two. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoppableWorker {
  /** Takes no new job and waits for those in hand. */
  stop: () => Promise<void>;
}

export interface QueueTarget {
  redisUrl: string | null;
  databaseUrl: string;
  /** Keeps installations (and tests) that share one Redis apart. On Postgres each database has its own queue. */
  prefix?: string;
  log: Logger;
}

// Here, since it is what loads ioredis.
makeStringsFast();

const queueNames = { moderation: "moderation", deliveries: "deliveries" } as const;
// One tag for all keys: BullMQ's scripts touch several keys at once, which Redis Cluster allows only within one slot.
const redisPrefix = "{moderato}";
const producerTimeoutMs = 2_000;
const closeTimeoutMs = 5_000;
/**
 * The ids are our own: BullMQ takes its own from a counter that a crash of Postgres can put back (its commits do not wait
 * for the disk), and drops a job whose id belongs to one that a dead worker still holds.
 */
const jobOptions = () =>
  ({ jobId: randomUUID(), attempts: 1, removeOnComplete: true, removeOnFail: true }) as const;

export function openQueues(target: QueueTarget): Queues {
  return target.redisUrl === null ? openPostgresQueues(target) : openRedisQueues(target, target.redisUrl);
}

/** Creates BullMQ's own tables in the schema `bullmq`; a no-op where they are up to date. */
export async function migrateQueueSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

function openRedisQueues(target: QueueTarget, redisUrl: string): Queues {
  const prefix = target.prefix ?? redisPrefix;
  // The producer fails fast (a comment is safe in Postgres, the sweep enqueues it); workers wait for Redis as long as it takes.
  const producer = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: producerTimeoutMs,
    connectTimeout: producerTimeoutMs,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  logConnectionTrouble(producer, target.log);
  // BullMQ waits for the first connection as long as it takes; a request may not, and would be remembered until then.
  const firstConnection = withinTime(once(producer, "ready"), producerTimeoutMs, () => undefined);
  return buildQueues({
    backend: "redis",
    log: target.log,
    createQueue: (name) => new Queue(name, { connection: producer, prefix }),
    createWorker: (name, handle, concurrency) => {
      const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
      logConnectionTrouble(connection, target.log);
      const worker = new Worker(name, handle, { connection, prefix, concurrency });
      return { worker, release: () => connection.disconnect() };
    },
    whenUp: async () => {
      await firstConnection;
      if (producer.status !== "ready") throw new Error("Redis is not connected");
    },
    ping: async () => {
      await producer.ping();
    },
    release: () => {
      producer.disconnect();
      return Promise.resolve();
    },
  });
}

function openPostgresQueues(target: QueueTarget): Queues {
  // A lost job costs a sweep, not a comment, so its commit need not wait for the disk (DESIGN: 1,650/s instead of 442/s).
  const pool = createPool({
    connectionString: target.databaseUrl,
    settings: "-c synchronous_commit=off -c search_path=bullmq",
    max: 8,
    connectionTimeoutMs: producerTimeoutMs,
    name: "moderato queue",
    log: target.log,
  });
  const events = { streams: { events: { maxLen: 100 } } };
  return buildQueues({
    backend: "postgres",
    log: target.log,
    createQueue: (name) => new Queue(name, { connection: pool, ...events }, createPostgresBackend),
    createWorker: (name, handle, concurrency) => {
      const options = { connection: pool, concurrency } as WorkerOptions<pg.Pool>;
      return { worker: new Worker(name, handle, options, createPostgresBackend), release: () => undefined };
    },
    whenUp: () => Promise.resolve(),
    ping: async () => {
      await pool.query("SELECT 1");
    },
    release: () => pool.end(),
  });
}

// What we use of BullMQ's classes: their full types differ by backend.
type AnyQueue = Pick<Queue, "add" | "getWaitingCount" | "close"> & ErrorSource;
interface AnyWorker extends ErrorSource {
  on(event: "failed", listener: (job: unknown, error: Error) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}
interface ErrorSource {
  on(event: "error", listener: (error: Error) => void): unknown;
}

interface Backend {
  backend: Queues["backend"];
  log: Logger;
  createQueue(name: string): AnyQueue;
  createWorker(
    name: string,
    handle: (job: Job) => Promise<void>,
    concurrency: number,
  ): { worker: AnyWorker; release: () => void };
  /** Rejects where the queue is known to be unreachable. */
  whenUp(): Promise<void>;
  ping(): Promise<void>;
  release(): Promise<void>;
}

function buildQueues(backend: Backend): Queues {
  const { log } = backend;
  let isClosed = false;
  const trouble = (source: ErrorSource) => logConnectionTrouble(source, log, () => !isClosed);
  const moderation = backend.createQueue(queueNames.moderation);
  const deliveries = backend.createQueue(queueNames.deliveries);
  for (const queue of [moderation, deliveries]) trouble(queue);

  function startWorker(
    name: string,
    handle: (job: Job) => Promise<void>,
    concurrency: number,
  ): StoppableWorker {
    const { worker, release } = backend.createWorker(name, handle, concurrency);
    trouble(worker);
    worker.on("failed", (_job, error) =>
      log.error({ err: error, queue: name }, "a job failed; the sweep will bring its work back"),
    );
    return {
      async stop() {
        await withinTime(
          worker.close(),
          closeTimeoutMs,
          () => void worker.close(true).catch(() => undefined),
        );
        release();
      },
    };
  }

  return {
    backend: backend.backend,
    enqueueModeration: async (comments, options = { alone: false }) => {
      await backend.whenUp();
      const job: ModerationJob = { bySite: idsBySite(comments), ...(options.alone ? options : {}) };
      await withTimeout(moderation.add("moderate-comments", job, jobOptions()), producerTimeoutMs);
    },
    enqueueDeliveries: async (endpointIds) => {
      await backend.whenUp();
      const jobs = endpointIds.map((endpointId) =>
        deliveries.add("deliver-webhooks", { endpointId }, jobOptions()),
      );
      await withTimeout(Promise.all(jobs), producerTimeoutMs);
    },
    startModerationWorker: (handle, concurrency) =>
      startWorker(queueNames.moderation, (job: Job<ModerationJob>) => handle(job.data), concurrency),
    startDeliveryWorker: (handle, concurrency) =>
      startWorker(queueNames.deliveries, (job: Job<DeliveryJob>) => handle(job.data), concurrency),
    waitingJobs: async () => {
      await backend.whenUp();
      const [forModeration, forDelivery] = await withTimeout(
        Promise.all([moderation.getWaitingCount(), deliveries.getWaitingCount()]),
        producerTimeoutMs,
      );
      return { moderation: forModeration, deliveries: forDelivery };
    },
    ping: () => withTimeout(backend.ping(), producerTimeoutMs),
    close: async () => {
      await withinTime(
        Promise.all([moderation.close(), deliveries.close()]),
        closeTimeoutMs,
        () => undefined,
      );
      isClosed = true;
      await backend.release();
    },
  };
}

function idsBySite(comments: readonly QueuedId[]): IdsBySite {
  const bySite: IdsBySite = {};
  for (const { siteId, id } of comments) (bySite[siteId] ??= []).push(id);
  return bySite;
}

/** One line per kind of trouble every ten seconds: a Redis that is down would otherwise write hundreds. */
function logConnectionTrouble(source: ErrorSource, log: Logger, isWanted = () => true): void {
  let lastAt = 0;
  source.on("error", (error) => {
    if (!isWanted() || Date.now() - lastAt < 10_000) return;
    lastAt = Date.now();
    log.warn({ err: error.message }, "the queue has trouble with its connection");
  });
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

async function withinTime(work: Promise<unknown>, timeoutMs: number, onTimeout: () => void): Promise<void> {
  await withTimeout(work, timeoutMs).catch(onTimeout);
}
