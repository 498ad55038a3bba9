import type { Queryable } from "../db/transaction.ts";
import type { Caller } from "../people/caller.ts";
import type { CommentRow } from "./comment-queries.ts";

const claimMinutes = 5;

/** Says to others that this comment is being looked at; blocks nobody. Whoever claims last, holds. Keys claim nothing. */
export async function claimComment(
  db: Queryable,
  comment: CommentRow,
  caller: Caller,
): Promise<{ by: string; until: string }> {
  const { rows } = await db.query<{ claimed_until: Date }>(
    `UPDATE comments SET claimed_by = $3, claimed_until = now() + make_interval(mins => $4)
     WHERE site_id = $1 AND id = $2 RETURNING claimed_until`,
    [comment.siteId, comment.id, caller.id, claimMinutes],
  );
  return { by: caller.name, until: rows[0]!.claimed_until.toISOString() };
}

/** False where the caller claims nothing. */
export async function releaseClaim(db: Queryable, comment: CommentRow, caller: Caller): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE comments SET claimed_by = NULL, claimed_until = NULL WHERE site_id = $1 AND id = $2 AND claimed_by = $3",
    [comment.siteId, comment.id, caller.id],
  );
  return rowCount === 1;
}
