import type { Deps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { bodyFingerprint } from "../text/body-fingerprint.ts";
import type { CommentRow } from "./comment-queries.ts";

/**
 * A new text is judged again from the start, so it leaves the page until it is. What a human decided about the old
 * text keeps its weight: see afterHuman in moderate-comments.ts. An unchanged text changes nothing.
 */
export async function editComment(
  deps: Deps,
  comment: CommentRow,
  edit: { body: string; expectedRevision?: number | undefined },
): Promise<void> {
  if (comment.status === "deleted") throw notFound("comment");
  if (edit.body === comment.body) return;
  const { rowCount } = await deps.pool.query(
    `UPDATE comments
     SET body = $3, body_hash = $4, status = 'queued', revision = revision + 1, decided_by = NULL, decided_at = NULL,
         public_reason = NULL, attempts = 0, sweeps = 0, lease_until = now() + interval '15 seconds'
     WHERE site_id = $1 AND id = $2 AND status <> 'deleted' AND revision = $5`,
    [
      comment.siteId,
      comment.id,
      edit.body,
      Buffer.from(bodyFingerprint(edit.body), "base64url"),
      edit.expectedRevision ?? comment.revision,
    ],
  );
  if (rowCount === 0)
    throw conflict("The comment was changed in the meantime.", {
      current: { status: comment.status, revision: comment.revision },
    });
  await deps.queues.enqueueModeration([comment.id]).catch((error: unknown) => {
    deps.log.warn({ err: String(error) }, "the queue took no job; the sweep will bring this comment back");
  });
}
