// How a site's own moderators would decide, told from how they did: a naive Bayes score over the traits of a comment,
// each a weak witness. Pure; the counts are gathered before.
import type { Feature } from "../text/features.ts";
import type { LearnedFact } from "./facts.ts";

/** In how many refused and approved comments something was found. */
export interface Counts {
  refused: number;
  approved: number;
}

export interface LearnedModel extends Counts {
  version: number;
  /** So much evidence has a score of 0.9: see `holdFrom`. */
  holdFrom: number;
}

/**
 * Before, a handful of decisions on one day's topic would speak for all. What was seen once says little, so a young model
 * holds hardly anything: taught by so many, it holds 0.3 % of honest comments, and half of the spam (test/bench/spam.ts).
 */
export const enoughDecisions = { all: 30, ofEachKind: 5 };

export const hasLearntEnough = ({ refused, approved }: Counts): boolean =>
  refused + approved >= enoughDecisions.all && Math.min(refused, approved) >= enoughDecisions.ofEachKind;

// The witnesses repeat each other (a word, its stem, its pairs), so the more there are, the less each counts; so many
// are enough for their full say. Measured beside other ways in test/bench/spam.ts.
const fewestWitnesses = 10;
const dependence = 0.7;
const steepness = 2;
const maxSpeaking = 6;
const leastWeight = 0.3;

type Witness = Pick<Feature, "id" | "weight">;

/** How sure the model is that a moderator of this site would refuse a comment with these traits: from 0 to 1. */
export function scoreOf(
  traits: readonly Witness[],
  model: LearnedModel,
  counts: ReadonlyMap<number, Counts>,
): LearnedFact {
  const said = whatIsSaid(traits, model, counts);
  const strongest = (sign: 1 | -1) =>
    said
      .filter(({ speaks }) => speaks * sign >= leastWeight)
      .sort((a, b) => (b.speaks - a.speaks) * sign || a.id - b.id)
      .slice(0, maxSpeaking)
      .map(({ id }) => id);
  return {
    score: round(1 / (1 + Math.exp(model.holdFrom - sumOf(said)) / surely)),
    modelVersion: model.version,
    decisions: model.refused + model.approved,
    speakingFor: strongest(1),
    speakingAgainst: strongest(-1),
  };
}

/** What speaks for a refusal less what speaks against one. */
export const evidenceOf = (
  traits: readonly Witness[],
  model: Counts,
  counts: ReadonlyMap<number, Counts>,
): number => sumOf(whatIsSaid(traits, model, counts));

interface Said extends Witness {
  /** For a refusal; below nothing: against one. */
  speaks: number;
}

const whatIsSaid = (traits: readonly Witness[], model: Counts, counts: ReadonlyMap<number, Counts>): Said[] =>
  traits.flatMap(({ id, weight }) => {
    const known = counts.get(id);
    return known === undefined ? [] : [{ id, weight, speaks: weight * weightOf(known, model) }];
  });

function sumOf(said: readonly Said[]): number {
  let sum = 0;
  let witnesses = 0;
  for (const { speaks, weight } of said) {
    sum += speaks;
    witnesses += weight;
  }
  return (steepness * sum) / Math.max(fewestWitnesses, witnesses) ** dependence;
}

/**
 * How much more often the trait is found in refused comments than in approved ones, as a logarithm. The same is added
 * to both shares, so that what was seen once says little, also where one kind is far more frequent than the other.
 */
function weightOf(found: Counts, all: Counts): number {
  const doubt = (1 / all.refused + 1 / all.approved) / 2;
  return Math.log((found.refused / all.refused + doubt) / (found.approved / all.approved + doubt));
}

const round = (score: number): number => Math.round(score * 10_000) / 10_000;

// What a score of 0.9 means is learnt, too. Each decision was foretold before it was learnt; how much evidence there was
// against comments that moderators then approved tells from where on hardly any honest one would be held.
const surely = 9;
/** Half of the one in a hundred that may be held wrongly: other pages are harder than those it knows. */
const shareHeldWrongly = 0.005;
const holdFromAtFirst = 3.1;
/** With so many approvals of its own, a site has half the say. */
const approvalsToTrust = 100;
const binsPerUnit = 10;
const bins = 4 * binsPerUnit;
const leastHoldFrom = 1;
const maxRemembered = 1_000;

/** The place of a foretold approval in `approvedAt`, which counts them by their evidence. */
export const binOf = (evidence: number): number =>
  Math.min(bins, Math.max(0, Math.floor(evidence * binsPerUnit)));

export function holdFrom(approvedAt: readonly number[]): number {
  const approvals = approvedAt.reduce((sum, count) => sum + count, 0);
  const mayBeHeld = Math.floor(approvals * shareHeldWrongly);
  let above = 0;
  let bin = bins + 1;
  while (bin > 0 && above + (approvedAt[bin - 1] ?? 0) <= mayBeHeld) above += approvedAt[--bin] ?? 0;
  const own = Math.max(leastHoldFrom, bin / binsPerUnit);
  return round((own * approvals + holdFromAtFirst * approvalsToTrust) / (approvals + approvalsToTrust));
}

/** The newest count most: when there are many, all that is known is halved. */
export function withApprovals(
  approvedAt: readonly number[],
  changes: readonly (readonly [number, 1 | -1])[],
): number[] {
  const counts = Array.from({ length: bins + 1 }, (_, bin) => approvedAt[bin] ?? 0);
  for (const [bin, change] of changes) counts[bin] = Math.max(0, counts[bin]! + change);
  const sum = counts.reduce((total, count) => total + count, 0);
  return sum > maxRemembered ? counts.map((count) => Math.floor(count / 2)) : counts;
}
