import type { Pool } from "pg";
import { bytesArray, plainArray } from "../db/array-literal.ts";

export interface StoredSubmission {
  id: string;
  siteId: string;
  externalId: string | null;
  pageUrl: string;
  pageTitle: string | null;
  parentId: string | null;
  authorName: string;
  authorEmail: string | null;
  authorUrl: string | null;
  authorKey: string;
  body: string;
  bodyHash: Buffer;
  authorIp: string | null;
  authorNetwork: string | null;
  userAgent: string | null;
  referrer: string | null;
  honeypotFilled: boolean | null;
  writtenInMs: number | null;
  submittedAt: Date | null;
  /** The page takes no more comments if it was first seen before this; null = pages are not closed by age. */
  pageOpenSince: Date | null;
  idempotency: IdempotencyKey | null;
}

export interface IdempotencyKey {
  scope: string;
  key: string;
  payloadHash: Buffer;
}

/** How long an Idempotency-Key is remembered. */
export const idempotencyHours = 24;

// The same as isPageClosed in src/sites/site.ts.
const isClosedPage = (row: string) => `EXISTS (
  SELECT 1 FROM pages p WHERE p.site_id = ${row}.site_id AND p.url = ${row}.page_url
  AND CASE WHEN p.closed_at IS NULL THEN p.first_seen_at < ${row}.page_open_since ELSE p.closed_at <= now() END)`;

// One statement, one commit: what meets a closed page stays out, then keys (a key that is taken keeps its comment out),
// pages and comments. Looking at the page here spares each comment a query of its own beforehand.
// Rows come in the order of their ids, so that two processes lock pages and keys in the same order.
const insertStatement = {
  name: "insert-submissions",
  text: `
WITH input AS (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::bytea[], $13::inet[], $14::inet[], $15::text[], $16::text[], $17::boolean[], $18::integer[],
    $19::timestamptz[], $20::timestamptz[], $21::text[], $22::text[], $23::bytea[]
  ) AS t (
    id, site_id, external_id, page_url, page_title, parent_id, author_name, author_email, author_url, author_key,
    body, body_hash, author_ip, author_network, user_agent, referrer, honeypot_filled, written_in_ms,
    submitted_at, page_open_since, scope, key, payload_hash
  )
), fresh AS MATERIALIZED (
  SELECT * FROM input
  WHERE (external_id IS NULL
         OR NOT EXISTS (SELECT 1 FROM comments c WHERE c.site_id = input.site_id AND c.external_id = input.external_id OFFSET 0))
    AND NOT ${isClosedPage("input")}
), keys AS (
  INSERT INTO idempotency_keys (scope, key, payload_hash, comment_id)
  SELECT scope, key, payload_hash, id FROM fresh WHERE key IS NOT NULL ORDER BY scope, key
  ON CONFLICT DO NOTHING
  RETURNING comment_id
), new_pages AS (
  INSERT INTO pages (site_id, url, id, title)
  SELECT DISTINCT ON (site_id, page_url) site_id, page_url, id, page_title FROM fresh
  WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE p.site_id = fresh.site_id AND p.url = fresh.page_url)
  ORDER BY site_id, page_url
  ON CONFLICT DO NOTHING
)
INSERT INTO comments (
  site_id, id, external_id, page_url, page_title, parent_id, author_name, author_email, author_url, author_key,
  body, body_hash, author_ip, author_network, user_agent, referrer, honeypot_filled, written_in_ms, created_at)
SELECT site_id, id, external_id, page_url, page_title, parent_id, author_name, author_email, author_url, author_key,
       body, body_hash, author_ip, author_network, user_agent, referrer, honeypot_filled, written_in_ms, coalesce(submitted_at, now())
FROM fresh
WHERE key IS NULL OR id IN (SELECT comment_id FROM keys)
RETURNING id`,
};

/** Returns the ids that were inserted; the others met a closed page, a taken Idempotency-Key or externalId. */
export async function insertSubmissions(pool: Pool, rows: StoredSubmission[]): Promise<Set<string>> {
  const column = <Value>(value: (row: StoredSubmission) => Value): Value[] => rows.map(value);
  const result = await pool.query<{ id: string }>({
    ...insertStatement,
    values: [
      plainArray(column((row) => row.id)),
      plainArray(column((row) => row.siteId)),
      column((row) => row.externalId),
      column((row) => row.pageUrl),
      column((row) => row.pageTitle),
      plainArray(column((row) => row.parentId)),
      column((row) => row.authorName),
      column((row) => row.authorEmail),
      column((row) => row.authorUrl),
      column((row) => row.authorKey),
      column((row) => row.body),
      bytesArray(column((row) => row.bodyHash)),
      column((row) => row.authorIp),
      column((row) => row.authorNetwork),
      column((row) => row.userAgent),
      column((row) => row.referrer),
      plainArray(column((row) => row.honeypotFilled)),
      plainArray(column((row) => row.writtenInMs)),
      plainArray(column((row) => row.submittedAt?.toISOString())),
      plainArray(column((row) => row.pageOpenSince?.toISOString())),
      column((row) => row.idempotency?.scope ?? null),
      column((row) => row.idempotency?.key ?? null),
      bytesArray(column((row) => row.idempotency?.payloadHash)),
    ],
  });
  return new Set(result.rows.map((row) => row.id));
}

/** The remembered request of a key, or null; a key past its time, or whose comment does not exist, is forgotten here. */
export async function findIdempotencyKey(
  pool: Pool,
  { scope, key }: IdempotencyKey,
): Promise<{ payloadHash: Buffer; commentId: string | null } | null> {
  await pool.query(
    `DELETE FROM idempotency_keys k WHERE scope = $1 AND key = $2
     AND (created_at < now() - make_interval(hours => $3)
          OR (comment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.id = k.comment_id)))`,
    [scope, key, idempotencyHours],
  );
  const { rows } = await pool.query<{ payload_hash: Buffer; comment_id: string | null }>(
    "SELECT payload_hash, comment_id FROM idempotency_keys WHERE scope = $1 AND key = $2",
    [scope, key],
  );
  const row = rows[0];
  return row === undefined ? null : { payloadHash: row.payload_hash, commentId: row.comment_id };
}

export async function isOnClosedPage(pool: Pool, submission: StoredSubmission): Promise<boolean> {
  const { rows } = await pool.query<{ closed: boolean }>(
    `SELECT ${isClosedPage("input")} AS closed
     FROM (VALUES ($1::uuid, $2::text, $3::timestamptz)) AS input (site_id, page_url, page_open_since)`,
    [submission.siteId, submission.pageUrl, submission.pageOpenSince],
  );
  return rows[0]?.closed === true;
}

export async function insertIdempotencyKey(
  pool: Pool,
  idempotency: IdempotencyKey,
  commentId: string,
): Promise<void> {
  await pool.query(
    "INSERT INTO idempotency_keys (scope, key, payload_hash, comment_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [idempotency.scope, idempotency.key, idempotency.payloadHash, commentId],
  );
}

export async function findStoredByExternalId(
  pool: Pool,
  submission: StoredSubmission,
): Promise<{ id: string; sameContent: boolean } | null> {
  const { rows } = await pool.query<{ id: string; same_content: boolean }>(
    `SELECT id, (body = $3 AND page_url = $4 AND author_name = $5 AND author_email IS NOT DISTINCT FROM $6
                 AND author_url IS NOT DISTINCT FROM $7 AND parent_id IS NOT DISTINCT FROM $8) AS same_content
     FROM comments WHERE site_id = $1 AND external_id = $2`,
    [
      submission.siteId,
      submission.externalId,
      submission.body,
      submission.pageUrl,
      submission.authorName,
      submission.authorEmail,
      submission.authorUrl,
      submission.parentId,
    ],
  );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, sameContent: row.same_content };
}

/** Drops keys past their time. */
export async function dropExpiredIdempotencyKeys(pool: Pool): Promise<void> {
  await pool.query("DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => $1)", [
    idempotencyHours,
  ]);
}
