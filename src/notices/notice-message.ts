// A notice in the reader's language. Names and texts are strangers': text in every form of it, on one line, cut short, and
// kept from turning the direction of what stands beside them.
import type { Urgency } from "../sites/hold-threshold.ts";
import type { Waiting } from "./notice.ts";
import { type NoticeLanguage, noticeWords } from "./notice-words.ts";

export interface WaitingComment {
  siteName: string;
  authorName: string;
  pageTitle: string | null;
  body: string;
  score: number;
  isUrgent: boolean;
}

export interface NoticeContent {
  language: NoticeLanguage;
  waiting: readonly Waiting[];
  urgent: Urgency | null;
  comments: readonly WaitingComment[];
  /** Where the queue is; it only shows, and nothing is decided by opening it. */
  queueUrl: string;
  settingsUrl: string;
  now: Date;
}

export interface Message {
  subject: string;
  text: string;
  html: string;
}

const maxExcerpt = 200;
const maxName = 100;
const maxSubject = 180;

export function noticeMessage(content: NoticeContent): Message {
  const { language, comments, queueUrl, settingsUrl } = content;
  const { openQueue, why, change } = noticeWords[language];
  const sites = siteLines(content);
  const lines = comments.map((comment) => commentLines(language, comment));
  return {
    subject: cut(plainLine(subjectOf(content)), maxSubject),
    text: [
      leadOf(content),
      ...(sites.length > 0 ? [sites.join("\n")] : []),
      ...lines.map(({ about, excerpt }) => `${about}\n${isolated(excerpt)}`),
      `${openQueue}: ${queueUrl}`,
      `-- \n${why} ${change}: ${settingsUrl}`,
      "",
    ].join("\n\n"),
    html: page(language, [
      paragraph(escape(leadOf(content))),
      ...(sites.length > 0 ? [`<ul>${sites.map((line) => `<li>${escape(line)}</li>`).join("")}</ul>`] : []),
      ...lines.map(
        ({ about, excerpt }) =>
          `<p style="margin:16px 0 4px">${escape(about)}</p>` +
          `<blockquote dir="auto" lang="" style="border-left:3px solid #8a94a6;margin:0;padding:0 0 0 12px">${escape(excerpt)}</blockquote>`,
      ),
      paragraph(`<a href="${escape(queueUrl)}">${openQueue}</a>`),
      `<p style="color:#5b6472;font-size:13px">${why} <a href="${escape(settingsUrl)}">${change}</a></p>`,
    ]),
  };
}

/** For a chat: numbers and a link. What strangers write stays out, since chats make links, pictures and calls of it. */
export function chatText(content: Omit<NoticeContent, "comments" | "settingsUrl">): string {
  return [leadOf(content), ...siteLines(content), content.queueUrl].map(forChat).join("\n");
}

export function testMessage(language: NoticeLanguage, settingsUrl: string): Message {
  const { testSubject, test } = noticeWords[language];
  return {
    subject: testSubject,
    text: `${test}\n\n${settingsUrl}\n`,
    html: page(language, [paragraph(test)]),
  };
}

/** The three signs that Slack reads as markup, and the @ that calls everyone. */
const forChat = (line: string) =>
  line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("@", "@\u200b");

type Counted = Pick<NoticeContent, "language" | "waiting" | "urgent">;

function subjectOf(content: Counted): string {
  const { held, urgent } = totals(content);
  return noticeWords[content.language].waiting({ held, urgent, place: placeOf(content) });
}

function leadOf(content: Counted & { now: Date }): string {
  const { held, oldestAt } = totals(content);
  const waited = durationOf(content.language, content.now.getTime() - oldestAt.getTime());
  return `${subjectOf(content)}. ${noticeWords[content.language].oldest({ held, waited })}`;
}

function placeOf({ language, waiting }: Counted): string {
  const [only] = waiting;
  return waiting.length === 1 && only !== undefined
    ? nameOf(only.siteName)
    : noticeWords[language].sites(waiting.length);
}

/** None where one site is all there is: then the first sentence names it. */
function siteLines({ language, waiting, urgent }: Counted): string[] {
  if (waiting.length < 2) return [];
  return waiting.map((site) =>
    noticeWords[language].waitingOnSite({
      siteName: nameOf(site.siteName),
      held: site.held,
      urgent: urgentOf(site, urgent),
    }),
  );
}

const urgentOf = (site: Waiting, urgent: Urgency | null) => (urgent === null ? 0 : site.urgent[urgent].count);

function totals({ waiting, urgent }: Counted) {
  return {
    held: sum(waiting.map((site) => site.held)),
    urgent: sum(waiting.map((site) => urgentOf(site, urgent))),
    oldestAt: new Date(Math.min(...waiting.map((site) => site.oldestAt.getTime()))),
  };
}

function commentLines(
  language: NoticeLanguage,
  { authorName, pageTitle, siteName, body, isUrgent }: WaitingComment,
) {
  return {
    about: noticeWords[language].comment({
      authorName: isolated(nameOf(authorName)),
      where: isolated(nameOf(pageTitle ?? siteName)),
      isUrgent,
    }),
    excerpt: cut(plainLine(body), maxExcerpt),
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const nameOf = (text: string) => cut(plainLine(text), maxName);

export function durationOf(language: NoticeLanguage, ms: number): string {
  const words = noticeWords[language].duration;
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return words.lessThanAMinute;
  if (minutes < 60) return words.minutes(minutes);
  if (minutes < 48 * 60) return words.hours(Math.floor(minutes / 60));
  return words.days(Math.floor(minutes / 60 / 24));
}

/** One line without control characters, nor any that turn the direction of writing. */
export const plainLine = (text: string): string =>
  text
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();

function cut(text: string, max: number): string {
  const characters = [...text.slice(0, max * 2 + 2)];
  return characters.length <= max && text.length <= max * 2 ? text : `${characters.slice(0, max).join("")}…`;
}

/** First strong isolate … pop: whatever direction it has stays within. */
const isolated = (text: string) => `\u2068${text}\u2069`;

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);
const paragraph = (inner: string) => `<p>${inner}</p>`;
const page = (language: NoticeLanguage, parts: string[]) =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Moderato</title></head>` +
  `<body style="font-family:sans-serif;line-height:1.5;max-width:40em">${parts.join("")}</body></html>`;
