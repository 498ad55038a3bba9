// Tells moderators what waits, in one process at a time. What has been told stands on the target's row and is written after
// the message is out: a crash between the two repeats that one message, and none is lost. Nobody waits for a slow server.
import { createHash } from "node:crypto";
import { listComments } from "../comments/list-queries.ts";
import { withAdvisoryLock } from "../db/advisory-lock.ts";
import type { Deps } from "../deps.ts";
import { type Urgency, urgentTimesHold } from "../sites/hold-threshold.ts";
import { postToChat } from "./chat.ts";
import { type DueNotice, dueNotice } from "./due-notice.ts";
import { chatText, noticeMessage, type WaitingComment } from "./notice-message.ts";
import { listTargets, passOver, readWaiting, recordFailure, recordSent } from "./notice-queries.ts";
import type { NoticeTarget, Waiting } from "./notice.ts";

// "notice" in ASCII
const noticeLock = 0x6e6f74696365;
const shownComments = 5;
const longestTickMs = 60_000;
const longestPauseMinutes = 60;

type Sending = NoticeTarget & { due: Extract<DueNotice, { kind: "send" }> };

/** One look at who is to be told; `stopping` ends it between two messages. */
export async function sendNotices(deps: Deps, stopping?: AbortSignal): Promise<void> {
  await withAdvisoryLock(deps.pool, noticeLock, async () => {
    const targets = await listTargets(deps.pool);
    if (targets.length === 0) return;
    const sending = await decideWhom(deps, targets);
    const until = performance.now() + longestTickMs;
    const mayGoOn = () => stopping?.aborted !== true && performance.now() < until;
    await Promise.all([
      sendMails(
        deps,
        sending.filter(({ to }) => to.kind === "mail"),
        mayGoOn,
      ),
      sendChats(
        deps,
        sending.filter(({ to }) => to.kind === "chat"),
        mayGoOn,
      ),
    ]);
  });
}

async function decideWhom(deps: Deps, targets: NoticeTarget[]): Promise<Sending[]> {
  const waiting = await readWaiting(deps.pool);
  const sending: Sending[] = [];
  for (const target of targets) {
    const due = dueNotice(target, waiting, deps.now());
    if (due?.kind === "send") sending.push({ ...target, due });
    if (due?.kind === "pass-over") await passOver(deps.pool, target.id, due.digestHour);
  }
  return sending;
}

/** One after the other; where the server itself fails, the others try their luck next time. */
async function sendMails(deps: Deps, sending: Sending[], mayGoOn: () => boolean): Promise<void> {
  if (!deps.mailer.isConfigured) return;
  for (const target of sending) {
    if (!mayGoOn() || target.to.kind !== "mail") return;
    const settingsUrl = `${deps.publicUrl()}/settings/account`;
    const content = { ...contentOf(deps, target), settingsUrl };
    const message = noticeMessage({ ...content, comments: await commentsToShow(deps, target) });
    const messageId = messageIdOf(deps, target);
    const outcome = await deps.mailer.send({ ...message, to: target.to.email, messageId, settingsUrl });
    await record(deps, target, outcome.sent ? null : outcome.problem);
    if (!outcome.sent && outcome.isServer) return;
  }
}

async function sendChats(deps: Deps, sending: Sending[], mayGoOn: () => boolean): Promise<void> {
  for (const target of sending) {
    if (!mayGoOn() || target.to.kind !== "chat") return;
    const [siteId] = target.siteIds ?? [];
    const url = deps.serverKey.decrypt(target.to.sealedUrl);
    const text = chatText(contentOf(deps, target));
    const problem = await postToChat(deps, { siteId: siteId ?? target.id, url, text });
    if (deps.services.isClosed) return;
    await record(deps, target, problem);
  }
}

function contentOf(deps: Deps, { due: { waiting }, settings: { urgent } }: Sending) {
  const [only] = waiting;
  const isOne = waiting.length === 1 && only !== undefined;
  const queueUrl = `${deps.publicUrl()}/${isOne ? `?site=${encodeURIComponent(only.siteKey)}` : ""}`;
  return { waiting, urgent, queueUrl, now: deps.now() };
}

async function commentsToShow(deps: Deps, { due, settings }: Sending): Promise<WaitingComment[]> {
  const siteOf = new Map(due.waiting.map((site) => [site.siteId, site]));
  const { items } = await listComments(
    deps.pool,
    { siteIds: [...siteOf.keys()], statuses: ["held"] },
    { order: "risk", limit: shownComments },
  );
  const thresholds = await Promise.all(due.waiting.map((site) => thresholdOf(deps, site, settings.urgent)));
  const urgentFrom = new Map(due.waiting.map((site, index) => [site.siteId, thresholds[index]!]));
  return items.map((comment) => ({
    siteName: siteOf.get(comment.siteId)?.siteName ?? comment.siteKey,
    authorName: comment.authorName,
    pageTitle: comment.pageTitle,
    body: comment.body,
    score: comment.score,
    isUrgent: comment.score >= (urgentFrom.get(comment.siteId) ?? Infinity),
  }));
}

async function thresholdOf(deps: Deps, { siteKey }: Waiting, urgent: Urgency | null): Promise<number> {
  const site = urgent === null ? null : await deps.sites.find(siteKey);
  return site === null || urgent === null
    ? Infinity
    : urgentTimesHold[urgent] * site.settings.thresholds.hold;
}

/** The same for the same news: a mail repeated after a crash shows as one where the reader's program knows ids. */
function messageIdOf(deps: Deps, { id, due }: Sending): string {
  const what = [id, due.toldThrough.toISOString(), due.digestHour?.toISOString() ?? ""].join(" ");
  const name = createHash("sha256").update(what).digest("base64url").slice(0, 32);
  return `<${name}@${new URL(deps.publicUrl()).hostname}>`;
}

async function record(deps: Deps, target: Sending, problem: string | null): Promise<void> {
  const at = deps.now();
  if (problem === null) {
    const { toldThrough, urgentSentAt, digestHour } = target.due;
    await recordSent(deps.pool, target.id, { at, toldThrough, urgentSentAt, digestHour });
    return;
  }
  deps.log.warn({ kind: target.to.kind, problem }, "a notice could not be sent and is tried again");
  const pauseMinutes = Math.min(longestPauseMinutes, 2 ** Math.min(target.failures, 10));
  await recordFailure(deps.pool, target.id, {
    at,
    problem,
    retryAt: new Date(at.getTime() + pauseMinutes * 60_000),
  });
}
