// What is said of decisions on many comments.
import type { CommentStatus, DecisionStatus } from "../api.ts";
import type { Message } from "../catalogues/german.ts";
import { locale, t } from "../language.ts";
import { DECISION_DONE, DECISION_LABELS } from "../queue/sentences.ts";
import type { Batch, Preview } from "./bulk-api.ts";

export const VERBS: Record<DecisionStatus, string> = { ...DECISION_LABELS, spam: t("Mark as spam") };

const ORDERS: Record<DecisionStatus, Message> = {
  held: "Hold {count, plural, one {# comment} other {# comments}}",
  approved: "Approve {count, plural, one {# comment} other {# comments}}",
  rejected: "Reject {count, plural, one {# comment} other {# comments}}",
  spam: "Mark {count, plural, one {# comment} other {# comments}} as spam",
};

/** "Mark 640 comments as spam". */
export const doSentence = (to: DecisionStatus, count: number): string => t(ORDERS[to], { count });

const DOING: Record<DecisionStatus, string> = {
  held: t("Putting back into the held queue"),
  approved: t("Approving"),
  rejected: t("Rejecting"),
  spam: t("Marking as spam"),
};

export function batchSentence(batch: Batch): string {
  const { state, status, matched, done, skipped } = batch;
  const said = {
    doing: status === null ? t("Taking back") : DOING[status],
    what: status === null ? t("Taken back") : DECISION_DONE[status],
    settled: done + skipped,
    done,
    matched,
  };
  const left = skipped > 0 ? ` ${skippedSentence(skipped)}` : "";
  switch (state) {
    case "waiting":
    case "running":
      return t("{doing}: {settled, number} of {matched, plural, one {# comment} other {# comments}}.", said);
    case "cancelling":
      return t(
        "Cancelling: {settled, number} of {matched, plural, one {# comment} other {# comments}} were decided.",
        said,
      );
    case "done":
      if (matched === 0) return t("Nothing matched any more.");
      return t("{what}: {done, plural, one {# comment} other {# comments}}.", said) + left;
    case "cancelled":
      return (
        t(
          "Cancelled. {what}: {done, number} of {matched, plural, one {# comment} other {# comments}}.",
          said,
        ) + left
      );
    case "failed":
      return (
        t(
          "It could not go on. {what}: {done, number} of {matched, plural, one {# comment} other {# comments}}.",
          said,
        ) + left
      );
  }
}

export const skippedSentence = (count: number): string =>
  t(
    "{count, plural, one {# was changed by somebody else meanwhile and is left alone.} other {# were changed by somebody else meanwhile and are left alone.}}",
    { count },
  );

/** "3,412 comments by 37 authors on 12 pages." */
export function countSentence({ count, isMore, authors, pages, sites }: Preview): string {
  if (count === 0) return t("There is nothing to decide: no comment matches.");
  if (authors === null || pages === null || sites === null)
    return t("More than {count, number} comments.", { count });
  return t(
    "{isMore, select, true {More than } other {}}{count, plural, one {# comment} other {# comments}} by {authors, plural, one {# author} other {# authors}} on {pages, plural, one {# page} other {# pages}}{sites, plural, one {} other { of # sites}}.",
    { isMore: String(isMore), count, authors, pages, sites },
  );
}

const STATUS_COUNTS: Record<CommentStatus, Message> = {
  queued: "{count, number} still being checked by the rules",
  held: "{count, number} held",
  approved: "{count, number} published",
  rejected: "{count, number} rejected",
  spam: "{count, number} spam",
  deleted: "{count, number} deleted",
};
const DECIDED_COUNTS: Record<CommentStatus, Message> = {
  ...STATUS_COUNTS,
  approved: "{count, number} approved",
};

/** "3,000 held, 412 published" */
function countsOf(
  words: Record<CommentStatus, Message>,
  counts: readonly (readonly [CommentStatus, number])[],
): string {
  return new Intl.ListFormat(locale, { type: "unit" }).format(
    counts.map(([status, count]) => t(words[status], { count })),
  );
}

const byStatusIn = (counts: Partial<Record<CommentStatus, number>>): [CommentStatus, number][] =>
  Object.entries(counts) as [CommentStatus, number][];

/** What one should know before. */
export function warningsOf(preview: Preview, to: DecisionStatus): string[] {
  const { leftOut, isMore } = preview;
  const kinds = byStatusIn(preview.byStatus);
  const published = preview.byStatus.approved ?? 0;
  const settled = byStatusIn(preview.decidedByModerators).filter(([status]) => status !== "held");
  return [
    ...(isMore ? [t("These are too many to decide at once: narrow the search.")] : []),
    ...(kinds.length > 1 ? [t("Of them {counts}.", { counts: countsOf(STATUS_COUNTS, kinds) })] : []),
    ...(published > 0 && to !== "approved"
      ? [
          t(
            "{count, plural, one {# comment will disappear from your pages.} other {# comments will disappear from your pages.}}",
            { count: published },
          ),
        ]
      : []),
    ...(settled.length > 0
      ? [
          t("Moderators have decided some of them before: {counts}.", {
            counts: countsOf(DECIDED_COUNTS, settled),
          }),
        ]
      : []),
    ...(leftOut > 0
      ? [
          t(
            "{count, plural, one {# comment that moderators have decided before is left out.} other {# comments that moderators have decided before are left out.}}",
            { count: leftOut },
          ),
        ]
      : []),
  ];
}
