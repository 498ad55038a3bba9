import type { Deps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { assertCan, type Caller, type Scope } from "../people/caller.ts";
import { findSiteByKey } from "./site-queries.ts";
import type { Site } from "./site.ts";

/** The site, if the caller has the scope on it; 404 where it does not exist or is none of his business. */
export async function siteFor(
  { pool }: Pick<Deps, "pool">,
  caller: Caller,
  { key, scope }: { key: string; scope: Scope },
): Promise<Site> {
  const site = await findSiteByKey(pool, key);
  if (site === null) throw notFound("site");
  assertCan(caller, scope, { siteId: site.id, what: "site" });
  return site;
}
