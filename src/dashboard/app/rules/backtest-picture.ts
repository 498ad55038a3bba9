// The numbers of a backtest as a picture and in words. Pure.
import { plural } from "../queue/sentences.ts";
import { percent } from "./percent.ts";
import type { BacktestResult, Judged } from "./rules-api.ts";

export const JUDGED: readonly Judged[] = ["approved", "held", "rejected", "spam"];

export const JUDGED_NAMES: Record<Judged, string> = {
  approved: "Published",
  held: "Held",
  rejected: "Rejected",
  spam: "Spam",
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

/** The picture in one breath, for those who do not see it. */
export function backtestSentence({
  comments,
  hits,
  matrix,
}: Pick<BacktestResult, "comments" | "hits" | "matrix">): string {
  const changes = matrix.filter(({ from, to, count }) => from !== to && count > 0);
  const said = changes.map(
    ({ from, to, count }) =>
      `${count.toLocaleString("en")} ${JUDGED_NAMES[from].toLowerCase()} would be ${JUDGED_NAMES[to].toLowerCase()}`,
  );
  const effect = said.length > 0 ? said.join(", ") : "nothing would have changed";
  return `Would have hit ${hits.toLocaleString("en")} of the last ${plural(comments, "comment")}: ${effect}.`;
}

export function qualitySentences({ againstModerators }: BacktestResult): string[] {
  const { truePositives, falsePositives, falseNegatives, precision, precisionLow, recall } =
    againstModerators;
  const hits = truePositives + falsePositives;
  if (precision === null || hits === 0)
    return ["No moderator has decided on a comment it hits, so nothing is known of how often it is right."];
  const bound = precisionLow === null ? "" : `, surely ${percent(precisionLow)} or more`;
  return [
    `Right in ${truePositives.toLocaleString("en")} of ${plural(hits, "hit")} that a moderator decided: ${percent(precision)}${bound}.`,
    ...(recall === null
      ? []
      : [
          `Finds ${percent(recall)} of what moderators decided that way (${truePositives.toLocaleString("en")} of ${(truePositives + falseNegatives).toLocaleString("en")}).`,
        ]),
  ];
}
