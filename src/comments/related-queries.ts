// Which other comments belong to one: by the same author, from the same address, on the same page, with much the same text.
import type { Queryable } from "../db/transaction.ts";
import { distanceFor, similarityAt } from "../text/similarity.ts";
import type { CommentRow } from "./comment-queries.ts";
import { bands } from "./text-sketches.ts";

// Nobody reads more, and a flood must not make the panel slow.
const countLimit = 1_000;
const leastAlike = 0.7;
const shownAlike = 100;
/** Of a campaign so many are decided together at most. */
export const mostAlike = 500;

export interface RelatedCounts {
  /** Other comments by the same author; counting stops at 1,000, here and below. */
  author: number;
  page: number;
  /** null: the address is not known (any more). */
  ip: { address: string; count: number } | null;
}

export async function countRelated(db: Queryable, comment: CommentRow): Promise<RelatedCounts> {
  // Without asking for any id, each is counted by its index alone; this comment is taken off afterwards.
  const counted = (same: string, countsItself = "true") =>
    `(SELECT count(*) FROM (SELECT FROM comments e WHERE e.site_id = c.site_id AND ${same} LIMIT ${countLimit + 1}) alike)
     - (${countsItself})::integer`;
  const { rows } = await db.query<{ author: number; page: number; address: string | null; network: number }>(
    `SELECT ${counted("e.author_key = c.author_key")} AS author,
            ${counted("e.page_url = c.page_url AND e.status = 'approved'", "c.status = 'approved'")} AS page,
            host(c.author_ip) AS address, ${counted("e.author_network = c.author_network")} AS network
     FROM comments c WHERE c.id = $1 AND c.site_id = $2`,
    [comment.id, comment.siteId],
  );
  const { author, page, address, network } = rows[0] ?? { author: 0, page: 0, address: null, network: 0 };
  return {
    author,
    page: Math.min(page, countLimit),
    ip: address === null ? null : { address, count: network },
  };
}

/**
 * Ids of comments whose text is the same or much the same, most alike first; `similarity` is from 0.7 to 1. Equal texts
 * are always found, others while their sketches are kept.
 */
export async function alikeOf(
  db: Queryable,
  comment: CommentRow,
  limit: number,
): Promise<{ id: string; similarity: number }[]> {
  const alikeLimit = Math.max(limit, shownAlike);
  const byBand = bands.map(
    (band) => `
      (SELECT s.comment_id AS id, bit_count(s.sketch # mine.sketch) AS distance FROM mine JOIN text_sketches s
         ON s.site_id = $2 AND s.${band} = mine.${band} AND s.comment_id <> $1
       ORDER BY s.created_at DESC LIMIT ${alikeLimit})`,
  );
  const { rows } = await db.query<{ id: string; distance: number }>(
    `WITH mine AS MATERIALIZED (SELECT * FROM text_sketches WHERE site_id = $2 AND comment_id = $1),
     equal AS (
       SELECT e.id, 0 AS distance FROM comments c
       JOIN comments e ON e.site_id = c.site_id AND e.body_hash = c.body_hash AND e.id <> c.id
       WHERE c.id = $1 AND c.site_id = $2 ORDER BY e.created_at DESC, e.id DESC LIMIT ${alikeLimit})
     SELECT near.id, min(near.distance)::integer AS distance
     FROM (SELECT id, distance FROM equal UNION ALL ${byBand.join(" UNION ALL ")}) near
     JOIN comments c ON c.id = near.id AND c.site_id = $2 AND c.status <> 'deleted'
     WHERE near.distance <= ${distanceFor(leastAlike)}
     GROUP BY near.id, c.created_at ORDER BY distance, c.created_at DESC, near.id LIMIT $3`,
    [comment.id, comment.siteId, limit],
  );
  return rows.map(({ id, distance }) => ({ id, similarity: Math.round(similarityAt(distance) * 100) / 100 }));
}
