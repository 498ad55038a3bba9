// Akismet's comment check 1.1: https://akismet.com/developers/detailed-docs/comment-check/
import type { AkismetAnswer } from "../rules/outside-fact.ts";
import type { Site } from "../sites/site.ts";
import type { AskedComment } from "./external-question.ts";
import { type Question, type ServiceAnswer, UselessAnswerError } from "./service-client.ts";

const maxHelpLength = 200;

interface Account {
  site: Pick<Site, "id" | "allowedOrigins">;
  key: string;
  /** Where Akismet, or another service that speaks its protocol, is. */
  akismetUrl: string;
  publicUrl: string;
}

export function akismetQuestion(asked: AskedComment, account: Account): Question<AkismetAnswer> {
  return {
    ...callOf(account, { path: "/1.1/comment-check", fields: fieldsOf(asked, account) }),
    read: readVerdict,
  };
}

/** Whether the key counts, before it is kept. */
export function akismetKeyQuestion(account: Account): Question<{ isValid: boolean; help: string }> {
  const fields = { key: account.key, api_key: account.key, blog: blogOf(account, account.publicUrl) };
  return {
    ...callOf(account, { path: "/1.1/verify-key", fields }),
    service: `${account.site.id} akismet key`,
    read: (answer) => ({ isValid: answer.body.trim() === "valid", help: helpOf(answer) }),
  };
}

const callOf = (
  { site, akismetUrl }: Account,
  { path, fields }: { path: string; fields: Record<string, string> },
) => ({
  service: `${site.id} akismet`,
  kind: "akismet" as const,
  url: akismetUrl + path,
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8", "user-agent": "Moderato/1" },
  body: new URLSearchParams(fields).toString(),
});

/** Akismet asks for as much as is known; what is not known is left out. */
function fieldsOf({ revision, facts: { comment } }: AskedComment, account: Account): Record<string, string> {
  const fields = {
    api_key: account.key,
    blog: blogOf(account, comment.pageUrl),
    blog_charset: "UTF-8",
    user_ip: comment.ip,
    user_agent: comment.userAgent,
    referrer: comment.referrer,
    permalink: comment.pageUrl,
    comment_type: "comment",
    comment_author: comment.authorName,
    comment_author_email: comment.authorEmail,
    comment_author_url: comment.authorUrl,
    comment_content: comment.body,
    comment_date_gmt: comment.createdAt,
    recheck_reason: revision > 1 ? "edit" : null,
  };
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== null),
  );
}

/** The front page: Akismet keeps its knowledge of a site under this address. */
const blogOf = ({ site }: Account, otherwise: string): string =>
  `${site.allowedOrigins[0] ?? new URL(otherwise).origin}/`;

export function readVerdict(answer: Pick<ServiceAnswer, "body" | "headers">): AkismetAnswer {
  const said = answer.body.trim();
  if (said === "false") return "ham";
  if (said === "true") return answer.headers["x-akismet-pro-tip"] === "discard" ? "discard" : "spam";
  if (said === "invalid") throw new UselessAnswerError(`does not accept the request${helpOf(answer)}`);
  throw new UselessAnswerError(`answered neither true nor false${helpOf(answer)}`);
}

/** What it says of the reason, in the headers. */
function helpOf({ headers }: Pick<ServiceAnswer, "headers">): string {
  const help = headers["x-akismet-debug-help"] ?? headers["x-akismet-alert-msg"];
  const text = (Array.isArray(help) ? help.join(" ") : (help ?? "")).replaceAll("\0", "").trim();
  return text === "" ? "" : `: ${text.slice(0, maxHelpLength).toWellFormed()}`;
}
