// A young rule that hits far too much is most likely a mistake: it is put to shadow, before moderators drown in what it
// holds or authors in what it refuses.
import type { RuleNumbers } from "./rule-numbers.ts";
import { minJudgedToHold } from "./promotion.ts";

export const brakeLimits = { youngHours: 24, windowMinutes: 60, minHits: 20, share: 0.05 };

export interface RecentHits {
  /** Since the rule is live as it is, at most an hour back; in a flood only the latest of these comments are counted. */
  since: Date;
  comments: number;
  hits: number;
}

/** Why the rule is to be braked; null = it goes on. */
export function brakeReason(
  { since, comments, hits }: RecentHits,
  { numbers, precisionTarget }: { numbers: RuleNumbers; precisionTarget: number },
): string | null {
  if (hits <= Math.max(brakeLimits.minHits, brakeLimits.share * comments)) return null;
  if (isConfirmed(numbers, precisionTarget)) return null;
  const share = Math.round((hits / Math.max(comments, hits)) * 100);
  return (
    `It hit ${hits} of ${Math.max(comments, hits)} comments (${share} %) since ${since.toISOString()}. ` +
    `In its first ${brakeLimits.youngHours} hours a rule may hit ${brakeLimits.minHits} comments or ${brakeLimits.share * 100} % of them. ` +
    "It is in shadow now; if it is meant to hit so much, save it with the emergency brake off."
  );
}

/** Moderators agree with it: the comments are to blame, not the rule. */
const isConfirmed = ({ judged, precisionLowerBound }: RuleNumbers, precisionTarget: number): boolean =>
  judged >= minJudgedToHold && precisionLowerBound !== null && precisionLowerBound >= precisionTarget;

/** From when on hits count: since the rule is live as it is, at most the window; null = it is not young any more. */
export function brakeWindowStart(liveSince: Date, now: Date): Date | null {
  const ageMs = now.getTime() - liveSince.getTime();
  if (ageMs > brakeLimits.youngHours * 3_600_000) return null;
  return new Date(Math.max(liveSince.getTime(), now.getTime() - brakeLimits.windowMinutes * 60_000));
}

/** The lowest id that a comment taken in at this time can have: ids are UUIDv7 and begin with the milliseconds. */
export function lowestIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
