import type { Deps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { bodyFingerprint } from "../text/body-fingerprint.ts";
import type { DecidedStatus } from "./comment.ts";
import type { CommentRow } from "./comment-queries.ts";
import { decideTogether } from "./decide-comment.ts";
import type { Decision } from "./decision.ts";
import { requeueEdited } from "./write-decisions.ts";

/**
 * A new text is judged again from the start, so it leaves the page until it is. What a human decided about the old
 * text keeps its weight: see afterHuman in moderate-comments.ts. With a `status` the human who changes the text decides
 * about it in the same act, and no rule meets it. What changes nothing is not written.
 */
export async function editComment(
  deps: Deps,
  comment: CommentRow,
  edit: {
    body: string;
    status?: DecidedStatus | undefined;
    expectedRevision?: number | undefined;
    by: Extract<Decision["by"], { kind: "moderator" }>;
  },
): Promise<void> {
  if (comment.status === "deleted") throw notFound("comment");
  const isNewText = edit.body !== comment.body;
  const status = edit.status ?? (comment.isNewsroom && isNewText ? asBefore(comment) : null);
  if (!isNewText && (status ?? comment.status) === comment.status) return;
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
  if (status !== null) {
    // In one transaction: nobody decides it in between, and no rule ever meets it queued.
    await decideTogether(
      deps,
      async (tx) => {
        if (isNewText) assertUnchanged(await requeueEdited(tx, change));
        const expectedRevision = isNewText ? null : comment.revision;
        return [{ commentId: comment.id, status, expectedRevision, by: edit.by, reasons: [] }];
      },
      ([outcome]) => assertUnchanged(outcome?.ok === true),
    );
    return;
  }
  assertUnchanged(await requeueEdited(deps.pool, change));
  await deps.queues.enqueueModeration([comment]).catch((error: unknown) => {
    deps.log.warn({ err: String(error) }, "the queue took no job; the sweep will bring this comment back");
  });
}

/** No rule judges the newsroom's own words: what it corrects stays where it was. */
const asBefore = ({ status }: CommentRow): DecidedStatus =>
  status === "queued" || status === "deleted" ? "approved" : status;
