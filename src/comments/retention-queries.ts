import type { Queryable } from "../db/transaction.ts";
import { siteSettingsSchema } from "../sites/site.ts";

const { dropIpAfterDays } = siteSettingsSchema.parse({});
const droppedAtOnce = 5_000;

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
