// A share of what enforcing rules would decide alone goes to a moderator instead, who is not told, so that these rules
// are measured by people who do not merely agree with a machine.
import { createHash } from "node:crypto";
import type { JudgedStatus, Verdict, VerdictBasis } from "./verdict.ts";

/** Kept with the decision and in no view: what the rules would have done. */
export interface BlindMarker {
  verdict: JudgedStatus;
  basis: VerdictBasis;
  points: number;
  reasons: string[];
}

/** The same comment at the same share always gives the same answer, and a larger share draws the same ones and more. */
export function isDrawnForReview(commentId: string, share: number): boolean {
  if (share <= 0) return false;
  const hash = createHash("sha256").update(`blind review ${commentId}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < share;
}

/** Rules alone decided it: by force or by points, and not merely that a human should look. */
export const isDecidedByRules = ({ verdict, basis }: Verdict): boolean =>
  verdict !== "held" && (basis === "force" || basis === "points");

/**
 * The verdict that moderators meet. Score and reasons say nothing of what enforcing rules found; their findings are kept
 * and shown once a human has decided (see findingsOf in src/comments/comment-details-queries.ts).
 */
export function heldForReview(verdict: Verdict): { verdict: Verdict; blind: BlindMarker } {
  const { basis, points, reasons } = verdict;
  const shown = verdict.findings.filter(({ stage }) => stage === "hold");
  return {
    verdict: {
      ...verdict,
      verdict: "held",
      points: shown.reduce((sum, finding) => sum + finding.points, 0),
      reasons: ["A moderator decides"],
      publicReason: null,
    },
    blind: { verdict: verdict.verdict, basis, points, reasons },
  };
}
