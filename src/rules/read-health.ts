import type { Queryable } from "../db/transaction.ts";
import { latestHits } from "./number-queries.ts";
import { standingsOf } from "./read-numbers.ts";
import { examine } from "./rule-health.ts";
import { listRules } from "./rule-queries.ts";

/** Rules that are run; drafts are left out. */
export async function readHealth(db: Queryable, siteIds: string[] | null, days: number) {
  const rules = (await listRules(db, siteIds)).filter(({ stage }) => stage !== "draft");
  const [standings, hits] = await Promise.all([standingsOf(db, rules, days), latestHits(db, rules, days)]);
  const examined = rules.map(({ siteKey, ruleId, name, stage }) => ({
    ...{ siteKey, ruleId, name, stage },
    numbers: standings.get(ruleId)!.numbers,
    latest: hits.get(ruleId) ?? { hits: [], isAll: true },
  }));
  return { days, rules: rules.length, ...examine(examined) };
}
