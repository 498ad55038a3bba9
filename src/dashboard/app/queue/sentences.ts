import type {
  AuthorHistory,
  Comment,
  CommentStatus,
  DecisionStatus,
  Finding,
  Stats,
  Workload,
} from "../api.ts";
import type { ListName } from "../routes.ts";
import type { Note } from "./queue-state.ts";
import { relativeTime } from "./relative-time.ts";

export const STATUS_NAMES: Record<CommentStatus, string> = {
  queued: "Being checked",
  held: "Held",
  approved: "Approved",
  rejected: "Rejected",
  spam: "Spam",
  deleted: "Deleted",
};

export const LIST_NAMES: Record<ListName, string> = {
  held: "Held",
  asked: "Second opinion",
  flagged: "Flagged",
  approved: "Approved",
  rejected: "Rejected",
  spam: "Spam",
  all: "All",
};

/** "No … matches". */
export const COMMENTS_OF: Record<ListName, string> = {
  held: "held comment",
  asked: "comment that somebody asks about",
  flagged: "flagged comment",
  approved: "approved comment",
  rejected: "rejected comment",
  spam: "spam comment",
  all: "comment",
};

/** Held ones are counted exactly, the others up to a bound that stands for that many or more. */
export function countOf(
  list: ListName,
  { counts, countedTo, asked }: Pick<Stats, "counts" | "countedTo"> & { asked: number },
): string {
  if (list === "all") return "";
  if (list === "asked") return asked > 0 ? asked.toLocaleString("en") : "";
  const count = counts[list];
  if (list !== "held" && count >= countedTo) return `${countedTo.toLocaleString("en")}+`;
  return count.toLocaleString("en");
}

/** "12 waiting, about 4 minutes, 3 urgent": for one who has an evening. */
export function workloadSentence(waiting: number, { urgent, secondsEach }: Workload): string {
  const minutes = secondsEach === null ? null : Math.ceil((waiting * secondsEach) / 60);
  return [
    `${waiting.toLocaleString("en")} waiting`,
    minutes !== null && `about ${durationOf(minutes)}`,
    urgent > 0 && `${Math.min(urgent, waiting).toLocaleString("en")} urgent`,
  ]
    .filter(Boolean)
    .join(", ");
}

function durationOf(minutes: number): string {
  if (minutes < 90) return plural(minutes, "minute");
  return plural(Math.round(minutes / 60), "hour");
}

/** "Already <this> by Ana". */
const STATUS_DONE: Record<CommentStatus, string> = {
  queued: "being checked again",
  held: "put back into the held queue",
  approved: "approved",
  rejected: "rejected",
  spam: "marked as spam",
  deleted: "deleted",
};

export const DECISION_DONE: Record<DecisionStatus, string> = {
  held: "Back in the held queue",
  approved: "Approved",
  rejected: "Rejected",
  spam: "Marked as spam",
};

export const DECISION_LABELS: Record<DecisionStatus, string> = {
  held: "Hold",
  approved: "Approve",
  rejected: "Reject",
  spam: "Spam",
};

export const DECISION_VERBS: Record<DecisionStatus, string> = {
  held: "put back",
  approved: "approve",
  rejected: "reject",
  spam: "mark as spam",
};

export function noteSentence(note: Note, nowMs: number): string {
  switch (note.kind) {
    case "failed":
      return note.text;
    case "changed":
      return "The text was changed while you were reading. Please look again.";
    case "overtaken": {
      const by = note.by ? ` by ${note.by}` : "";
      const when = note.at ? `, ${relativeTime(note.at, nowMs)}` : "";
      return `Already ${STATUS_DONE[note.status]}${by}${when}.`;
    }
  }
}

export function historySentence(author: AuthorHistory | null | undefined): string {
  if (!author) return "";
  const { approvedCount, rejectedCount } = author;
  if (approvedCount + rejectedCount === 0) return "first comment here";
  return [approvedCount && `${approvedCount} approved`, rejectedCount && `${rejectedCount} rejected`]
    .filter(Boolean)
    .join(", ");
}

const FIELD_PLACES: Record<string, string> = {
  body: "the text",
  authorName: "the name",
  authorEmail: "the e-mail address",
  authorUrl: "the author's link",
  pageUrl: "the page address",
};

export function findingSentence(finding: Finding): string {
  if (finding.explanation) return finding.explanation;
  const place = FIELD_PLACES[finding.field] ?? finding.field;
  if (!finding.matched) return `The check “${finding.check}” matched in ${place}.`;
  const disguise =
    finding.lane && finding.lane !== "plain" ? `, seen through its disguise (${finding.lane})` : "";
  return `“${finding.matched}” in ${place}${disguise}.`;
}

const FORCES: Record<string, string> = {
  hold: "always held",
  held: "always held",
  approve: "always approved",
  approved: "always approved",
  reject: "always rejected",
  rejected: "always rejected",
  spam: "always spam",
};

export function weightOf({ stage, force, points }: Finding): string {
  if (stage === "shadow") return "no effect";
  if (force) return FORCES[force] ?? force;
  return points > 0 ? `+${points}` : String(points).replace("-", "−");
}

/** The sentence above a comment's findings. */
export function whyTitle(comment: Comment): string {
  if (comment.status === "held") return "Why it is here";
  if (comment.decidedBy?.by === "moderator") return "What the rules saw";
  return `Why it was ${STATUS_DONE[comment.status]}`;
}

export function deciderSentence({ decidedBy, decidedAt }: Comment, nowMs: number): string {
  if (!decidedBy) return "";
  const by = decidedBy.by === "rules" ? "the rules" : (decidedBy.name ?? "a moderator");
  return decidedAt ? `by ${by}, ${relativeTime(decidedAt, nowMs)}` : `by ${by}`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The same for numbers that may be large: "3,412 comments". */
export const many = (count: number, one = "comment"): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : `${one}s`}`;

const LONG_TEXT_CHARACTERS = 1_200;
const LONG_TEXT_LINES = 16;

export const isLong = (text: string): boolean =>
  text.length > LONG_TEXT_CHARACTERS || text.split("\n", LONG_TEXT_LINES + 1).length > LONG_TEXT_LINES;
