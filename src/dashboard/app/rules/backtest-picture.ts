// The numbers of a backtest as a picture and in words. Pure.
import { locale, t } from "../language.ts";
import { percent } from "./percent.ts";
import type { BacktestResult, Judged } from "./rules-api.ts";

export const JUDGED: readonly Judged[] = ["approved", "held", "rejected", "spam"];

export const JUDGED_NAMES: Record<Judged, string> = {
  approved: t("Published"),
  held: t("Held"),
  rejected: t("Rejected"),
  spam: t("Spam"),
};

export interface Cell {
  from: Judged;
  to: Judged;
  count: number;
  isChange: boolean;
  /** 0 for none, then 1 to 4 by the order of magnitude beside the largest change. */
  heat: number;
}

/** A row for what comments are now, a cell in it for what they would have been. */
export function cellsOf({ matrix }: Pick<BacktestResult, "matrix">): Cell[][] {
  const changes = matrix.filter(({ from, to }) => from !== to).map(({ count }) => count);
  const most = Math.max(1, ...changes);
  return JUDGED.map((from) =>
    JUDGED.map((to) => {
      const count = matrix.find((cell) => cell.from === from && cell.to === to)?.count ?? 0;
      const isChange = from !== to;
      const heat =
        count === 0 || !isChange ? 0 : Math.max(1, Math.ceil((4 * Math.log1p(count)) / Math.log1p(most)));
      return { from, to, count, isChange, heat };
    }),
  );
}

const PARTS = new Intl.ListFormat(locale, { type: "unit" });

/** The picture in one breath, for those who do not see it. */
export function backtestSentence({
  comments,
  hits,
  matrix,
}: Pick<BacktestResult, "comments" | "hits" | "matrix">): string {
  const changes = matrix.filter(({ from, to, count }) => from !== to && count > 0);
  const said = changes.map(({ from, to, count }) =>
    t(
      "{count, number} {from, select, approved {published} held {held} rejected {rejected} other {spam}} would be {to, select, approved {published} held {held} rejected {rejected} other {spam}}",
      { from, to, count },
    ),
  );
  const effect = said.length > 0 ? PARTS.format(said) : t("nothing would have changed");
  return t(
    "Would have hit {hits, number} of the last {comments, plural, one {# comment} other {# comments}}: {effect}.",
    { hits, comments, effect },
  );
}

export function qualitySentences({ againstModerators }: BacktestResult): string[] {
  const { truePositives, falsePositives, falseNegatives, precision, precisionLow, recall } =
    againstModerators;
  const hits = truePositives + falsePositives;
  if (precision === null || hits === 0)
    return [
      t("No moderator has decided on a comment it hits, so nothing is known of how often it is right."),
    ];
  const right = { right: truePositives, hits, share: percent(precision) };
  return [
    precisionLow === null
      ? t(
          "Right in {right, number} of {hits, plural, one {# hit} other {# hits}} that a moderator decided: {share}.",
          right,
        )
      : t(
          "Right in {right, number} of {hits, plural, one {# hit} other {# hits}} that a moderator decided: {share}, surely {bound} or more.",
          { ...right, bound: percent(precisionLow) },
        ),
    ...(recall === null
      ? []
      : [
          t("Finds {share} of what moderators decided that way ({found, number} of {all, number}).", {
            share: percent(recall),
            found: truePositives,
            all: truePositives + falseNegatives,
          }),
        ]),
  ];
}
