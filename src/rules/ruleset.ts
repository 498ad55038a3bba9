import type { Queryable } from "../db/transaction.ts";
import type { Site } from "../sites/site.ts";
import { type CompiledRules, prepareRules } from "./compile.ts";
import { loadRuleVersions, loadWordLists } from "./rule-queries.ts";
import type { JudgementSettings } from "./verdict.ts";

/** A site's rules, compiled, with the settings of the moment. */
export interface Ruleset {
  site: Site;
  compiled: CompiledRules;
  settings: JudgementSettings;
}

// Compiling a list of 65,000 phrases takes a part of a second and some memory: once per process and rules revision.
const compiledBySite = new Map<string, { revision: number; compiled: Promise<CompiledRules> }>();

/** With the site as it was just read, a saved rule counts from the next batch on; compiles only what changed. */
export async function loadRuleset(db: Queryable, site: Site): Promise<Ruleset> {
  const known = compiledBySite.get(site.id);
  const compiled = known?.revision === site.rulesRevision ? known.compiled : compile(db, site);
  if (compiled !== known?.compiled) {
    compiledBySite.set(site.id, { revision: site.rulesRevision, compiled });
    compiled.catch(() => compiledBySite.delete(site.id));
  }
  return { site, compiled: await compiled, settings: settingsOf(site) };
}

export const settingsOf = (site: Site): JudgementSettings => ({
  mode: site.mode,
  newAuthorApprovals: site.settings.newAuthorApprovals,
  thresholds: site.settings.thresholds,
  groupCaps: site.settings.groupCaps,
});

async function compile(db: Queryable, site: Site): Promise<CompiledRules> {
  const [versions, wordLists] = await Promise.all([
    loadRuleVersions(db, site.id),
    loadWordLists(db, site.id),
  ]);
  return prepareRules(versions, wordLists);
}
