// Akismet's comment check 1.1, and what it is told when it was wrong:
// https://akismet.com/developers/detailed-docs/comment-check/, …/submit-spam-missed-spam/, …/submit-ham-false-positives/
import type { CommentFacts } from "../rules/facts.ts";
import type { AkismetAnswer } from "../rules/outside-fact.ts";
import type { Site } from "../sites/site.ts";
import type { AskedComment } from "./external-question.ts";
import { type Question, type ServiceAnswer, UselessAnswerError } from "./service-client.ts";

const maxHelpLength = 200;

export interface AkismetAccount {
  site: Pick<Site, "id" | "allowedOrigins">;
  key: string;
  /** Where Akismet, or another service that speaks its protocol, is. */
  akismetUrl: string;
  publicUrl: string;
}

export function akismetQuestion(asked: AskedComment, account: AkismetAccount): Question<AkismetAnswer> {
  return {
    ...callOf(account, {
      path: "/1.1/comment-check",
      fields: {
        ...fieldsOf(asked.facts.comment, account),
        ...(asked.revision > 1 ? { recheck_reason: "edit" } : {}),
      },
    }),
    read: readVerdict,
  };
}

/** Tells what a moderator says of a comment that Akismet took for something else. */
export function akismetReport(
  {
    comment,
    answer,
    verdict,
  }: { comment: CommentFacts["comment"]; answer: AkismetAnswer; verdict: AkismetVerdict },
  account: AkismetAccount,
): Question<true> {
  const fields = { ...fieldsOf(comment, account), comment_check_response: String(answer !== "ham") };
  return { ...callOf(account, { path: `/1.1/submit-${verdict}`, fields }), read: readThanks };
}

export type AkismetVerdict = "ham" | "spam";

/** What Akismet is to be told; null = it knows. A moderator who has nothing to say any more takes back what was told. */
export function verdictToTell({
  answer,
  told,
  said,
}: {
  answer: AkismetAnswer;
  told: AkismetVerdict | null;
  said: AkismetVerdict | null;
}): AkismetVerdict | null {
  const ofItsOwn = answer === "ham" ? "ham" : "spam";
  const wanted = said ?? ofItsOwn;
  return wanted === (told ?? ofItsOwn) ? null : wanted;
}

/** Whether the key counts, before it is kept. */
export function akismetKeyQuestion(account: AkismetAccount): Question<{ isValid: boolean; help: string }> {
  const fields = { key: account.key, api_key: account.key, blog: blogOf(account, account.publicUrl) };
  return {
    ...callOf(account, { path: "/1.1/verify-key", fields }),
    service: `${account.site.id} akismet key`,
    read: (answer) => ({ isValid: answer.body.trim() === "valid", help: helpOf(answer) }),
  };
}

const callOf = (
  { site, akismetUrl }: AkismetAccount,
  { path, fields }: { path: string; fields: Record<string, string> },
) => ({
  service: `${site.id} akismet`,
  kind: "akismet" as const,
  url: akismetUrl + path,
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8", "user-agent": "Moderato/1" },
  body: new URLSearchParams(fields).toString(),
});

/** Akismet asks for as much as is known; what is not known is left out. */
function fieldsOf(comment: CommentFacts["comment"], account: AkismetAccount): Record<string, string> {
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
  };
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== null),
  );
}

/** The front page: Akismet keeps its knowledge of a site under this address. */
const blogOf = ({ site }: AkismetAccount, otherwise: string): string =>
  `${site.allowedOrigins[0] ?? new URL(otherwise).origin}/`;

export function readVerdict(answer: Pick<ServiceAnswer, "body" | "headers">): AkismetAnswer {
  const said = answer.body.trim();
  if (said === "false") return "ham";
  if (said === "true") return answer.headers["x-akismet-pro-tip"] === "discard" ? "discard" : "spam";
  if (said === "invalid") throw new UselessAnswerError(`does not accept the request${helpOf(answer)}`);
  throw new UselessAnswerError(`answered neither true nor false${helpOf(answer)}`);
}

function readThanks(answer: ServiceAnswer): true {
  if (answer.body.trim() === "invalid")
    throw new UselessAnswerError(`does not accept the report${helpOf(answer)}`);
  return true;
}

/** What it says of the reason, in the headers. */
function helpOf({ headers }: Pick<ServiceAnswer, "headers">): string {
  const help = headers["x-akismet-debug-help"] ?? headers["x-akismet-alert-msg"];
  const text = (Array.isArray(help) ? help.join(" ") : (help ?? "")).replaceAll("\0", "").trim();
  return text === "" ? "" : `: ${text.slice(0, maxHelpLength).toWellFormed()}`;
}
