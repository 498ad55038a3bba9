import type { Queryable, Tx } from "../db/transaction.ts";
import type { Caller } from "../people/caller.ts";
import type { CommentRow } from "./comment-queries.ts";
import { tellColleagues } from "./tell-colleagues.ts";

export interface SecondOpinion {
  askedBy: string;
  note: string;
  askedAt: string;
}

interface OpinionRow {
  asked_by_name: string;
  note: string;
  asked_at: string;
}

/** SQL: what is asked about the comment, as JSON; NULL where nobody asks. */
export const openOpinionOf = (comment: string) => `
  (SELECT json_build_object('asked_by_name', o.asked_by_name, 'note', o.note, 'asked_at', o.asked_at)
   FROM second_opinions o WHERE o.comment_id = ${comment}.id AND o.answered_by IS NULL)`;

/** SQL: whether somebody asks about the comment. */
export const isAsked = (comment: string) =>
  `EXISTS (SELECT FROM second_opinions o WHERE o.comment_id = ${comment}.id AND o.answered_by IS NULL)`;

export const toOpinion = (row: OpinionRow | null): SecondOpinion | null =>
  row === null
    ? null
    : { askedBy: row.asked_by_name, note: row.note, askedAt: new Date(row.asked_at).toISOString() };

/** Whoever asks last, asks. */
export async function askForOpinion(
  db: Tx,
  comment: CommentRow,
  { caller, note }: { caller: Caller; note: string },
): Promise<SecondOpinion> {
  const { rows } = await db.query<OpinionRow>(
    `INSERT INTO second_opinions AS known (comment_id, site_id, asked_by_name, note) VALUES ($1, $2, $3, $4)
     ON CONFLICT (comment_id) DO UPDATE
     SET asked_by_name = excluded.asked_by_name, note = excluded.note, asked_at = now(), answered_by = NULL
     RETURNING asked_by_name, note, asked_at`,
    [comment.id, comment.siteId, caller.name, note],
  );
  return toOpinion(rows[0]!)!;
}

/** False where nobody asked. */
export async function withdrawOpinion(db: Tx, comment: CommentRow): Promise<boolean> {
  const { rowCount } = await db.query(
    "DELETE FROM second_opinions WHERE comment_id = $1 AND answered_by IS NULL",
    [comment.id],
  );
  return rowCount === 1;
}

/** Whoever decides as it is already decided agrees, and that is an answer, though no decision comes of it. */
export async function closeOpinions(tx: Tx, commentIds: string[]): Promise<void> {
  if (commentIds.length === 0) return;
  const { rows } = await tx.query<{ id: string; siteId: string; siteKey: string }>(
    `DELETE FROM second_opinions o USING sites s
     WHERE o.comment_id = ANY($1::uuid[]) AND o.answered_by IS NULL AND s.id = o.site_id
     RETURNING o.comment_id AS id, o.site_id AS "siteId", s.key AS "siteKey"`,
    [commentIds],
  );
  for (const place of rows)
    await tellColleagues(tx, { kind: "second-opinion", ...place, secondOpinion: null });
}

export interface OpinionCounts {
  /** Of any status. */
  asked: number;
  heldAndAsked: number;
}

export async function countOpinions(db: Queryable, siteIds: string[] | null): Promise<OpinionCounts> {
  const { rows } = await db.query<OpinionCounts>(
    `SELECT count(*)::integer AS asked, (count(*) FILTER (WHERE c.status = 'held'))::integer AS "heldAndAsked"
     FROM second_opinions o CROSS JOIN LATERAL (SELECT status FROM comments WHERE id = o.comment_id OFFSET 0) c
     WHERE o.answered_by IS NULL AND ($1::uuid[] IS NULL OR o.site_id = ANY($1)) AND c.status <> 'deleted'`,
    [siteIds],
  );
  return rows[0]!;
}
