// Tells moderators what waits, in one process at a time. What has been told stands on the target's row and is written after
// the message is out: a crash between the two repeats that one message, and none is lost. Nobody waits for a slow server.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { listComments } from "../comments/list-queries.ts";
import { withAdvisoryLock } from "../db/advisory-lock.ts";
import type { Deps } from "../deps.ts";
import { type Urgency, urgentTimesHold } from "../sites/hold-threshold.ts";
import { postToChat, unreadableUrl } from "./chat.ts";
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
    const [mails, chats] = (["mail", "chat"] as const).map((kind) =>
      sending.filter(({ to }) => to.kind === kind),
    );
    // Both to their end before the lock is free for another process.
    const ended = await Promise.allSettled([
      deps.mailer.isConfigured ? sendAll(deps, mails!, { send: sendMail, mayGoOn, stopping }) : undefined,
      sendAll(deps, chats!, { send: sendToChat, mayGoOn, stopping }),
    ]);
    for (const end of ended) if (end.status === "rejected") throw end.reason;
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

interface Sender {
  send: (deps: Deps, target: Sending) => Promise<Sent>;
  mayGoOn: () => boolean;
  stopping: AbortSignal | undefined;
}

interface Sent {
  /** null = it is out. */
  problem: string | null;
  /** The next ones would fare no better. */
  isLast: boolean;
}

/** One after the other; one that cannot even be made ready holds up no other. */
async function sendAll(deps: Deps, sending: Sending[], { send, mayGoOn, stopping }: Sender): Promise<void> {
  for (const target of sending) {
    if (!mayGoOn()) return;
    const sent = await unlessStopped(send(deps, target).catch(failed), stopping);
    // Whether it is out nobody knows: rather twice than never.
    if (sent === null) return;
    await record(deps, target, sent.problem);
    if (sent.isLast) return;
  }
}

const failed = (error: unknown): Sent => ({
  problem: `The notice could not be made: ${error instanceof Error ? error.message : String(error)}`,
  isLast: false,
});

async function unlessStopped<Value>(work: Promise<Value>, stopping?: AbortSignal): Promise<Value | null> {
  if (stopping === undefined) return work;
  const stopped = new AbortController();
  try {
    const stop = once(stopping, "abort", { signal: stopped.signal }).then(
      () => null,
      () => null,
    );
    return await Promise.race([work, stop]);
  } finally {
    stopped.abort();
  }
}

async function sendMail(deps: Deps, target: Sending): Promise<Sent> {
  if (target.to.kind !== "mail") throw new Error("The target is no mailbox.");
  const settingsUrl = `${deps.publicUrl()}/settings/account`;
  const { language } = target;
  const content = { ...contentOf(deps, target), settingsUrl };
  const message = noticeMessage({ ...content, comments: await commentsToShow(deps, target) });
  const messageId = messageIdOf(deps, target);
  const outcome = await deps.mailer.send({
    ...message,
    language,
    to: target.to.email,
    messageId,
    settingsUrl,
  });
  return outcome.sent
    ? { problem: null, isLast: false }
    : { problem: outcome.problem, isLast: outcome.isServer };
}

async function sendToChat(deps: Deps, target: Sending): Promise<Sent> {
  if (target.to.kind !== "chat") throw new Error("The target is no chat.");
  const [siteId] = target.siteIds ?? [];
  const url = deps.serverKey.decrypt(target.to.sealedUrl);
  if (url === null) return { problem: unreadableUrl, isLast: false };
  const text = chatText(contentOf(deps, target));
  return { problem: await postToChat(deps, { siteId: siteId ?? target.id, url, text }), isLast: false };
}

function contentOf(deps: Deps, { language, due: { waiting }, settings: { urgent } }: Sending) {
  const [only] = waiting;
  const isOne = waiting.length === 1 && only !== undefined;
  const queueUrl = `${deps.publicUrl()}/${isOne ? `?site=${encodeURIComponent(only.siteKey)}` : ""}`;
  return { language, waiting, urgent, queueUrl, now: deps.now() };
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
  const what = [
    id,
    due.toldThrough.toISOString(),
    due.digestHour?.toISOString() ?? "",
    ...due.waiting.map(({ siteId }) => siteId),
  ].join(" ");
  const name = createHash("sha256").update(what).digest("base64url").slice(0, 32);
  return `<${name}@${new URL(deps.publicUrl()).hostname}>`;
}

async function record(deps: Deps, target: Sending, problem: string | null): Promise<void> {
  const at = deps.now();
  if (problem === null) {
    const { waiting, toldThrough, urgentSentAt, digestHour } = target.due;
    const toldSiteIds = waiting.map(({ siteId }) => siteId);
    await recordSent(deps.pool, target.id, { at, toldThrough, toldSiteIds, urgentSentAt, digestHour });
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
