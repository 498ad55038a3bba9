// What may be wrong with a site's rules, from their numbers and their latest hits.
import type { RuleNumbers } from "./rule-numbers.ts";
import type { RuleStage } from "./rule.ts";

/** Below these nothing is said: a rule that met a handful of comments has had no chance. */
export const healthLimits = {
  minEvaluated: 20,
  minJudged: 5,
  minHitsInCommon: 10,
  overlap: 0.9,
  minEvaluatedForShare: 100,
  tooBroad: 0.25,
  slowMicroseconds: 1_000,
};

interface NamedRule {
  siteKey: string;
  ruleId: string;
  name: string;
  stage: RuleStage;
}

export interface ExaminedRule extends NamedRule {
  numbers: RuleNumbers;
  /** Its latest hits, newest first; `isAll` where there are no older ones in the period. */
  latest: { hits: { commentId: string; at: number }[]; isAll: boolean };
}

export interface HealthItem extends NamedRule {
  sentence: string;
}

export interface Overlap {
  rules: [NamedRule, NamedRule];
  /** Comments that both hit, and each of the two, over the time that both samples cover. */
  both: number;
  hits: [number, number];
  /** `both` of the rule that hit fewer. */
  share: number;
  sentence: string;
}

export function examine(rules: readonly ExaminedRule[]) {
  const items = (
    isSick: (numbers: RuleNumbers) => boolean,
    sentence: (numbers: RuleNumbers) => string,
  ): HealthItem[] =>
    rules
      .filter(({ numbers }) => isSick(numbers))
      .map((rule) => ({ ...named(rule), sentence: sentence(rule.numbers) }));
  return {
    neverFired: items(
      ({ hits, evaluated }) => hits === 0 && evaluated >= healthLimits.minEvaluated,
      ({ evaluated }) => `It met ${evaluated} comments and hit none.`,
    ),
    alwaysOverturned: items(
      ({ judged, overturned }) => judged >= healthLimits.minJudged && overturned === judged,
      ({ judged }) => `Moderators overturned all of its ${judged} judged hits.`,
    ),
    overlaps: overlapsOf(rules),
    tooBroad: items(
      ({ share, evaluated }) =>
        share !== null && evaluated >= healthLimits.minEvaluatedForShare && share >= healthLimits.tooBroad,
      ({ share }) => `It hits ${Math.round((share ?? 0) * 100)} % of all comments.`,
    ),
    slow: items(
      ({ meanCostMicroseconds, evaluated }) =>
        evaluated >= healthLimits.minEvaluated &&
        meanCostMicroseconds !== null &&
        meanCostMicroseconds >= healthLimits.slowMicroseconds,
      ({ meanCostMicroseconds }) =>
        `It takes ${((meanCostMicroseconds ?? 0) / 1000).toFixed(1)} ms a comment on average.`,
    ),
  };
}

const named = ({ siteKey, ruleId, name, stage }: ExaminedRule): NamedRule => ({
  siteKey,
  ruleId,
  name,
  stage,
});

function overlapsOf(rules: readonly ExaminedRule[]): Overlap[] {
  return rules.flatMap((one, index) =>
    rules.slice(index + 1).flatMap((other) => overlapOf(one, other) ?? []),
  );
}

function overlapOf(one: ExaminedRule, other: ExaminedRule): Overlap | null {
  if (one.siteKey !== other.siteKey) return null;
  const since = Math.max(coveredFrom(one), coveredFrom(other));
  const [first, second] = [one, other].map(
    ({ latest }) => new Set(latest.hits.filter(({ at }) => at >= since).map(({ commentId }) => commentId)),
  ) as [Set<string>, Set<string>];
  const smaller = Math.min(first.size, second.size);
  if (smaller < healthLimits.minHitsInCommon) return null;
  const both = [...first].filter((commentId) => second.has(commentId)).length;
  const share = both / smaller;
  if (share < healthLimits.overlap) return null;
  const rarer = first.size <= second.size ? one : other;
  const wider = rarer === one ? other : one;
  return {
    rules: [named(one), named(other)],
    both,
    hits: [first.size, second.size],
    share: Math.round(share * 100) / 100,
    sentence: `${both} of the last ${smaller} comments that “${rarer.name}” hit were hit by “${wider.name}”, too.`,
  };
}

/** From when on the sample is complete. */
const coveredFrom = ({ latest }: ExaminedRule): number =>
  latest.isAll ? Number.NEGATIVE_INFINITY : (latest.hits.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
