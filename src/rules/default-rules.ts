// The rules of a new site, from the packs that are on for it. They may only hold, and none of the weak signals is enough
// alone: with the default threshold of 4 points it takes two of them, so that an honest first comment with one odd trait
// is not kept back.
import { ruleOf } from "./packs/pack.ts";
import { packs } from "./packs/packs.ts";
import type { RuleInput } from "./rule.ts";

export const defaultRules: readonly Omit<RuleInput, "siteKey">[] = packs
  .filter(({ onForNewSites }) => onForNewSites)
  .flatMap(({ rules }) => rules.map((rule) => ruleOf(rule, (listKey) => listKey)));
