// Decisions on many comments that a worker takes one chunk after the other; see the migration for what a row holds.
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Queryable, Tx } from "../db/transaction.ts";
import { decodeCursor, type Page, pageOf } from "../http/paging.ts";
import { rolesWith } from "../people/caller.ts";
import type { DecidedStatus } from "./comment.ts";
import type { Decider } from "./decision.ts";
import { type Matching, matchedBy, mostMatched } from "./matching-queries.ts";

export const batchStates = ["waiting", "running", "cancelling", "done", "cancelled", "failed"] as const;
export type BatchState = (typeof batchStates)[number];

const unfinishedStates: readonly BatchState[] = ["waiting", "running", "cancelling"];
const unfinished = `(${unfinishedStates.map((state) => `'${state}'`).join(", ")})`;
export const isUnfinished = ({ state }: Pick<Batch, "state">): boolean => unfinishedStates.includes(state);

export type Moderator = Extract<Decider, { kind: "moderator" }>;

export interface Batch {
  id: string;
  /** null: an undo */
  status: DecidedStatus | null;
  undoes: string | null;
  undoneBy: string | null;
  reasons: string[];
  publicReason: string | null;
  note: string | null;
  by: Moderator;
  siteIds: string[];
  siteKeys: string[];
  matched: number;
  position: number;
  done: number;
  skipped: number;
  state: BatchState;
  error: string | null;
  lease: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

interface BatchRow {
  id: string;
  status: DecidedStatus | null;
  undoes: string | null;
  undone_by: string | null;
  reasons: string[];
  public_reason: string | null;
  note: string | null;
  user_id: string | null;
  api_key_id: string | null;
  decided_by_name: string;
  site_ids: string[];
  site_keys: string[];
  matched: number;
  position: number;
  done: number;
  skipped: number;
  state: BatchState;
  error: string | null;
  lease: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

const toBatch = (row: BatchRow): Batch => ({
  id: row.id,
  status: row.status,
  undoes: row.undoes,
  undoneBy: row.undone_by,
  reasons: row.reasons,
  publicReason: row.public_reason,
  note: row.note,
  by: { kind: "moderator", userId: row.user_id, apiKeyId: row.api_key_id, name: row.decided_by_name },
  siteIds: row.site_ids,
  siteKeys: row.site_keys,
  matched: row.matched,
  position: row.position,
  done: row.done,
  skipped: row.skipped,
  state: row.state,
  error: row.error,
  lease: row.lease,
  createdAt: row.created_at.toISOString(),
  startedAt: row.started_at?.toISOString() ?? null,
  finishedAt: row.finished_at?.toISOString() ?? null,
});

/** SQL: the undo of the batch where that one was cancelled or has failed: what is left may be taken back by another. */
const brokenOffUndo = (batch: string) => `
  (SELECT undo.id FROM decision_batches undo WHERE undo.id = ${batch}.undone_by AND undo.state IN ('cancelled', 'failed'))`;

const columns = `
  b.id, b.status, b.undoes, CASE WHEN ${brokenOffUndo("b")} IS NULL THEN b.undone_by END AS undone_by,
  b.reasons, b.public_reason, b.note, b.user_id, b.api_key_id, b.decided_by_name,
  b.site_ids, ARRAY(SELECT key FROM sites WHERE id = ANY(b.site_ids) ORDER BY key) AS site_keys, b.matched, b.position, b.done,
  b.skipped, b.state, b.error, b.lease, b.created_at, b.started_at, b.finished_at`;

export interface Said {
  status: DecidedStatus;
  reasons: string[];
  publicReason: string | null;
  note: string | null;
  by: Moderator;
}

/** Fixes which comments match at this moment; null, and nothing is written, where there are too many. Else its id. */
export async function insertMatching(db: Queryable, matching: Matching, said: Said): Promise<string | null> {
  const { text, values } = insertStatement(matching, said);
  const { rows } = await db.query<{ id: string }>(text, values);
  return rows[0]?.id ?? null;
}

function insertStatement(matching: Matching, said: Said): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const given = [
    uuidv7(),
    said.status,
    said.reasons,
    said.publicReason,
    said.note,
    said.by.userId,
    said.by.apiKeyId,
    said.by.name,
  ].map(bind);
  const text = `
    WITH found AS MATERIALIZED (
      SELECT id, site_id, revision, created_at FROM (${matchedBy(matching, bind)}) matched
    )
    INSERT INTO decision_batches (id, status, reasons, public_reason, note, user_id, api_key_id, decided_by_name, site_ids,
                                  subjects, revisions, matched, state, finished_at)
    SELECT ${given.join(", ")}, ARRAY(SELECT DISTINCT site_id FROM found), together.*, CASE matched WHEN 0 THEN 'done' ELSE 'waiting' END,
           CASE matched WHEN 0 THEN now() END
    FROM (SELECT array_agg(id ORDER BY created_at, id), array_agg(revision ORDER BY created_at, id), count(*)::integer AS matched
          FROM found) together
    WHERE matched <= ${mostMatched} RETURNING id`;
  return { text, values };
}

/** Takes a batch back, as far as it is on these sites (null = all); the revisions stand in its decisions. Its id. */
export async function insertUndo(
  db: Queryable,
  { batchId, siteIds, by }: { batchId: string; siteIds: string[] | null; by: Moderator },
): Promise<string> {
  const id = uuidv7();
  await db.query(
    `WITH found AS MATERIALIZED (
       SELECT id, site_id, comment_id FROM decisions
       WHERE batch_id = $2 AND status <> 'deleted' AND ($3::uuid[] IS NULL OR site_id = ANY($3))
     )
     INSERT INTO decision_batches (id, undoes, user_id, api_key_id, decided_by_name, site_ids, subjects, matched, state)
     SELECT $1, $2, $4, $5, $6, ARRAY(SELECT DISTINCT site_id FROM found), array_agg(id ORDER BY comment_id), count(*), 'waiting'
     FROM found`,
    [id, batchId, siteIds, by.userId, by.apiKeyId, by.name],
  );
  return id;
}

// "batch" in ASCII
const beginningLock = 0x6261746368;

/**
 * Behind all that have begun: from here to the commit one begins at a time, so that the one that is seen later has the
 * later time, and who counts afterwards misses none. Looking for what matches may take long, and is done before.
 */
export async function placeLast(tx: Tx, id: string): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [beginningLock]);
  // A statement of its own: its snapshot must be younger than the lock.
  await tx.query(
    `UPDATE decision_batches
     SET created_at = greatest(clock_timestamp(), (SELECT max(created_at) + interval '1 millisecond' FROM decision_batches
                                                   WHERE state IN ${unfinished} AND id <> $1))
     WHERE id = $1`,
    [id],
  );
}

/** Where it was taken back on all of its sites (`siteIds` null = on any), and for the first time. */
export const markUndone = (
  db: Queryable,
  { batchId, undoneBy, siteIds }: { batchId: string; undoneBy: string; siteIds: string[] | null },
) =>
  db.query(
    `UPDATE decision_batches b SET undone_by = $2
     WHERE id = $1 AND (undone_by IS NULL OR ${brokenOffUndo("b")} IS NOT NULL) AND ($3::uuid[] IS NULL OR site_ids <@ $3)`,
    [batchId, undoneBy, siteIds],
  );

export async function findBatch(db: Queryable, id: string): Promise<Batch | null> {
  const { rows } = await db.query<BatchRow>(`SELECT ${columns} FROM decision_batches b WHERE b.id = $1`, [
    id,
  ]);
  return rows[0] === undefined ? null : toBatch(rows[0]);
}

const isBy = (user: string, key: string) => `(b.user_id = ${user}::uuid OR b.api_key_id = ${key}::uuid)`;

/** Newest first: those on these sites alone (null = any), and one's own that found nothing. */
export async function listBatches(
  db: Queryable,
  search: { siteIds: string[] | null; by: Moderator; isMine: boolean; isUnfinished: boolean },
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Batch>> {
  const after =
    page.cursor === undefined ? null : decodeCursor(page.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const { rows } = await db.query<BatchRow>(
    `SELECT ${columns} FROM decision_batches b
     WHERE ($1::uuid[] IS NULL OR b.site_ids <@ $1) AND (b.site_ids <> '{}' OR ${isBy("$2", "$3")})
       AND ($4::timestamptz IS NULL OR (b.created_at, b.id) < ($4, $5::uuid))
       ${search.isMine ? `AND ${isBy("$2", "$3")}` : ""} ${search.isUnfinished ? `AND b.state IN ${unfinished}` : ""}
     ORDER BY b.created_at DESC, b.id DESC LIMIT $6`,
    [
      search.siteIds,
      search.by.userId,
      search.by.apiKeyId,
      after?.[0] ?? null,
      after?.[1] ?? null,
      page.limit + 1,
    ],
  );
  return pageOf(rows, page.limit, {
    item: toBatch,
    cursor: (row) => [row.created_at.toISOString(), row.id],
  });
}

export async function countUnfinishedBatches(db: Queryable, by: Moderator): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM decision_batches b WHERE b.state IN ${unfinished} AND ${isBy("$1", "$2")}`,
    [by.userId, by.apiKeyId],
  );
  return rows[0]!.count;
}

/** A chunk that is being decided is decided; then it ends. Leaves alone what has ended. */
export async function cancelBatch(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE decision_batches
     SET state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE 'cancelling' END,
         finished_at = CASE state WHEN 'waiting' THEN now() END,
         subjects = CASE state WHEN 'waiting' THEN NULL ELSE subjects END,
         revisions = CASE state WHEN 'waiting' THEN NULL ELSE revisions END
     WHERE id = $1 AND state IN ('waiting', 'running')`,
    [id],
  );
  return rowCount === 1;
}

const leaseSeconds = 60;

/** Takes the oldest one that nobody is at: on each site they go one after the other, in the order in which they began. */
export async function leaseBatch(db: Queryable): Promise<Batch | null> {
  const { rows } = await db.query<BatchRow>({
    name: "lease-decision-batch",
    text: `UPDATE decision_batches b
           SET state = CASE b.state WHEN 'waiting' THEN 'running' ELSE b.state END, lease = b.lease + 1,
               lease_until = now() + make_interval(secs => $1), started_at = coalesce(b.started_at, now())
           FROM (SELECT due.id FROM decision_batches due
                 WHERE due.state IN ${unfinished} AND (due.lease_until IS NULL OR due.lease_until < now())
                   AND NOT EXISTS (SELECT FROM decision_batches other
                                   WHERE other.state IN ${unfinished} AND other.site_ids && due.site_ids
                                     AND (other.created_at, other.id) < (due.created_at, due.id))
                 ORDER BY due.created_at, due.id LIMIT 1 FOR UPDATE SKIP LOCKED) next
           WHERE b.id = next.id
           RETURNING ${columns}`,
    values: [leaseSeconds],
  });
  return rows[0] === undefined ? null : toBatch(rows[0]);
}

export type BatchLease = Pick<Batch, "id" | "lease">;

// A key is revoked, never deleted; the one that the configuration gives has no row.
const mayStillDecide = `
  CASE WHEN b.user_id IS NULL THEN NOT EXISTS (SELECT FROM api_keys k WHERE k.id = b.api_key_id AND k.revoked_at IS NOT NULL)
       ELSE NOT EXISTS (
         SELECT FROM unnest(b.site_ids) AS site (id)
         WHERE NOT EXISTS (SELECT FROM user_roles r JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
                           WHERE r.user_id = b.user_id AND r.role IN (${rolesWith("moderate")})
                             AND (r.site_id IS NULL OR r.site_id = site.id)))
  END`;

interface Chunk {
  subjects: string[];
  revisions: number[] | null;
  /** Whoever asked for it may still decide on all of its sites. */
  isAllowed: boolean;
}

/** What comes after the position, in its order: comments with the revisions they were found at, or decisions to undo. */
export async function readChunk(
  db: Queryable,
  { id, position }: { id: string; position: number },
  size: number,
): Promise<Chunk> {
  const { rows } = await db.query<Chunk>(
    `SELECT subjects[$2 + 1 : $2 + $3] AS subjects, revisions[$2 + 1 : $2 + $3] AS revisions, ${mayStillDecide} AS "isAllowed"
     FROM decision_batches b WHERE id = $1`,
    [id, position, size],
  );
  return rows[0] ?? { subjects: [], revisions: null, isAllowed: true };
}

/** Which of these comments the batch has decided already: a worker that died had no time to write it down. */
export async function decidedInBatch(
  db: Queryable,
  batchId: string,
  commentIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ comment_id: string }>(
    "SELECT comment_id FROM decisions WHERE comment_id = ANY($2::uuid[]) AND batch_id = $1",
    [batchId, commentIds],
  );
  return new Set(rows.map((row) => row.comment_id));
}

/** Goes on, and is heard of; null where the lease has gone to another worker. */
export async function moveBatch(
  db: Queryable,
  { id, lease }: BatchLease,
  { read, done }: { read: number; done: number },
): Promise<Batch | null> {
  const { rows } = await db.query<BatchRow>(
    `UPDATE decision_batches b
     SET position = b.position + $3, done = b.done + $4, skipped = b.skipped + $3 - $4, failures = 0,
         lease_until = now() + make_interval(secs => $5)
     WHERE b.id = $1 AND b.lease = $2 RETURNING ${columns}`,
    [id, lease, read, done, leaseSeconds],
  );
  return rows[0] === undefined ? null : toBatch(rows[0]);
}

export async function finishBatch(
  db: Queryable,
  { id, lease, error }: BatchLease & Pick<Batch, "error">,
  state: "done" | "cancelled" | "failed",
): Promise<void> {
  await db.query(
    `UPDATE decision_batches
     SET state = $3, error = $4, finished_at = now(), lease_until = NULL, subjects = NULL, revisions = NULL
     WHERE id = $1 AND lease = $2`,
    [id, lease, state, error],
  );
}

/** Another worker, or this one once it is up again, goes on at the same place. */
export const giveBackBatch = (db: Queryable, { id, lease }: BatchLease) =>
  db.query("UPDATE decision_batches SET lease_until = NULL WHERE id = $1 AND lease = $2", [id, lease]);

const maxFailures = 5;
const pauseSeconds = 5;

/** Tried again after a pause, and given up where nothing moves. */
export const postponeBatch = (db: Queryable, { id, lease }: BatchLease, error: string) =>
  db.query(
    `UPDATE decision_batches
     SET failures = failures + 1, error = $3, lease_until = now() + make_interval(secs => ${pauseSeconds} * (failures + 1)),
         state = CASE WHEN failures + 1 >= ${maxFailures} THEN 'failed' ELSE state END,
         finished_at = CASE WHEN failures + 1 >= ${maxFailures} THEN now() END
     WHERE id = $1 AND lease = $2`,
    [id, lease, error.slice(0, 1000)],
  );

const keptDays = 90;

/** Their decisions stay, and can be undone by the batch's id as before. */
export const pruneBatches = (db: Queryable) =>
  db.query(
    "DELETE FROM decision_batches WHERE created_at < now() - make_interval(days => $1) AND finished_at IS NOT NULL",
    [keptDays],
  );
