import type { Queryable } from "../db/transaction.ts";
import type { CommentStatus, DecidedStatus } from "./comment.ts";
import type { Decider, Decision } from "./decision.ts";

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

/**
 * The first `limit` decisions of a batch, or the one with this id, as far as they are on these sites (null = all).
 * Deletions cannot be taken back.
 */
export const decisionsToUndo = (
  db: Queryable,
  { decisionOrBatchId, siteIds }: { decisionOrBatchId: string; siteIds: string[] | null },
  limit: number,
): Promise<UndoableDecision[]> =>
  readUndoable(db, {
    // OFFSET 0: found by the indexes on both ids, then put in order. Else PostgreSQL would go through the decisions on all
    // comments in that order to find the first of a large batch, and those of today stand at the end.
    from: `(SELECT * FROM decisions
            WHERE (id = $1 OR batch_id = $1) AND ($2::uuid[] IS NULL OR site_id = ANY($2)) AND status <> 'deleted' OFFSET 0)`,
    values: [decisionOrBatchId, siteIds, limit],
    limit: "LIMIT $3",
  });

export const decisionsWithIds = (db: Queryable, ids: readonly string[]): Promise<UndoableDecision[]> =>
  readUndoable(db, {
    from: "(SELECT * FROM decisions WHERE id = ANY($1::uuid[]))",
    values: [ids],
    limit: "",
  });

async function readUndoable(
  db: Queryable,
  { from, values, limit }: { from: string; values: unknown[]; limit: string },
): Promise<UndoableDecision[]> {
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
     FROM ${from} d ORDER BY d.comment_id ${limit}`,
    values,
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

/** The decision that takes this one back. */
export const undoing = (
  decision: UndoableDecision,
  { by, batchId }: { by: Decider; batchId: string },
): Decision => ({
  commentId: decision.commentId,
  // The rules have had their chance when it was queued; a human looks at it now.
  status: decision.previousStatus === "queued" ? "held" : decision.previousStatus,
  expectedRevision: decision.revision,
  by,
  reasons: [],
  publicReason: decision.previousPublicReason,
  batchId,
  undoes: decision.id,
});

export async function siteIdsOf(db: Queryable, commentIds: string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; site_id: string }>(
    "SELECT id, site_id FROM comments WHERE id = ANY($1::uuid[])",
    [commentIds],
  );
  return new Map(rows.map((row) => [row.id, row.site_id]));
}
