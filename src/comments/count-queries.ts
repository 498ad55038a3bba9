import type { Queryable } from "../db/transaction.ts";
import { holdThreshold, urgentTimesHold, usualUrgency } from "../sites/hold-threshold.ts";

/** Published and refused comments are counted up to here: nobody needs to know how many millions there are. */
export const mostCounted = 10_000;
// A comment with an urgent score, or one that waits a day, should not wait longer.
const urgentAfterHours = 24;

/** null = every site */
type Sites = string[] | null;

const scopeOf = "(SELECT id, settings FROM sites WHERE $1::uuid[] IS NULL OR id = ANY($1)) site";

export interface WaitingCounts {
  queued: number;
  held: number;
  /** Of the held. */
  urgent: number;
}

/** Exact: these are what has to be done. */
export async function countWaiting(db: Queryable, siteIds: Sites): Promise<WaitingCounts> {
  const { rows } = await db.query<WaitingCounts>(
    `SELECT (SELECT count(*) FROM comments c WHERE c.status = 'queued' AND ($1::uuid[] IS NULL OR c.site_id = ANY($1))) AS queued,
            coalesce(sum(counted.held), 0)::integer AS held, coalesce(sum(counted.urgent), 0)::integer AS urgent
     FROM ${scopeOf} CROSS JOIN LATERAL (
       SELECT count(*) AS held,
              count(*) FILTER (WHERE c.score >= ${urgentTimesHold[usualUrgency]} * ${holdThreshold("site.settings")}
                                  OR c.created_at < now() - interval '${urgentAfterHours} hours') AS urgent
       FROM comments c WHERE c.site_id = site.id AND c.status = 'held'
     ) counted`,
    [siteIds],
  );
  return rows[0]!;
}

const settled = ["approved", "rejected", "spam", "flagged"] as const;
export type SettledCounts = Record<(typeof settled)[number], number>;

/** Each up to `mostCounted`, which stands for that many or more. */
export async function countSettled(db: Queryable, siteIds: Sites): Promise<SettledCounts> {
  const upTo = (condition: string) => `
    (SELECT count(*)::integer FROM (
       SELECT FROM ${scopeOf}
       CROSS JOIN LATERAL (SELECT FROM comments c WHERE c.site_id = site.id AND ${condition} LIMIT ${mostCounted}) of_site
       LIMIT ${mostCounted}) together)`;
  const { rows } = await db.query<SettledCounts>(
    `SELECT ${settled
      .map((kind) =>
        kind === "flagged"
          ? `${upTo("c.status = 'approved' AND c.decided_by = 'rules' AND c.score > 0")} AS flagged`
          : `${upTo(`c.status = '${kind}'`)} AS ${kind}`,
      )
      .join(", ")}`,
    [siteIds],
  );
  return rows[0]!;
}

// Enough to tell how fast somebody is; longer pauses are for something else.
const recentDecisions = 60;
const fewestGaps = 5;
const longestGapSeconds = 120;

/** The seconds that this moderator usually takes for one decision; null = too few are known. */
export async function paceOf(db: Queryable, userId: string): Promise<number | null> {
  const { rows } = await db.query<{ gaps: number; median: number | null }>(
    `SELECT count(*) AS gaps, percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS median
     FROM (
       SELECT extract(epoch FROM created_at - lag(created_at) OVER (ORDER BY created_at))::real AS gap
       FROM (SELECT DISTINCT ON (coalesce(batch_id, id)) created_at
             FROM (SELECT id, batch_id, created_at FROM decisions WHERE user_id = $1
                   ORDER BY created_at DESC LIMIT ${recentDecisions}) newest
             ORDER BY coalesce(batch_id, id)) acts
     ) between_acts WHERE gap > 0 AND gap <= ${longestGapSeconds}`,
    [userId],
  );
  const { gaps, median } = rows[0]!;
  return gaps < fewestGaps || median === null ? null : median;
}
