// A moderator answers in the name of the site. The reply is stored and decided in one transaction, so that no rule ever
// sees it queued, and what it answers is approved with it or not at all.
import { uuidv7 } from "uuidv7";
import type { Deps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { bodyFingerprint } from "../text/body-fingerprint.ts";
import type { CommentRow } from "./comment-queries.ts";
import { decideTogether } from "./decide-comment.ts";
import type { Decision, DecisionOutcome } from "./decision.ts";
import { insertReply, publicNameOf } from "./reply-queries.ts";

export interface Reply {
  body: string;
  /** Whether a comment that is not published is approved in the same act. */
  approve: boolean;
  /** Of the comment that is answered; null = whatever it is now. */
  expectedRevision: number | null;
  by: Extract<Decision["by"], { kind: "moderator" }>;
}

/** Throws 409 where the comment is not published and is not to be, or was changed since. */
export async function replyAsNewsroom(
  deps: Deps,
  parent: CommentRow,
  reply: Reply,
): Promise<{ id: string; batchId: string }> {
  const batchId = uuidv7();
  const authorName = await publicNameOf(deps.pool, { userId: reply.by.userId, siteId: parent.siteId });
  const bodyHash = Buffer.from(bodyFingerprint(reply.body), "base64url");
  let id = "";
  await decideTogether(
    deps,
    async (tx) => {
      const inserted = await insertReply(tx, parent.id, { authorName, body: reply.body, bodyHash });
      if (inserted === null) throw notFound("comment");
      id = inserted;
      const both = { expectedRevision: null, by: reply.by, reasons: [], batchId };
      return [
        { ...both, commentId: parent.id, status: "approved", expectedRevision: reply.expectedRevision },
        { ...both, commentId: id, status: "approved" },
      ];
    },
    (decided) => assertPublished(decided, { parent, approve: reply.approve }),
  );
  return { id, batchId };
}

function assertPublished(
  outcomes: DecisionOutcome[],
  { parent, approve }: { parent: CommentRow; approve: boolean },
): void {
  const outcome = outcomes.find(({ commentId }) => commentId === parent.id);
  if (outcome === undefined || (!outcome.ok && outcome.problem === "not-found")) throw notFound("comment");
  if (!outcome.ok)
    throw conflict("The comment was changed meanwhile. Read it again before you answer.", {
      current: outcome.current,
    });
  if (outcome.changed && !approve) {
    const { status, revision } = parent;
    throw conflict("The comment is not published. Send approve: true to publish it with the reply.", {
      current: { status, revision, decidedBy: null, decidedAt: parent.decidedAt },
    });
  }
}
