import type { ServerKey } from "../db/server-key.ts";
import type { Queryable } from "../db/transaction.ts";
import { siteSettingsSchema } from "../sites/site.ts";
import { currentKey, namesNetwork } from "./author.ts";

const { dropIpAfterDays } = siteSettingsSchema.parse({});
const droppedAtOnce = 5_000;
const rewrittenAtOnce = 1_000;

/** Drops IP addresses and user agents that are older than their site keeps them. */
export async function dropOldAddresses(db: Queryable): Promise<void> {
  let dropped: number;
  do {
    const { rowCount } = await db.query(
      `UPDATE comments c SET author_ip = NULL, author_network = NULL, user_agent = NULL, referrer = NULL
       FROM (SELECT old.site_id, old.id
             FROM sites s JOIN comments old ON old.site_id = s.id
             WHERE (old.author_ip IS NOT NULL OR old.user_agent IS NOT NULL)
               AND old.created_at < now() - make_interval(days => coalesce((s.settings->>'dropIpAfterDays')::integer, $1))
             LIMIT $2) due
       WHERE c.site_id = due.site_id AND c.id = due.id`,
      [dropIpAfterDays, droppedAtOnce],
    );
    dropped = rowCount ?? 0;
  } while (dropped === droppedAtOnce);
}

/**
 * Takes the network out of the keys of authors of whom something was said: their bans are to hold for what they write
 * now. What was said since of the author by the new key goes before.
 */
export async function dropNetworksOfAuthors(db: Queryable, serverKey: ServerKey): Promise<void> {
  const { rows } = await db.query<{ site_id: string; author_key: string }>(
    `SELECT site_id, author_key FROM authors WHERE ${namesNetwork("author_key")}`,
  );
  for (const { site_id, author_key } of rows) {
    await db.query(
      `WITH old AS (DELETE FROM authors WHERE site_id = $1 AND author_key = $2 RETURNING *)
       INSERT INTO authors AS a (site_id, author_key, id, name, email, trusted_at, banned_at, banned_until, note, changed_by, changed_at)
       SELECT site_id, $3, id, name, email, trusted_at, banned_at, banned_until, note, changed_by, changed_at FROM old
       ON CONFLICT (site_id, author_key) DO UPDATE
       SET trusted_at = coalesce(a.trusted_at, CASE WHEN a.banned_at IS NULL THEN excluded.trusted_at END),
           banned_at = coalesce(a.banned_at, CASE WHEN a.trusted_at IS NULL THEN excluded.banned_at END),
           banned_until = CASE WHEN coalesce(a.trusted_at, a.banned_at) IS NULL THEN excluded.banned_until ELSE a.banned_until END,
           note = concat_ws(E'\n', nullif(a.note, ''), nullif(excluded.note, ''))`,
      [site_id, author_key, currentKey(author_key, serverKey)],
    );
  }
}

/** The same for comments. `stopping` is heard between two portions. */
export async function dropNetworksOfComments(
  db: Queryable,
  serverKey: ServerKey,
  stopping: AbortSignal,
): Promise<void> {
  let rewritten = rewrittenAtOnce;
  while (rewritten === rewrittenAtOnce && !stopping.aborted)
    rewritten = await dropNetworksOf(db, serverKey, null);
}

/** Of these comments, or of some; answers of how many. */
export async function dropNetworksOf(
  db: Queryable,
  serverKey: ServerKey,
  ids: readonly string[] | null,
): Promise<number> {
  const { rows } = await db.query<{ site_id: string; id: string; author_key: string }>(
    `SELECT site_id, id, author_key FROM comments
     WHERE ${namesNetwork("author_key")} AND ($2::uuid[] IS NULL OR id = ANY($2)) LIMIT $1`,
    [rewrittenAtOnce, ids],
  );
  await db.query(
    `UPDATE comments c SET author_key = given.written
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS given (site_id, id, read, written)
     WHERE c.site_id = given.site_id AND c.id = given.id AND c.author_key = given.read`,
    [
      rows.map((row) => row.site_id),
      rows.map((row) => row.id),
      rows.map((row) => row.author_key),
      rows.map((row) => currentKey(row.author_key, serverKey)),
    ],
  );
  return rows.length;
}
