import type { HttpDeps } from "../deps.ts";
import { type FieldError, invalid } from "../errors.ts";
import { bodyFingerprint } from "../text/body-fingerprint.ts";
import type { Site } from "../sites/site.ts";
import { authorKeyOf, networkOf } from "./author.ts";
import type { IdempotencyKey } from "./intake-queries.ts";
import { receiptOf } from "./receipt.ts";
import type { SubmittedComment } from "./submission.ts";

export interface Accepted {
  id: string;
  status: "queued";
  receipt: string;
  statusUrl: string;
}

/** What we know of the sender beside what he wrote. */
export interface Sender {
  ip: string | null;
  userAgent: string | null;
  referrer: string | null;
  honeypotFilled: boolean | null;
  writtenInMs: number | null;
  externalId: string | null;
  submittedAt: Date | null;
  idempotency: IdempotencyKey | null;
}

/** Stores a comment as queued; resolves after the commit. Throws for a closed page or a parent that cannot be answered. */
export async function submitComment(
  deps: HttpDeps,
  site: Site,
  { comment, sender }: { comment: SubmittedComment; sender: Sender },
): Promise<Accepted> {
  if (comment.parentId !== null)
    await assertParentTakesReplies(deps, site, { ...comment, parentId: comment.parentId });
  const network = networkOf(sender.ip);
  const { id } = await deps.intake.submit({
    siteId: site.id,
    externalId: sender.externalId,
    pageUrl: comment.pageUrl,
    pageTitle: comment.pageTitle,
    parentId: comment.parentId,
    authorName: comment.authorName,
    authorEmail: comment.authorEmail,
    authorUrl: comment.authorUrl,
    authorKey: authorKeyOf({ name: comment.authorName, email: comment.authorEmail, network }, deps.serverKey),
    body: comment.body,
    bodyHash: Buffer.from(bodyFingerprint(comment.body), "base64url"),
    authorIp: sender.ip,
    authorNetwork: network,
    userAgent: sender.userAgent,
    referrer: sender.referrer,
    honeypotFilled: sender.honeypotFilled,
    writtenInMs: sender.writtenInMs,
    submittedAt: sender.submittedAt,
    pageOpenSince: pageOpenSince(site, deps.now()),
    idempotency: sender.idempotency,
  });
  return acceptedAnswer(deps, site, id);
}

function acceptedAnswer(deps: HttpDeps, site: Site, id: string): Accepted {
  const receipt = receiptOf(deps.serverKey, { siteId: site.id, id });
  return {
    id,
    status: "queued",
    receipt,
    statusUrl: `${deps.publicUrl()}/v1/sites/${encodeURIComponent(site.key)}/comments/${id}?receipt=${receipt}`,
  };
}

/** Pages first seen before this are closed by their age; null where the site has no such rule. */
function pageOpenSince(site: Site, now: Date): Date | null {
  const { closePagesAfterDays } = site.settings;
  return closePagesAfterDays === null ? null : new Date(now.getTime() - closePagesAfterDays * 86_400_000);
}

const noParent: FieldError = {
  detail: "The comment you are answering is no longer there.",
  pointer: "#/parentId",
};

async function assertParentTakesReplies(
  deps: HttpDeps,
  site: Site,
  comment: { parentId: string; pageUrl: string },
): Promise<void> {
  const { rows } = await deps.pool.query<{ answerable: boolean }>({
    name: "parent-state",
    text: "SELECT site_id = $1 AND status <> 'deleted' AND page_url = $3 AS answerable FROM comments WHERE id = $2",
    values: [site.id, comment.parentId, comment.pageUrl],
  });
  if (rows[0]?.answerable !== true) throw invalid([noParent]);
}
