import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { adminKeyId, recordAudit } from "../people/audit.ts";
import type { Caller } from "../people/caller.ts";
import { findSiteById, lockSite } from "../sites/site-queries.ts";
import { countRecentHits, lockRuleAt, youngLiveRules } from "./brake-queries.ts";
import { brakeLimits, brakeReason, brakeWindowStart, lowestIdAt } from "./emergency-brake.ts";
import { standingsOf } from "./read-numbers.ts";
import { sameEffect } from "./rule-numbers.ts";
import { listVersionsOf, saveRule, type StoredRule } from "./rule-queries.ts";

const brake: Caller = { kind: "key", id: adminKeyId, name: "Moderato (emergency brake)", grants: [] };

/**
 * Puts to shadow what became live within a day and hits far too much. Comments that were decided stay as they are: what
 * the rule did meanwhile can be undone by `undoRule`. Costs one small query where no rule is young.
 */
export async function brakeRunawayRules(deps: Deps): Promise<void> {
  const young = await youngLiveRules(deps.pool, brakeLimits.youngHours);
  if (young.length === 0) return;
  const versions = await listVersionsOf(deps.pool, young);
  for (const ruleId of young) {
    const ofRule = versions.filter((version) => version.ruleId === ruleId);
    const reason = await reasonToBrake(deps, ofRule);
    if (reason !== null) await putToShadow(deps, ofRule[0]!, reason);
  }
}

async function reasonToBrake(deps: Deps, versions: StoredRule[]): Promise<string | null> {
  const live = sameEffect(versions);
  const [rule] = live;
  if (rule === undefined) return null;
  const since = brakeWindowStart(new Date(live.at(-1)!.createdAt), deps.now());
  if (since === null) return null;
  const recent = await countRecentHits(deps.pool, {
    siteId: rule.siteId,
    ruleId: rule.ruleId,
    firstVersion: live.at(-1)!.version,
    firstCommentId: lowestIdAt(since),
  });
  if (recent.hits <= brakeLimits.minHits) return null;
  const site = await findSiteById(deps.pool, rule.siteId);
  const numbers = (await standingsOf(deps.pool, [rule])).get(rule.ruleId)?.numbers;
  if (site === null || numbers === undefined) return null;
  return brakeReason({ ...recent, since }, { numbers, precisionTarget: site.settings.precisionTarget });
}

async function putToShadow(deps: Deps, rule: StoredRule, reason: string): Promise<void> {
  const braked = await inTransaction(deps.pool, async (tx) => {
    // In the order in which people's changes lock them.
    await lockSite(tx, rule.siteId);
    // Somebody may have saved it meanwhile: then it is another rule, to be judged by its own hits.
    if (!(await lockRuleAt(tx, rule))) return false;
    await saveRule(tx, rule, {
      rule: { ...rule, stage: "shadow" },
      savedBy: brake.name,
      brakeReason: reason,
    });
    await recordAudit(tx, brake, {
      action: "rule.brake",
      siteId: rule.siteId,
      subject: rule.ruleId,
      detail: { name: rule.name, from: rule.stage, reason },
    });
    return true;
  });
  if (braked)
    deps.log.warn(
      { ruleId: rule.ruleId, siteKey: rule.siteKey, reason },
      "the emergency brake put a rule to shadow",
    );
}
