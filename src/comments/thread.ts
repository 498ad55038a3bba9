import type { Queryable } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { isPageClosed, type Site } from "../sites/site.ts";
import { newsroomKey } from "./author.ts";

/** A published comment as readers see it, with the answers to it. */
export interface PublishedComment {
  id: string;
  parentId: string | null;
  authorName: string;
  authorUrl: string | null;
  isNewsroom: boolean;
  body: string;
  createdAt: string;
  /** When its text was last changed, by the website or a moderator; null = never. */
  editedAt: string | null;
  replies: PublishedComment[];
}

// One page's thread is read whole up to this many; beyond it the newest are shown.
const maxThread = 2_000;

/** What the readers of a page get, all of them the same. */
export interface PageThread {
  items: PublishedComment[];
  closed: boolean;
}

export const threadKey = (site: Site, pageUrl: string): string => `${site.id} ${pageUrl}`;

export async function loadThread(
  deps: Pick<Deps, "pool" | "pages" | "now">,
  site: Site,
  pageUrl: string,
): Promise<PageThread> {
  const [items, page] = await Promise.all([
    publishedOn(deps.pool, site.id, pageUrl),
    deps.pages.state(site.id, pageUrl),
  ]);
  return { items, closed: isPageClosed(site, page, deps.now()) };
}

/** The approved comments of a page, oldest first, answers below what they answer. */
async function publishedOn(db: Queryable, siteId: string, pageUrl: string): Promise<PublishedComment[]> {
  const { rows } = await db.query<{
    id: string;
    parent_id: string | null;
    author_name: string;
    author_url: string | null;
    is_newsroom: boolean;
    body: string;
    created_at: Date;
    edited_at: Date | null;
  }>({
    name: "load-thread",
    text: `SELECT id, parent_id, author_name, author_url, author_key = '${newsroomKey}' AS is_newsroom, body, created_at,
                  (SELECT max(e.edited_at) FROM earlier_texts e WHERE e.comment_id = comments.id) AS edited_at
           FROM comments
           WHERE site_id = $1 AND page_url = $2 AND status = 'approved'
           ORDER BY created_at DESC, id DESC LIMIT ${maxThread}`,
    values: [siteId, pageUrl],
  });
  const comments = rows.reverse().map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    authorName: row.author_name,
    authorUrl: row.author_url,
    isNewsroom: row.is_newsroom,
    body: row.body,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    replies: [],
  }));
  return nest(comments);
}

/** An answer whose parent is not published (any more) stands at the top level rather than vanishing with it. */
function nest(comments: PublishedComment[]): PublishedComment[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const top: PublishedComment[] = [];
  for (const comment of comments) {
    const parent = comment.parentId === null ? undefined : byId.get(comment.parentId);
    (parent?.replies ?? top).push(comment);
  }
  return top;
}

export async function countPublished(
  db: Queryable,
  siteId: string,
  pageUrls: string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ page_url: string; count: number }>(
    `SELECT page_url, count(*) AS count FROM comments
     WHERE site_id = $1 AND page_url = ANY($2) AND status = 'approved' GROUP BY page_url`,
    [siteId, pageUrls],
  );
  return new Map(rows.map((row) => [row.page_url, row.count]));
}
