import type { Queryable } from "../db/transaction.ts";
import type { Caller } from "../people/caller.ts";
import type { CommentRow } from "./comment-queries.ts";

const claimMinutes = 5;

export interface Claim {
  by: string;
  /** null: a key, which nobody is told of */
  userId: string | null;
  until: string;
}

/**
 * Says to others that this comment is being looked at; blocks nobody. Of people, whoever claims last, holds; a key takes
 * nothing from them, and is answered with the claim that stands.
 */
export async function claimComment(db: Queryable, comment: CommentRow, caller: Caller): Promise<Claim> {
  const stands = "$5 AND c.claimed_until > now() AND EXISTS (SELECT FROM users WHERE id = c.claimed_by)";
  const { rows } = await db.query<{ user_id: string | null; name: string | null; claimed_until: Date }>(
    `UPDATE comments c
     SET claimed_by = CASE WHEN ${stands} THEN c.claimed_by ELSE $3 END,
         claimed_until = CASE WHEN ${stands} THEN c.claimed_until ELSE now() + make_interval(mins => $4) END
     WHERE c.site_id = $1 AND c.id = $2
     RETURNING (SELECT id FROM users WHERE id = c.claimed_by) AS user_id,
               (SELECT name FROM users WHERE id = c.claimed_by) AS name, c.claimed_until`,
    [comment.siteId, comment.id, caller.id, claimMinutes, caller.kind === "key"],
  );
  const { user_id, name, claimed_until } = rows[0]!;
  return { by: name ?? caller.name, userId: user_id, until: claimed_until.toISOString() };
}

/** False where the caller claims nothing. */
export async function releaseClaim(db: Queryable, comment: CommentRow, caller: Caller): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE comments SET claimed_by = NULL, claimed_until = NULL WHERE site_id = $1 AND id = $2 AND claimed_by = $3",
    [comment.siteId, comment.id, caller.id],
  );
  return rowCount === 1;
}
