// The numbers of rules as the API shows them, put together from the sums of their versions.
import type { Queryable } from "../db/transaction.ts";
import { listSites } from "../sites/site-queries.ts";
import { siteSettingsSchema } from "../sites/site.ts";
import { countsOfDays, countsOfVersions, type VersionCounts } from "./number-queries.ts";
import { type Advice, adviseOn } from "./promotion.ts";
import { ruleStages } from "./rule.ts";
import { addCounts, noCounts, type RuleNumbers, numbersOf, sameQuestion } from "./rule-numbers.ts";
import { listVersionsOf, type StoredRule } from "./rule-queries.ts";

export const defaultDays = 30;

export interface Standing {
  /** Of all newest versions that ask the same, whatever their stage or name. */
  numbers: RuleNumbers;
  advice: Advice;
}

/** Each rule's numbers and what follows from them, by rule id. */
export async function standingsOf(
  db: Queryable,
  rules: StoredRule[],
  days = defaultDays,
): Promise<Map<string, Standing>> {
  const ids = rules.map((rule) => rule.ruleId);
  const [versions, counts, sites] = await Promise.all([
    listVersionsOf(db, ids),
    countsOfVersions(db, ids, days),
    listSites(db, [...new Set(rules.map((rule) => rule.siteId))]),
  ]);
  const versionsByRule = byRule(versions);
  const countsByRule = byRule(counts);
  const settingsBySite = new Map(sites.map((site) => [site.id, site.settings]));
  return new Map(
    rules.map((rule) => {
      const { precisionTarget } = settingsBySite.get(rule.siteId) ?? defaultSettings;
      const alike = sameQuestion(versionsByRule.get(rule.ruleId) ?? [rule]);
      const counted = countsOf(countsByRule.get(rule.ruleId) ?? [], alike);
      const numbers = numbersOf(addCounts(counted), rule.stage);
      return [rule.ruleId, { numbers, advice: adviseOn(rule.stage, numbers, precisionTarget) }];
    }),
  );
}

function byRule<Item extends { ruleId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const grouped = new Map<string, Item[]>();
  for (const item of items) {
    const known = grouped.get(item.ruleId);
    if (known === undefined) grouped.set(item.ruleId, [item]);
    else known.push(item);
  }
  return grouped;
}

const defaultSettings = siteSettingsSchema.parse({});

const countsOf = (counts: readonly VersionCounts[], versions: readonly StoredRule[]): VersionCounts[] =>
  counts.filter(({ ruleVersion }) => versions.some(({ version }) => version === ruleVersion));

/** Everything about one rule: in all, by stage, by version and by day. */
export async function readNumbers(db: Queryable, rule: StoredRule, days: number) {
  const [versions, counts, daily, standings] = await Promise.all([
    listVersionsOf(db, [rule.ruleId]),
    countsOfVersions(db, [rule.ruleId], days),
    countsOfDays(db, rule.ruleId, days),
    standingsOf(db, [rule], days),
  ]);
  const stages = ruleStages.filter((stage) => stage !== "draft");
  return {
    ruleId: rule.ruleId,
    days,
    ...standings.get(rule.ruleId)!,
    total: numbersOf(addCounts(counts), rule.stage),
    stages: Object.fromEntries(
      stages.map((stage) => {
        const ofStage = versions.filter((version) => version.stage === stage);
        return [stage, numbersOf(addCounts(countsOf(counts, ofStage)), stage)];
      }),
    ),
    versions: versions.map((version) => ({
      version: version.version,
      name: version.name,
      stage: version.stage,
      createdAt: version.createdAt,
      numbers: numbersOf(
        counts.find(({ ruleVersion }) => ruleVersion === version.version) ?? noCounts,
        version.stage,
      ),
    })),
    daily: daily.map(({ day, hits, confirmed, overturned }) => ({ day, hits, confirmed, overturned })),
  };
}
