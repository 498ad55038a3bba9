// The words of a notice. Names and texts are strangers': text in every form of it, on one line, cut short, and kept from
// turning the direction of what stands beside them.
import type { Urgency } from "../sites/hold-threshold.ts";
import type { Waiting } from "./notice.ts";

export interface WaitingComment {
  siteName: string;
  authorName: string;
  pageTitle: string | null;
  body: string;
  score: number;
  isUrgent: boolean;
}

export interface NoticeContent {
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
  const { waiting, urgent, comments, queueUrl, settingsUrl } = content;
  const sites = waiting.length > 1 ? waiting.map((site) => siteLine(site, urgent)) : [];
  const lines = comments.map(commentLines);
  const why = "You are told of this because you asked for it in Moderato.";
  return {
    subject: cut(plainLine(subjectOf(content)), maxSubject),
    text: [
      leadOf(content),
      ...(sites.length > 0 ? [sites.join("\n")] : []),
      ...lines.map(({ about, excerpt }) => `${about}\n${isolated(excerpt)}`),
      `Open the queue: ${queueUrl}`,
      `-- \n${why} Change that: ${settingsUrl}`,
      "",
    ].join("\n\n"),
    html: page([
      paragraph(escape(leadOf(content))),
      ...(sites.length > 0 ? [`<ul>${sites.map((line) => `<li>${escape(line)}</li>`).join("")}</ul>`] : []),
      ...lines.map(
        ({ about, excerpt }) =>
          `<p style="margin:16px 0 4px">${escape(about)}</p>` +
          `<blockquote dir="auto" style="border-left:3px solid #8a94a6;margin:0;padding:0 0 0 12px">${escape(excerpt)}</blockquote>`,
      ),
      paragraph(`<a href="${escape(queueUrl)}">Open the queue</a>`),
      `<p style="color:#5b6472;font-size:13px">${why} <a href="${escape(settingsUrl)}">Change that</a></p>`,
    ]),
  };
}

/** For a chat: numbers and a link. What strangers write stays out, since chats make links, pictures and calls of it. */
export function chatText(content: Omit<NoticeContent, "comments" | "settingsUrl">): string {
  const { waiting, urgent, queueUrl } = content;
  const sites = waiting.length > 1 ? waiting.map((site) => siteLine(site, urgent)) : [];
  return [leadOf(content), ...sites, queueUrl].map(forChat).join("\n");
}

/** The three signs that Slack reads as markup, and the @ that calls everyone. */
const forChat = (line: string) =>
  line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("@", "@\u200b");

type Counted = Pick<NoticeContent, "waiting" | "urgent">;

function subjectOf(content: Counted): string {
  const { held, urgent } = totals(content);
  return `${plural(held, "comment waits", "comments wait")} at ${placeOf(content)}${urgent > 0 ? `, ${urgent} urgent` : ""}`;
}

function leadOf(content: Counted & { now: Date }): string {
  const { held, oldestAt } = totals(content);
  const waited = durationOf(content.now.getTime() - oldestAt.getTime());
  return `${subjectOf(content)}. ${held === 1 ? "It has" : "The oldest has"} waited ${waited}.`;
}

function placeOf({ waiting }: Counted): string {
  const [only] = waiting;
  return waiting.length === 1 && only !== undefined ? nameOf(only.siteName) : `${waiting.length} sites`;
}

const siteLine = (site: Waiting, urgency: Urgency | null): string => {
  const urgent = urgency === null ? 0 : site.urgent[urgency].count;
  return `${nameOf(site.siteName)}: ${site.held} waiting${urgent > 0 ? `, ${urgent} urgent` : ""}`;
};

function totals({ waiting, urgent }: Counted) {
  return {
    held: sum(waiting.map((site) => site.held)),
    urgent: urgent === null ? 0 : sum(waiting.map((site) => site.urgent[urgent].count)),
    oldestAt: new Date(Math.min(...waiting.map((site) => site.oldestAt.getTime()))),
  };
}

function commentLines({ authorName, pageTitle, siteName, body, isUrgent }: WaitingComment) {
  const where = pageTitle === null ? siteName : pageTitle;
  return {
    about: `${isUrgent ? "Urgent: " : ""}${isolated(nameOf(authorName))} on ${isolated(nameOf(where))}`,
    excerpt: cut(plainLine(body), maxExcerpt),
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const nameOf = (text: string) => cut(plainLine(text), maxName);

export function durationOf(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return plural(minutes, "minute", "minutes");
  if (minutes < 48 * 60) return plural(Math.floor(minutes / 60), "hour", "hours");
  return plural(Math.floor(minutes / 60 / 24), "day", "days");
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
const page = (parts: string[]) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moderato</title></head>` +
  `<body style="font-family:sans-serif;line-height:1.5;max-width:40em">${parts.join("")}</body></html>`;
