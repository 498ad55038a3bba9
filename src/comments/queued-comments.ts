import type { Queryable } from "../db/transaction.ts";
import type { QueuedId } from "../queues.ts";
import type { LearnedModel } from "../rules/learned-model.ts";
import { siteColumns, type SiteRow, toSite } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";

export interface JudgingSite {
  site: Site;
  /** What the site's model has learnt from; null = it has none. */
  model: LearnedModel | null;
}

/**
 * SQL: the comments with the ids of an array parameter, one by one by their key. Asked for by `= ANY`, beside the site or
 * status, they may be looked for in an index that is not in the order of ids: PostgreSQL plans these statements while it
 * knows little of the tables, and then reads all of the site.
 */
export const commentsOf = (ids: `$${number}`) => `
  unnest(${ids}::uuid[]) AS given (id)
  CROSS JOIN LATERAL (SELECT * FROM comments WHERE comments.id = given.id OFFSET 0)`;

/** What comments of a site are judged by at this moment; null where there is no such site any more. */
export async function readJudgingSite(db: Queryable, siteId: string): Promise<JudgingSite | null> {
  const { rows } = await db.query<SiteRow & { model: LearnedModel | null }>({
    name: "judging-site",
    text: `
      SELECT ${siteColumns("s")},
             CASE WHEN m.site_id IS NOT NULL
               THEN json_build_object('version', m.version, 'refused', m.refused, 'approved', m.approved,
                                      'holdFrom', m.hold_from) END AS model
      FROM sites s LEFT JOIN learned_models m ON m.site_id = s.id
      WHERE s.id = $1`,
    values: [siteId],
  });
  const row = rows[0];
  return row === undefined ? null : { site: toSite(row), model: row.model };
}

const firstRetrySeconds = 5;

/** Counts a failed moderation and says when the sweep may bring it back: 5 s, then ten, twenty … later. */
export async function recordFailure(
  db: Queryable,
  id: string,
  message: string,
): Promise<{ attempts: number } | null> {
  const { rows } = await db.query<{ attempts: number }>(
    `UPDATE comments
     SET attempts = attempts + 1, last_error = left($2, 1000),
         lease_until = now() + make_interval(secs => $3 * power(2, least(attempts, 10)))
     WHERE id = $1 AND status = 'queued' RETURNING attempts`,
    [id, message, firstRetrySeconds],
  );
  return rows[0] ?? null;
}

export interface DueComment extends QueuedId {
  sweeps: number;
  /** To be judged in a job of its own: it failed before, or its batch came back suspiciously often. */
  alone: boolean;
}

const sweepLeaseSeconds = 20;

/**
 * Leases queued comments whose lease is over, oldest first, so that no other sweep adds them too. The lease grows with
 * each sweep: a worker that is merely slow is not buried under copies of its own work.
 */
export async function leaseDueComments(db: Queryable, limit: number): Promise<DueComment[]> {
  const { rows } = await db.query<DueComment>(
    `UPDATE comments c
     SET lease_until = now() + make_interval(secs => $2 * (1 + least(due.sweeps, 15))), sweeps = least(due.sweeps + 1, 1000)
     FROM (SELECT site_id, id, sweeps FROM comments WHERE status = 'queued' AND lease_until < now()
           ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED) due
     WHERE c.site_id = due.site_id AND c.id = due.id
     RETURNING c.site_id AS "siteId", c.id, c.sweeps, (c.attempts > 0 OR c.sweeps > 3) AS alone`,
    [limit, sweepLeaseSeconds],
  );
  return rows.sort((a, b) => a.id.localeCompare(b.id));
}
