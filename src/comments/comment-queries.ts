import type { Queryable } from "../db/transaction.ts";
import { newsroomKey } from "./author.ts";
import type { Claim } from "./claim-queries.ts";
import type { Comment, CommentStatus, DecidedBy } from "./comment.ts";
import { openOpinionOf, type SecondOpinion, toOpinion } from "./second-opinion-queries.ts";

export type CommentOrder = "newest" | "oldest" | "risk";

export interface CommentRow extends Comment {
  siteId: string;
  decidedBy: DecidedBy | null;
  decidedAt: string | null;
  publicReason: string | null;
  authorKey: string;
  claim: Claim | null;
  secondOpinion: SecondOpinion | null;
}

export const columns = `
  c.site_id, c.id, s.key AS site_key, c.external_id, c.page_url, c.page_title, c.parent_id, c.author_name, c.author_email,
  c.author_url, c.author_key, c.body, c.status, c.revision, c.score, c.created_at, c.decided_by, c.decided_at, c.public_reason,
  c.claimed_by, CASE WHEN c.claimed_until > now() THEN c.claimed_until END AS claimed_until,
  CASE WHEN c.claimed_until > now() THEN (SELECT name FROM users WHERE users.id = c.claimed_by) END AS claimed_by_name,
  ${openOpinionOf("c")} AS second_opinion`;

export interface DatabaseRow {
  site_id: string;
  id: string;
  site_key: string;
  external_id: string | null;
  page_url: string;
  page_title: string | null;
  parent_id: string | null;
  author_name: string;
  author_email: string | null;
  author_url: string | null;
  author_key: string;
  body: string;
  status: CommentStatus;
  revision: number;
  score: number;
  created_at: Date;
  decided_by: DecidedBy | null;
  decided_at: Date | null;
  public_reason: string | null;
  claimed_until: Date | null;
  claimed_by: string | null;
  claimed_by_name: string | null;
  second_opinion: Parameters<typeof toOpinion>[0];
}

export const toComment = (row: DatabaseRow): CommentRow => ({
  id: row.id,
  siteKey: row.site_key,
  externalId: row.external_id,
  pageUrl: row.page_url,
  pageTitle: row.page_title,
  parentId: row.parent_id,
  authorName: row.author_name,
  authorEmail: row.author_email,
  authorUrl: row.author_url,
  isNewsroom: row.author_key === newsroomKey,
  body: row.body,
  status: row.status,
  revision: row.revision,
  score: row.score,
  createdAt: row.created_at.toISOString(),
  siteId: row.site_id,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  publicReason: row.public_reason,
  authorKey: row.author_key,
  claim:
    row.claimed_until !== null && row.claimed_by_name !== null
      ? { by: row.claimed_by_name, userId: row.claimed_by, until: row.claimed_until.toISOString() }
      : null,
  secondOpinion: toOpinion(row.second_opinion),
});

export async function findComment(db: Queryable, id: string): Promise<CommentRow | null> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${columns} FROM comments c JOIN sites s ON s.id = c.site_id WHERE c.id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : toComment(rows[0]);
}

export async function findComments(db: Queryable, ids: string[]): Promise<CommentRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${columns} FROM comments c JOIN sites s ON s.id = c.site_id WHERE c.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(toComment);
}

/** The conversation around a comment: what it answers and, newest last, what was published before and after it. */
export async function threadAround(db: Queryable, comment: CommentRow): Promise<CommentRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `(SELECT ${columns} FROM comments c JOIN sites s ON s.id = c.site_id WHERE c.id = $3)
     UNION ALL
     (SELECT ${columns} FROM comments c JOIN sites s ON s.id = c.site_id
      WHERE c.site_id = $1 AND c.page_url = $2 AND c.status = 'approved' AND c.id <> $4 AND c.id IS DISTINCT FROM $3::uuid
        AND (c.created_at, c.id) < ($5, $4)
      ORDER BY c.created_at DESC, c.id DESC LIMIT 10)
     UNION ALL
     (SELECT ${columns} FROM comments c JOIN sites s ON s.id = c.site_id
      WHERE c.site_id = $1 AND c.page_url = $2 AND c.status = 'approved' AND c.id IS DISTINCT FROM $3::uuid
        AND (c.created_at, c.id) > ($5, $4)
      ORDER BY c.created_at, c.id LIMIT 5)`,
    [comment.siteId, comment.pageUrl, comment.parentId, comment.id, comment.createdAt],
  );
  return rows.map(toComment).sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}
