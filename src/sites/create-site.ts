import type { Tx } from "../db/transaction.ts";
import { defaultRules } from "../rules/default-rules.ts";
import { insertRule } from "../rules/rule-queries.ts";
import { insertSite, type SiteFields } from "./site-queries.ts";
import type { Site } from "./site.ts";

/** A new site with the default rules, which may only hold; null where the key is taken. */
export async function createSite(tx: Tx, fields: SiteFields): Promise<Site | null> {
  const site = await insertSite(tx, fields);
  if (site === null) return null;
  for (const rule of defaultRules) await insertRule(tx, site.id, { rule, savedBy: "Moderato" });
  return site;
}
