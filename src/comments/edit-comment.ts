import type { Deps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { bodyFingerprint } from "../text/body-fingerprint.ts";
import type { CommentRow } from "./comment-queries.ts";
import { decideTogether } from "./decide-comment.ts";
import type { Decision } from "./decision.ts";
import { requeueEdited } from "./write-decisions.ts";

/**
 * A new text is judged again from the start, so it leaves the page until it is. What a human decided about the old
 * text keeps its weight: see afterHuman in moderate-comments.ts. An unchanged text changes nothing.
 */
export async function editComment(
  deps: Deps,
  comment: CommentRow,
  edit: {
    body: string;
    expectedRevision?: number | undefined;
    by: Extract<Decision["by"], { kind: "moderator" }>;
  },
): Promise<void> {
  if (comment.status === "deleted") throw notFound("comment");
  if (edit.body === comment.body) return;
  const assertUnchanged = (isUnchanged: boolean): void => {
    if (isUnchanged) return;
    throw conflict("The comment was changed in the meantime.", {
      current: { status: comment.status, revision: comment.revision },
    });
  };
  assertUnchanged((edit.expectedRevision ?? comment.revision) === comment.revision);
  const change = {
    siteId: comment.siteId,
    id: comment.id,
    body: edit.body,
    bodyHash: Buffer.from(bodyFingerprint(edit.body), "base64url"),
    expectedRevision: comment.revision,
    editedBy: edit.by.name,
  };
  if (comment.isNewsroom) {
    // In one transaction: nobody decides it in between, and no rule ever meets it queued.
    await decideTogether(
      deps,
      async (tx) => {
        assertUnchanged(await requeueEdited(tx, change));
        return [asBefore(comment, edit.by)];
      },
      () => undefined,
    );
    return;
  }
  assertUnchanged(await requeueEdited(deps.pool, change));
  await deps.queues.enqueueModeration([comment]).catch((error: unknown) => {
    deps.log.warn({ err: String(error) }, "the queue took no job; the sweep will bring this comment back");
  });
}

/** No rule judges the newsroom's own words: what it corrects stays where it was. */
const asBefore = ({ id, status }: CommentRow, by: Decision["by"]): Decision => ({
  commentId: id,
  status: status === "queued" ? "approved" : status,
  expectedRevision: null,
  by,
  reasons: [],
});
