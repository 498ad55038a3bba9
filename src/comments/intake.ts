// Writes submissions in micro-batches: whatever arrived while the last commit was under way goes into the next one.
// No timer: a lone comment is written at once, a flood a hundred at a time. Answers come after the commit.
import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import { uuidv7 } from "uuidv7";
import type { Deps } from "../deps.ts";
import { conflict, forbidden, invalid, ProblemError, unavailable } from "../errors.ts";
import { isDatabaseDown, postgresCode } from "../db/transaction.ts";
import type { QueuedId } from "../queues.ts";
import {
  findIdempotencyKey,
  findStoredByExternalId,
  insertIdempotencyKey,
  insertSubmissions,
  isOnClosedPage,
} from "./intake-queries.ts";
import type { StoredSubmission } from "./intake-queries.ts";

export interface Intake {
  /** Resolves once the comment is committed (or was already stored under the same key or externalId). */
  submit(submission: NewComment): Promise<{ id: string }>;
  /** Takes nothing more and resolves when everything accepted so far is committed and enqueued. */
  drain(): Promise<void>;
}

export type NewComment = Omit<StoredSubmission, "id">;

interface Waiting {
  submission: StoredSubmission;
  resolve: (stored: { id: string }) => void;
  reject: (error: unknown) => void;
}

const maxBatch = 100;
// While one commit is under way the next batch gathers; a second commit beside it pays only for a well filled batch.
const maxInFlight = 2;
const minBatchBeside = 50;
// A job of one comment costs API, queue and worker as much as one of a hundred. The first after a pause waits for nothing.
const betweenJobsMs = 12;
const maxWaiting = 10_000;
const maxTries = 4;

export function createIntake(deps: Pick<Deps, "pool" | "queues" | "log" | "metrics">): Intake {
  const waiting: Waiting[] = [];
  const toEnqueue: QueuedId[] = [];
  const working = new Set<Promise<void>>();
  let inFlight = 0;
  let isEnqueuing = false;
  let closed = false;

  function flush(): void {
    while (inFlight < maxInFlight && waiting.length >= (inFlight === 0 ? 1 : minBatchBeside)) {
      const batch = waiting.splice(0, maxBatch);
      inFlight++;
      track(
        writeBatch(deps.pool, batch).then((inserted) => {
          inFlight--;
          deps.metrics.intakeBatch.observe(batch.length);
          toEnqueue.push(...inserted);
          if (!isEnqueuing) track(enqueueAll());
          flush();
        }),
      );
    }
  }

  function track(work: Promise<void>): void {
    working.add(work);
    void work.finally(() => working.delete(work));
  }

  /** One job at a time, with all that was committed while the queue took the one before and for a moment after. */
  async function enqueueAll(): Promise<void> {
    isEnqueuing = true;
    let job: QueuedId[] = [];
    try {
      while (toEnqueue.length > 0) {
        job = toEnqueue.splice(0, maxBatch);
        await deps.queues.enqueueModeration(job);
        if (toEnqueue.length < minBatchBeside && !closed) await pause(betweenJobsMs);
      }
    } catch (error) {
      // All of them: a queue that is down would hold each next job up as long as this one.
      const comments = job.length + toEnqueue.splice(0).length;
      deps.metrics.enqueueFailures.inc();
      deps.log.warn(
        { err: String(error), comments },
        "the queue took no job; the sweep will bring these comments back",
      );
    }
    isEnqueuing = false;
  }

  return {
    submit(submission) {
      if (closed)
        return Promise.reject(
          unavailable("The server is stopping. Please send the comment again in a moment."),
        );
      if (waiting.length >= maxWaiting)
        return Promise.reject(unavailable("Too many comments arrive at once. Please try again in a moment."));
      return new Promise((resolve, reject) => {
        waiting.push({ submission: { id: uuidv7(), ...submission }, resolve, reject });
        // Everything that arrived in this turn of the event loop shares the first batch.
        if (waiting.length === 1 || waiting.length === minBatchBeside) setImmediate(flush);
      });
    },
    async drain() {
      closed = true;
      flush();
      while (working.size > 0) await Promise.all(working);
    },
  };
}

/** Settles every entry of the batch and returns those that are new in the table. Never rejects. */
async function writeBatch(pool: Pool, batch: Waiting[]): Promise<QueuedId[]> {
  let inserted: Set<string>;
  try {
    inserted = await insertSubmissions(
      pool,
      batch.map((entry) => entry.submission),
    );
  } catch (error) {
    if (isDatabaseDown(error)) {
      for (const entry of batch)
        entry.reject(unavailable("The comment could not be stored right now. Please try again in a moment."));
      return [];
    }
    if (batch.length === 1) return writeAlone(pool, batch[0]!, error);
    // One row that cannot be stored must not cost its neighbours: each goes alone.
    const alone = await Promise.all(batch.map((entry) => writeBatch(pool, [entry])));
    return alone.flat();
  }
  const isNew = ({ submission }: Waiting) => inserted.has(submission.id);
  const fresh = batch.filter(isNew);
  for (const { submission, resolve } of fresh) resolve({ id: submission.id });
  const known = batch.filter((entry) => !isNew(entry));
  const late = await Promise.all(known.map((entry) => settleKnown(pool, entry, 1)));
  return [...fresh.map(({ submission }) => queuedIdOf(submission)), ...late.flat()];
}

const queuedIdOf = ({ siteId, id }: StoredSubmission): QueuedId => ({ siteId, id });

async function writeAlone(pool: Pool, entry: Waiting, error: unknown): Promise<QueuedId[]> {
  const code = postgresCode(error);
  // Lost the race for an externalId: the winner is in the table now.
  if (code === "23505") return settleKnown(pool, entry, 1);
  if (code?.startsWith("22") === true) {
    entry.reject(
      invalid([{ detail: "The comment contains something that cannot be stored.", pointer: "#/body" }]),
    );
  } else {
    entry.reject(error);
  }
  return [];
}

/** A submission that was not inserted: the answer stored under its key or externalId, or why there is none. */
async function settleKnown(pool: Pool, entry: Waiting, attempt: number): Promise<QueuedId[]> {
  const { submission } = entry;
  try {
    const answer = await findStoredAnswer(pool, submission);
    if (answer !== null) {
      entry.resolve(answer);
      return [];
    }
    if (await isOnClosedPage(pool, submission)) throw forbidden("Comments on this page are closed.");
    // The key that stood in the way has expired or its comment never came to be: once more from the start.
    if (attempt === maxTries)
      throw conflict("The same comment is being stored at this moment. Please try again.");
    const inserted = await insertSubmissions(pool, [submission]);
    if (!inserted.has(submission.id)) return await settleKnown(pool, entry, attempt + 1);
    entry.resolve({ id: submission.id });
    return [queuedIdOf(submission)];
  } catch (error) {
    entry.reject(
      isDatabaseDown(error)
        ? unavailable("The comment could not be stored right now. Please try again in a moment.")
        : error,
    );
    return [];
  }
}

async function findStoredAnswer(pool: Pool, submission: StoredSubmission): Promise<{ id: string } | null> {
  if (submission.idempotency !== null) {
    const known = await findIdempotencyKey(pool, submission.idempotency);
    if (known !== null) {
      if (!known.payloadHash.equals(submission.idempotency.payloadHash)) throw keyReused();
      if (known.commentId !== null) return { id: known.commentId };
    }
  }
  if (submission.externalId === null) return null;
  const stored = await findStoredByExternalId(pool, submission);
  if (stored === null) return null;
  if (!stored.sameContent)
    throw conflict("Another comment with this externalId is already stored.", { id: stored.id });
  if (submission.idempotency !== null) await insertIdempotencyKey(pool, submission.idempotency, stored.id);
  return { id: stored.id };
}

export const keyReused = () =>
  new ProblemError(422, "Idempotency key reused", {
    detail: "This Idempotency-Key was used with different content. Use a new key for a new request.",
    extensions: {
      errors: [
        { detail: "The Idempotency-Key was used with different content.", pointer: "#/idempotencyKey" },
      ],
    },
  });
