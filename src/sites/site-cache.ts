// What nearly every submission asks about its site and page, remembered for a second.
import type { Pool } from "pg";
import { createBriefCache } from "../brief-cache.ts";
import { pageState } from "./page-queries.ts";
import { findSiteByKey } from "./site-queries.ts";
import type { Site } from "./site.ts";

export interface SiteCache {
  find(key: string): Promise<Site | null>;
  forget(key: string): void;
}

export interface PageCache {
  state(siteId: string, pageUrl: string): ReturnType<typeof pageState>;
  forget(siteId: string, pageUrl: string): void;
}

const bounds = { ttlMs: 1_000, maxEntries: 1_000 };

export function createSiteCache(pool: Pool): SiteCache {
  const cache = createBriefCache((key) => findSiteByKey(pool, key), bounds);
  return { find: (key) => cache.get(key), forget: (key) => cache.forget(key) };
}

export function createPageCache(pool: Pool): PageCache {
  const cache = createBriefCache(
    (key) => pageState(pool, key.slice(0, uuidLength), key.slice(uuidLength)),
    bounds,
  );
  return {
    state: (siteId, pageUrl) => cache.get(siteId + pageUrl),
    forget: (siteId, pageUrl) => cache.forget(siteId + pageUrl),
  };
}

const uuidLength = 36;
