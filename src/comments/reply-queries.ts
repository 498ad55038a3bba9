import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import { newsroomKey } from "./author.ts";

/** Beside what it answers, on the same page; queued until it is decided in the same transaction. */
export async function insertReply(
  tx: Tx,
  parentId: string,
  reply: { authorName: string; body: string; bodyHash: Buffer },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO comments (site_id, id, page_url, page_title, parent_id, author_name, author_key, body, body_hash, created_at)
     SELECT site_id, $2, page_url, page_title, id, $3, $4, $5, $6, now() FROM comments
     WHERE id = $1 AND status <> 'deleted'
     RETURNING id`,
    [parentId, uuidv7(), reply.authorName, newsroomKey, reply.body, reply.bodyHash],
  );
  return rows[0]?.id ?? null;
}

/** What readers see above somebody's replies: the public name, else that of the site. */
export async function publicNameOf(
  db: Queryable,
  { userId, siteId }: { userId: string | null; siteId: string },
): Promise<string> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT coalesce((SELECT public_name FROM users WHERE id = $1), s.name) AS name FROM sites s WHERE s.id = $2`,
    [userId, siteId],
  );
  return rows[0]!.name;
}
