import type { Tx } from "../db/transaction.ts";
import { packs } from "../rules/packs/packs.ts";
import { switchPackOn } from "../rules/switch-packs.ts";
import { insertSite, type SiteFields } from "./site-queries.ts";
import type { Site } from "./site.ts";

/** A new site with the packs that are on by default, which may only hold; null where the key is taken. */
export async function createSite(tx: Tx, fields: SiteFields): Promise<Site | null> {
  const site = await insertSite(tx, fields);
  if (site === null) return null;
  for (const pack of packs) if (pack.onForNewSites) await switchPackOn(tx, site.id, pack);
  return site;
}
