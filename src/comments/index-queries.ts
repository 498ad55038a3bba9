// What the search's index is written from, and how far it is: see index-comments.ts.
import type { Queryable, Tx } from "../db/transaction.ts";
import { judgementOfText, mayBeTold } from "./judgement-of-text.ts";
import type { SearchableComment } from "./search-document.ts";

const positionSetting = "index_position";
const backfillSetting = "index_backfill";

export interface SearchableRow extends SearchableComment {
  id: string;
}

/** What is to be indexed of these comments; deleted ones are left out. */
export async function readSearchable(db: Queryable, ids: readonly string[]): Promise<SearchableRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<SearchableRow>(
    `SELECT c.id, c.site_id AS "siteId", c.status, c.decided_by AS "decidedBy", c.score, c.author_name AS "authorName",
            c.author_email AS "authorEmail", c.author_url AS "authorUrl", c.body, c.page_url AS "pageUrl",
            c.page_title AS "pageTitle", c.created_at AS "createdAt",
            coalesce((
              SELECT jsonb_agg(DISTINCT jsonb_build_object('id', f.rule_id, 'name', f.rule_name))
              FROM ${judgementOfText({ id: "c.id", body: "c.body" })} newest
              JOIN findings f ON f.site_id = c.site_id AND f.comment_id = c.id AND f.decision_id = newest.id
              WHERE ${mayBeTold("c.decided_by = 'moderator'")}
            ), '[]') AS rules
     FROM unnest($1::uuid[]) AS wanted (id)
     CROSS JOIN LATERAL (SELECT * FROM comments WHERE id = wanted.id OFFSET 0) c
     WHERE c.status <> 'deleted'`,
    [ids],
  );
  return rows;
}

// In a flood more than these wait for the index; they are found some seconds later.
const mostUnindexed = 500;

/** Comments that changed since their document was written, or have none yet: the newest of them. */
export async function unindexedIds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `WITH changed AS MATERIALIZED (
       (SELECT event_id FROM numbered_events WHERE position > (SELECT value::bigint FROM settings WHERE name = $1)
        ORDER BY position DESC LIMIT ${mostUnindexed})
       UNION ALL (SELECT event_id FROM unnumbered_events LIMIT ${mostUnindexed})
     )
     SELECT comment_id AS id FROM changed
     CROSS JOIN LATERAL (SELECT comment_id FROM events WHERE id = changed.event_id AND comment_id IS NOT NULL OFFSET 0) event
     UNION
     (SELECT id FROM comments WHERE status = 'queued' ORDER BY lease_until DESC LIMIT ${mostUnindexed})`,
    [positionSetting],
  );
  return rows.map(({ id }) => id);
}

/**
 * The next comments of which something happened, in the order of their events, which may be none: not every event is a
 * comment's. Null where nothing happened. Locks the place where it goes on.
 */
export async function takeChanged(
  tx: Tx,
  limit: number,
): Promise<{ ids: string[]; position: number; isLast: boolean } | null> {
  const { rows: settings } = await tx.query<{ value: string }>(
    "SELECT value FROM settings WHERE name = $1 FOR UPDATE",
    [positionSetting],
  );
  const from = Number(settings[0]?.value ?? 0);
  const { rows } = await tx.query<{ position: number; id: string | null }>(
    `SELECT n.position, event.comment_id AS id
     FROM (SELECT * FROM numbered_events WHERE position > $1 ORDER BY position LIMIT $2) n
     CROSS JOIN LATERAL (SELECT comment_id FROM events WHERE id = n.event_id OFFSET 0) event
     ORDER BY n.position`,
    [from, limit],
  );
  const last = rows.at(-1);
  if (last === undefined) return null;
  return {
    ids: [...new Set(rows.flatMap(({ id }) => id ?? []))],
    position: last.position,
    isLast: rows.length < limit,
  };
}

/** Nothing is indexed until the end of the transaction. */
export const lockIndexing = (tx: Tx) =>
  tx.query("SELECT FROM settings WHERE name = ANY($1) ORDER BY name FOR UPDATE", [
    [positionSetting, backfillSetting],
  ]);

export const writePosition = (tx: Tx, position: number) =>
  tx.query("UPDATE settings SET value = $2 WHERE name = $1", [positionSetting, String(position)]);

/** Old comments without a document, newest first; null = all have one. Locks the place where it goes on. */
export async function takeOld(tx: Tx, limit: number): Promise<string[] | null> {
  const { rows: settings } = await tx.query<{ value: string }>(
    "SELECT value FROM settings WHERE name = $1 FOR UPDATE",
    [backfillSetting],
  );
  const from = settings[0]?.value ?? "";
  if (from === "") return null;
  const { rows } = await tx.query<{ id: string }>(
    "SELECT id FROM comments WHERE id < $1 ORDER BY id DESC LIMIT $2",
    [from, limit],
  );
  return rows.map(({ id }) => id);
}

export const writeBackfill = (tx: Tx, from: string | null) =>
  tx.query("UPDATE settings SET value = $2 WHERE name = $1", [backfillSetting, from ?? ""]);

/** False while old comments are still being indexed. */
export async function isIndexComplete(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ value: string }>("SELECT value FROM settings WHERE name = $1", [
    backfillSetting,
  ]);
  return (rows[0]?.value ?? "") === "";
}

export async function writeDocuments(
  db: Queryable,
  documents: readonly { id: string; createdAt: Date; score: number; document: string }[],
): Promise<void> {
  await db.query(
    `INSERT INTO comment_search (comment_id, created_at, score, document)
     SELECT id, created_at, score, document::tsvector
     FROM unnest($1::uuid[], $2::timestamptz[], $3::real[], $4::text[]) AS given (id, created_at, score, document)
     ON CONFLICT (comment_id) DO UPDATE
     SET created_at = excluded.created_at, score = excluded.score, document = excluded.document
     WHERE comment_search.document <> excluded.document OR comment_search.score <> excluded.score`,
    [
      documents.map(({ id }) => id),
      documents.map(({ createdAt }) => createdAt),
      documents.map(({ score }) => score),
      documents.map(({ document }) => document),
    ],
  );
}

export const dropDocuments = (db: Queryable, ids: readonly string[]) =>
  db.query("DELETE FROM comment_search WHERE comment_id = ANY($1::uuid[])", [ids]);
