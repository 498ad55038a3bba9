// What a rule has done, in numbers. A hit is a judgement in which the rule had a finding. It is judged once a human has
// had the last word on that text: confirmed where the human wanted what the rule wanted (refuse; or publish, for a rule
// that speaks for comments), overturned where not. A comment put back into the queue, a decision taken back and a
// deletion judge nothing.
import { type Precision, precisionOf } from "./precision.ts";
import type { RuleStage } from "./rule.ts";

/** Sums as stored, of one version or of several. */
export interface Counts {
  hits: number;
  confirmed: number;
  overturned: number;
  blindHits: number;
  blindConfirmed: number;
  blindOverturned: number;
  lastHitAt: string | null;
  /** Comments it was run on, and how long that took; counted since costs are measured, so it may lag behind. */
  evaluated: number;
  microseconds: number;
}

export const noCounts: Counts = {
  hits: 0,
  confirmed: 0,
  overturned: 0,
  blindHits: 0,
  blindConfirmed: 0,
  blindOverturned: 0,
  lastHitAt: null,
  evaluated: 0,
  microseconds: 0,
};

export function addCounts(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, next) => ({
      hits: sum.hits + next.hits,
      confirmed: sum.confirmed + next.confirmed,
      overturned: sum.overturned + next.overturned,
      blindHits: sum.blindHits + next.blindHits,
      blindConfirmed: sum.blindConfirmed + next.blindConfirmed,
      blindOverturned: sum.blindOverturned + next.blindOverturned,
      lastHitAt: later(sum.lastHitAt, next.lastHitAt),
      evaluated: sum.evaluated + next.evaluated,
      microseconds: sum.microseconds + next.microseconds,
    }),
    noCounts,
  );
}

// ISO times in UTC sort as text.
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

export interface RuleNumbers {
  hits: number;
  judged: number;
  confirmed: number;
  overturned: number;
  precision: number | null;
  precisionLowerBound: number | null;
  precisionUpperBound: number | null;
  /** Which hits the precision rests on. */
  precisionOf: "all" | "blind";
  blind: { hits: number; judged: number; confirmed: number; overturned: number };
  lastHitAt: string | null;
  evaluated: number;
  /** Hits among the comments it was run on. */
  share: number | null;
  meanCostMicroseconds: number | null;
}

/** With fewer, the blind sample says less than all judged hits together. */
export const minBlindJudged = 20;

export function numbersOf(counts: Counts, stage: RuleStage): RuleNumbers {
  const judged = counts.confirmed + counts.overturned;
  const blindJudged = counts.blindConfirmed + counts.blindOverturned;
  // What an enforcing rule refuses is looked at again mostly where it was wrong: only the blind sample is fair to it.
  const isBlind = stage === "enforce" && blindJudged >= minBlindJudged;
  const precision: Precision = isBlind
    ? precisionOf(counts.blindConfirmed, blindJudged)
    : precisionOf(counts.confirmed, judged);
  return {
    hits: counts.hits,
    judged,
    confirmed: counts.confirmed,
    overturned: counts.overturned,
    precision: precision.value,
    precisionLowerBound: precision.lowerBound,
    precisionUpperBound: precision.upperBound,
    precisionOf: isBlind ? "blind" : "all",
    blind: {
      hits: counts.blindHits,
      judged: blindJudged,
      confirmed: counts.blindConfirmed,
      overturned: counts.blindOverturned,
    },
    lastHitAt: counts.lastHitAt,
    evaluated: counts.evaluated,
    share: counts.evaluated === 0 ? null : rounded(Math.min(1, counts.hits / counts.evaluated), 10_000),
    meanCostMicroseconds:
      counts.evaluated === 0 ? null : rounded(counts.microseconds / counts.evaluated, 100),
  };
}

const rounded = (value: number, steps: number): number => Math.round(value * steps) / steps;

interface Comparable {
  stage: RuleStage;
  when: unknown;
  then: unknown;
}

/** The newest versions (newest first) that ask the same: a new name or stage does not make evidence worthless. */
export function sameQuestion<Version extends Comparable>(versions: readonly Version[]): Version[] {
  const [newest] = versions;
  const end = versions.findIndex((version) => !isAlike(version, newest!, ["when", "then"]));
  return versions.slice(0, end === -1 ? versions.length : end);
}

/** The newest versions (newest first) that act the same: since the oldest of them the rule has been live as it is. */
export function sameEffect<Version extends Comparable>(versions: readonly Version[]): Version[] {
  const [newest] = versions;
  const end = versions.findIndex((version) => !isAlike(version, newest!, ["when", "then", "stage"]));
  return versions.slice(0, end === -1 ? versions.length : end);
}

// Stored JSON keeps the order of keys that Postgres gives it, so equal definitions are equal as text.
const isAlike = (one: Comparable, other: Comparable, fields: (keyof Comparable)[]): boolean =>
  fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
