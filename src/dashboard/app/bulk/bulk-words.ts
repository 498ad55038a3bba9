// What is said of decisions on many comments.
import type { CommentStatus, DecisionStatus } from "../api.ts";
import { DECISION_DONE, DECISION_LABELS, many } from "../queue/sentences.ts";
import type { Batch, Preview } from "./bulk-api.ts";

export const VERBS: Record<DecisionStatus, string> = { ...DECISION_LABELS, spam: "Mark as spam" };

/** "Mark 640 comments as spam". */
export function doSentence(to: DecisionStatus, count: number): string {
  return to === "spam" ? `Mark ${many(count)} as spam` : `${VERBS[to]} ${many(count)}`;
}

const DOING: Record<DecisionStatus, string> = {
  held: "Putting back into the held queue",
  approved: "Approving",
  rejected: "Rejecting",
  spam: "Marking as spam",
};
const DONE: Record<DecisionStatus, string> = { ...DECISION_DONE, held: "Put back into the held queue" };

export function batchSentence(batch: Batch): string {
  const { state, status, matched, done, skipped } = batch;
  const doing = status === null ? "Taking back" : DOING[status];
  const what = status === null ? "Taken back" : DONE[status];
  const left = skipped > 0 ? ` ${skippedSentence(skipped)}` : "";
  switch (state) {
    case "waiting":
    case "running":
      return `${doing}: ${(done + skipped).toLocaleString("en")} of ${many(matched)}.`;
    case "cancelling":
      return `Cancelling: ${(done + skipped).toLocaleString("en")} of ${many(matched)} were decided.`;
    case "done":
      return matched === 0 ? "Nothing matched any more." : `${what}: ${many(done)}.${left}`;
    case "cancelled":
      return `Cancelled. ${what}: ${done.toLocaleString("en")} of ${many(matched)}.${left}`;
    case "failed":
      return `It could not go on. ${what}: ${done.toLocaleString("en")} of ${many(matched)}.${left}`;
  }
}

const skippedSentence = (skipped: number): string =>
  skipped === 1
    ? "1 was changed by somebody else meanwhile and is left alone."
    : `${skipped.toLocaleString("en")} were changed by somebody else meanwhile and are left alone.`;

/** "3,412 comments by 37 authors on 12 pages." */
export function countSentence({ count, isMore, authors, pages, sites }: Preview): string {
  if (count === 0) return "There is nothing to decide: no comment matches.";
  const more = isMore ? "More than " : "";
  const where = `on ${many(pages, "page")}${sites > 1 ? ` of ${many(sites, "site")}` : ""}`;
  return `${more}${many(count)} by ${many(authors, "author")} ${where}.`;
}

const STATUS_WORDS: Record<CommentStatus, string> = {
  queued: "still being checked by the rules",
  held: "held",
  approved: "published",
  rejected: "rejected",
  spam: "spam",
  deleted: "deleted",
};

/** What one should know before. */
export function warningsOf(preview: Preview, to: DecisionStatus): string[] {
  const { byStatus, decidedByModerators, leftOut, isMore } = preview;
  const kinds = Object.entries(byStatus) as [CommentStatus, number][];
  const published = byStatus.approved ?? 0;
  const settled = Object.entries(decidedByModerators)
    .filter(([status]) => status !== "held")
    .map(([status, count]) => `${count.toLocaleString("en")} ${status}`);
  return [
    ...(isMore ? ["These are too many to decide at once: narrow the search."] : []),
    ...(kinds.length > 1
      ? [
          `Of them ${kinds.map(([status, count]) => `${count.toLocaleString("en")} ${STATUS_WORDS[status]}`).join(", ")}.`,
        ]
      : []),
    ...(published > 0 && to !== "approved" ? [`${many(published)} will disappear from your pages.`] : []),
    ...(settled.length > 0 ? [`Moderators have decided some of them before: ${settled.join(", ")}.`] : []),
    ...(leftOut > 0 ? [`${many(leftOut)} that moderators have decided before are left out.`] : []),
  ];
}
