// A signed HTTP check: what a service of the operator's own is told of a comment, and what it may answer.
import { z } from "zod";
import type { CommentFacts } from "../rules/facts.ts";
import { type ExternalAnswer } from "../rules/outside-fact.ts";
import { signWebhook } from "../webhooks/sign-webhook.ts";
import { type Question, type ServiceAnswer, UselessAnswerError } from "./service-client.ts";

const maxReasonLength = 300;

const answerSchema = z.object({
  score: z.number().min(0).max(1),
  reason: z.string().nullish(),
});

export interface AskedComment {
  revision: number;
  facts: CommentFacts;
}

export function externalQuestion(
  { revision, facts }: AskedComment,
  { siteId, url, secrets, now }: { siteId: string; url: string; secrets: readonly string[]; now: Date },
): Question<ExternalAnswer> {
  const { comment, author, page, form } = facts;
  // The same text asked about again, by another process or after a crash, has the same id.
  const id = `check-${comment.id}-${revision}`;
  const body = JSON.stringify({
    type: "comment.check",
    timestamp: now.toISOString(),
    data: { comment: { ...withoutPersonal(comment), revision }, author, page, form },
  });
  const timestampSeconds = Math.floor(now.getTime() / 1_000);
  return {
    service: `${siteId} ${url}`,
    kind: "external",
    url,
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": "Moderato-Checks",
      "webhook-id": id,
      "webhook-timestamp": String(timestampSeconds),
      "webhook-signature": signWebhook({ secrets, id, timestampSeconds, body }),
    },
    body,
    read: readExternalAnswer,
  };
}

/** As in webhooks: no e-mail address, no IP address, and nothing of the browser. */
const withoutPersonal = (comment: CommentFacts["comment"]) => ({
  id: comment.id,
  siteKey: comment.siteKey,
  pageUrl: comment.pageUrl,
  pageTitle: comment.pageTitle,
  parentId: comment.parentId,
  authorName: comment.authorName,
  authorUrl: comment.authorUrl,
  body: comment.body,
  createdAt: comment.createdAt,
});

export function readExternalAnswer({ body }: Pick<ServiceAnswer, "body">): ExternalAnswer {
  const answer = answerSchema.safeParse(jsonOf(body));
  if (!answer.success) throw new UselessAnswerError("answered without a score from 0 to 1");
  const { score, reason } = answer.data;
  const said = (reason ?? "").replaceAll("\0", "").replace(/\s+/g, " ").trim();
  return { score, reason: said === "" ? null : said.slice(0, maxReasonLength).toWellFormed() };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
