import type { Queryable } from "../db/transaction.ts";
import type { CommentStatus, DecidedStatus } from "./comment.ts";

export interface UndoableDecision {
  id: string;
  siteId: string;
  commentId: string;
  previousStatus: DecidedStatus | "queued";
  /** The revision this decision made: the comment must still have it. */
  revision: number;
  /** What the author had been told before. */
  previousPublicReason: string | null;
}

/** The decisions of a batch, or the one with this id. Deletions cannot be taken back. */
export async function decisionsToUndo(db: Queryable, decisionOrBatchId: string): Promise<UndoableDecision[]> {
  const { rows } = await db.query<{
    id: string;
    site_id: string;
    comment_id: string;
    previous_status: CommentStatus;
    revision: number;
    previous_public_reason: string | null;
  }>(
    `SELECT d.id, d.site_id, d.comment_id, d.previous_status, d.revision,
            (SELECT e.public_reason FROM decisions e WHERE e.comment_id = d.comment_id AND e.revision = d.revision - 1 LIMIT 1)
              AS previous_public_reason
     FROM decisions d WHERE (d.id = $1 OR d.batch_id = $1) AND d.status <> 'deleted' ORDER BY d.comment_id`,
    [decisionOrBatchId],
  );
  return rows.flatMap((row) =>
    row.previous_status === "deleted"
      ? []
      : [
          {
            id: row.id,
            siteId: row.site_id,
            commentId: row.comment_id,
            previousStatus: row.previous_status,
            revision: row.revision,
            previousPublicReason: row.previous_public_reason,
          },
        ],
  );
}

export async function siteIdsOf(db: Queryable, commentIds: string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; site_id: string }>(
    "SELECT id, site_id FROM comments WHERE id = ANY($1::uuid[])",
    [commentIds],
  );
  return new Map(rows.map((row) => [row.id, row.site_id]));
}
