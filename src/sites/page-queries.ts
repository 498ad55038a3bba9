import { uuidv7 } from "uuidv7";
import type { Queryable } from "../db/transaction.ts";
import { findSiteById } from "./site-queries.ts";
import type { Site } from "./site.ts";

export interface PageRow {
  id: string;
  siteId: string;
  url: string;
  title: string | null;
  closedAt: Date | null;
  firstSeenAt: Date;
}

const columns = `id, site_id AS "siteId", url, title, closed_at AS "closedAt", first_seen_at AS "firstSeenAt"`;

// About 50 ms: parts of titles and addresses are in no index.
const lookedThrough = 20_000;

interface PageSearch {
  pageUrl: string | undefined;
  part: string | undefined;
  closed: boolean | undefined;
  after: [string, string] | null;
  limit: number;
}

/**
 * Newest first. A search for a part looks through so many at a time: `goesOnAfter` is the last of them where it has found
 * less than was asked for and there are older ones.
 */
export async function listPages(
  db: Queryable,
  siteId: string,
  { part: given, limit, ...search }: PageSearch,
): Promise<{ rows: PageRow[]; goesOnAfter: PagePlace | null }> {
  const part = given?.trim() || null;
  const { rows } = await db.query<PageRow>(
    `SELECT ${columns} FROM (SELECT * FROM pages ${newestFirst} LIMIT $7) walked
     WHERE $6::text IS NULL OR position(lower($6) IN lower(url)) > 0 OR position(lower($6) IN lower(title)) > 0
     ORDER BY first_seen_at DESC, id DESC LIMIT $8`,
    [...valuesOf(siteId, search), part, part === null ? limit : lookedThrough, limit],
  );
  const goesOnAfter =
    part === null || rows.length === limit ? null : await endOfWalk(db, valuesOf(siteId, search));
  return { rows, goesOnAfter };
}

const newestFirst = `
  WHERE site_id = $1 AND ($2::text IS NULL OR url = $2)
    AND ($3::timestamptz IS NULL OR (first_seen_at, id) < ($3, $4::uuid))
    AND ($5::boolean IS NULL OR (closed_at IS NOT NULL) = $5)
  ORDER BY first_seen_at DESC, id DESC`;

const valuesOf = (siteId: string, { pageUrl, after, closed }: Omit<PageSearch, "part" | "limit">) => [
  siteId,
  pageUrl ?? null,
  after?.[0] ?? null,
  after?.[1] ?? null,
  closed ?? null,
];

export type PagePlace = Pick<PageRow, "id" | "firstSeenAt">;

async function endOfWalk(db: Queryable, values: unknown[]): Promise<PagePlace | null> {
  const { rows } = await db.query<PagePlace>(
    `SELECT id, first_seen_at AS "firstSeenAt" FROM pages ${newestFirst} OFFSET ${lookedThrough - 1} LIMIT 2`,
    values,
  );
  return rows.length === 2 ? rows[0]! : null;
}

export async function findPage(db: Queryable, id: string): Promise<{ page: PageRow; site: Site } | null> {
  const { rows } = await db.query<PageRow>(`SELECT ${columns} FROM pages WHERE id = $1`, [id]);
  const page = rows[0];
  const site = page === undefined ? null : await findSiteById(db, page.siteId);
  return page === undefined || site === null ? null : { page, site };
}

/** Also for a page that has no comment yet. */
export async function setPageClosed(
  db: Queryable,
  siteId: string,
  { pageUrl, closed }: { pageUrl: string; closed: boolean },
): Promise<PageRow> {
  const { rows } = await db.query<PageRow>(
    `INSERT INTO pages (site_id, url, id, closed_at) VALUES ($1, $2, $3, CASE WHEN $4 THEN now() END)
     ON CONFLICT (site_id, url) DO UPDATE SET closed_at = CASE WHEN $4 THEN coalesce(pages.closed_at, now()) END
     RETURNING ${columns}`,
    [siteId, pageUrl, uuidv7(), closed],
  );
  return rows[0]!;
}

/** When the page was first seen and closed, for isPageClosed; both null for a page without comments. */
export async function pageState(
  db: Queryable,
  siteId: string,
  pageUrl: string,
): Promise<{ closedAt: Date | null; firstSeenAt: Date | null }> {
  const { rows } = await db.query<{ closed_at: Date | null; first_seen_at: Date }>({
    name: "page-state",
    text: "SELECT closed_at, first_seen_at FROM pages WHERE site_id = $1 AND url = $2",
    values: [siteId, pageUrl],
  });
  return { closedAt: rows[0]?.closed_at ?? null, firstSeenAt: rows[0]?.first_seen_at ?? null };
}
