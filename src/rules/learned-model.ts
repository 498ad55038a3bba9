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
}

/** Before, a handful of decisions on one day's topic would speak for all. */
export const enoughDecisions = { all: 50, ofEachKind: 10 };

export const hasLearntEnough = ({ refused, approved }: Counts): boolean =>
  refused + approved >= enoughDecisions.all && Math.min(refused, approved) >= enoughDecisions.ofEachKind;

// The witnesses repeat each other (a word, its stem, its pairs), so the more there are, the less each counts; so many
// are enough for their full say. Measured beside other ways in test/bench/spam.ts.
const fewestWitnesses = 10;
const dependence = 0.7;
const steepness = 2;
const maxSpeaking = 6;
const leastWeight = 0.3;

/** The chance, from 0 to 1, that a moderator of this site would refuse a comment with these traits. */
export function scoreOf(
  features: readonly Pick<Feature, "id">[],
  model: LearnedModel,
  counts: ReadonlyMap<number, Counts>,
): LearnedFact {
  const weights = features.flatMap(({ id }) => {
    const known = counts.get(id);
    return known === undefined ? [] : [{ feature: id, weight: weightOf(known, model) }];
  });
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  const evidence = sum / Math.max(fewestWitnesses, weights.length) ** dependence;
  const strongest = (sign: 1 | -1) =>
    weights
      .filter(({ weight }) => weight * sign >= leastWeight)
      .sort((a, b) => (b.weight - a.weight) * sign || a.feature - b.feature)
      .slice(0, maxSpeaking)
      .map(({ feature }) => feature);
  return {
    score: round(1 / (1 + Math.exp(-steepness * evidence))),
    modelVersion: model.version,
    decisions: model.refused + model.approved,
    speakingFor: strongest(1),
    speakingAgainst: strongest(-1),
  };
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
