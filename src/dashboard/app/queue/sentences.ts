import type {
  AuthorHistory,
  Comment,
  CommentStatus,
  DecisionStatus,
  Finding,
  Stats,
  Workload,
} from "../api.ts";
import { fromRecord, number, t } from "../language.ts";
import type { ListName, View } from "../routes.ts";
import type { Note } from "./queue-state.ts";
import { relativeTime } from "./relative-time.ts";

export const STATUS_NAMES: Record<CommentStatus, string> = {
  queued: t("Being checked"),
  held: t("Held"),
  approved: t("Approved"),
  rejected: t("Rejected"),
  spam: t("Spam"),
  deleted: t("Deleted"),
};

export const LIST_NAMES: Record<ListName, string> = {
  held: t("Held"),
  asked: t("Second opinion"),
  flagged: t("Flagged"),
  approved: t("Approved"),
  rejected: t("Rejected"),
  spam: t("Spam"),
  all: t("All"),
};

export const LIST_TITLES: Record<ListName, string> = {
  held: t("Held comments"),
  asked: t("Second opinion comments"),
  flagged: t("Flagged comments"),
  approved: t("Approved comments"),
  rejected: t("Rejected comments"),
  spam: t("Spam comments"),
  all: t("All comments"),
};

export function emptyTitle({ list, search }: View): string {
  if (search) return t("Nothing found");
  return list === "held" ? t("All clear") : t("Nothing here yet");
}

/** What a list is found to hold, for those who do not see it. */
export const listSentence = (view: View, { count, isMore }: { count: number; isMore: boolean }): string =>
  count === 0
    ? emptyTitle(view)
    : t(
        "{count, plural, one {# comment} other {# comments}}{isMore, select, true {, more follow} other {}}",
        { count, isMore: String(isMore) },
      );

/** Held ones are counted exactly, the others up to a bound that stands for that many or more. */
export function countOf(
  list: ListName,
  { counts, countedTo, asked }: Pick<Stats, "counts" | "countedTo"> & { asked: number },
): string {
  if (list === "all") return "";
  if (list === "asked") return asked > 0 ? number(asked) : "";
  const count = counts[list];
  if (list !== "held" && count >= countedTo) return `${number(countedTo)}+`;
  return number(count);
}

/** "12 waiting, about 4 minutes, 3 urgent": for one who has an evening. */
export function workloadSentence(waiting: number, { urgent, secondsEach }: Workload): string {
  const minutes = secondsEach === null ? null : Math.ceil((waiting * secondsEach) / 60);
  return [
    t("{count, plural, one {# waiting} other {# waiting}}", { count: waiting }),
    minutes !== null && durationOf(minutes),
    urgent > 0 && t("{count, number} urgent", { count: Math.min(urgent, waiting) }),
  ]
    .filter(Boolean)
    .join(", ");
}

function durationOf(minutes: number): string {
  if (minutes < 90) return t("about {minutes, plural, one {# minute} other {# minutes}}", { minutes });
  const hours = Math.round(minutes / 60);
  return t("about {hours, plural, one {# hour} other {# hours}}", { hours });
}

/** Of a whole list or of one author. */
export const countSentence = (status: DecisionStatus, count: number): string =>
  t("{count, number} {status, select, approved {approved} rejected {rejected} spam {spam} other {held}}", {
    count,
    status,
  });

export const DECISION_DONE: Record<DecisionStatus, string> = {
  held: t("Back in the held queue"),
  approved: t("Approved"),
  rejected: t("Rejected"),
  spam: t("Marked as spam"),
};

export const DECISION_LABELS: Record<DecisionStatus, string> = {
  held: t("Hold"),
  approved: t("Approve"),
  rejected: t("Reject"),
  spam: t("Spam"),
};

export function noteSentence(note: Note, nowMs: number): string {
  switch (note.kind) {
    case "failed":
      return note.text;
    case "changed":
      return t("The text was changed while you were reading. Please look again.");
    case "putBack":
      return t("Somebody decided this while you were reading, and it was put back. Please look again.");
    case "overtaken":
      return t(
        "Already {status, select, queued {being checked again} held {put back into the held queue} approved {approved} rejected {rejected} spam {marked as spam} other {deleted}}{isByName, select, true { by {by}} other {}}{isTimed, select, true {, {when}} other {}}.",
        {
          status: note.status,
          isByName: String(note.by !== null),
          by: note.by ?? "",
          isTimed: String(note.at !== null),
          when: note.at === null ? "" : relativeTime(note.at, nowMs),
        },
      );
  }
}

export const isFirstOf = (author: AuthorHistory): boolean =>
  author.approvedCount + author.rejectedCount === 0;

export function historySentence(author: AuthorHistory | null | undefined): string {
  if (!author) return "";
  const { approvedCount, rejectedCount } = author;
  if (isFirstOf(author)) return t("first comment here");
  return [
    approvedCount && countSentence("approved", approvedCount),
    rejectedCount && countSentence("rejected", rejectedCount),
  ]
    .filter(Boolean)
    .join(", ");
}

const FIELD_PLACES: Record<string, string> = {
  body: t("in the text"),
  authorName: t("in the name"),
  authorEmail: t("in the e-mail address"),
  authorUrl: t("in the author's link"),
  pageUrl: t("in the page address"),
};

export function findingSentence(finding: Finding): string {
  if (finding.explanation) return fromRecord(finding.explanation);
  const { check, field, matched, lane } = finding;
  const place = FIELD_PLACES[field] ?? t("in {field}", { field });
  if (!matched) return t("The check “{check}” matched {place}.", { check, place });
  if (!lane || lane === "plain") return t("“{matched}” {place}.", { matched, place });
  return t("“{matched}” {place}, seen through its disguise ({lane}).", { matched, place, lane });
}

const FORCES: Record<string, string> = {
  hold: t("always held"),
  held: t("always held"),
  approve: t("always approved"),
  approved: t("always approved"),
  reject: t("always rejected"),
  rejected: t("always rejected"),
  spam: t("always spam"),
};

export function weightOf({ stage, force, points }: Finding): string {
  if (stage === "shadow") return t("no effect");
  if (force) return FORCES[force] ?? force;
  return points > 0 ? `+${number(points)}` : number(points).replace("-", "−");
}

/** The sentence above a comment's findings. */
export function whyTitle(comment: Comment): string {
  if (comment.status === "held") return t("Why it is here");
  if (comment.decidedBy?.by === "moderator") return t("What the rules saw");
  return t(
    "Why it was {status, select, queued {being checked again} approved {approved} rejected {rejected} spam {marked as spam} other {deleted}}",
    { status: comment.status },
  );
}

export function deciderSentence({ decidedBy, decidedAt }: Comment, nowMs: number): string {
  if (!decidedBy) return "";
  const who = byWhom(decidedBy.by, decidedBy.name ?? null);
  return decidedAt ? `${who}, ${relativeTime(decidedAt, nowMs)}` : who;
}

export function byWhom(by: "rules" | "moderator", name: string | null): string {
  if (by === "rules") return t("by the rules");
  return name === null ? t("by a moderator") : t("by {name}", { name });
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const LONG_TEXT_CHARACTERS = 1_200;
const LONG_TEXT_LINES = 16;

export const isLong = (text: string): boolean =>
  text.length > LONG_TEXT_CHARACTERS || text.split("\n", LONG_TEXT_LINES + 1).length > LONG_TEXT_LINES;
