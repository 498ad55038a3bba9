import type { Queryable, Tx } from "../db/transaction.ts";

/** Rules whose newest version is live, younger than so many hours, and not exempt from the emergency brake. */
export async function youngLiveRules(db: Queryable, hours: number): Promise<string[]> {
  const { rows } = await db.query<{ rule_id: string }>(
    `SELECT v.rule_id FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version
     WHERE r.deleted_at IS NULL AND v.stage IN ('hold', 'enforce') AND v.created_at > now() - make_interval(hours => $1)
       AND v.definition->>'emergencyBrake' IS DISTINCT FROM 'false'
     ORDER BY v.rule_id`,
    [hours],
  );
  return rows.map((row) => row.rule_id);
}

interface RecentSearch {
  siteId: string;
  ruleId: string;
  /** The oldest version that acts like the present one. */
  firstVersion: number;
  since: Date;
  firstCommentId: string;
  minHits: number;
}

/** The comments taken in and judged since then, and those among them that the rule hit. */
export async function countRecentHits(
  db: Queryable,
  search: RecentSearch,
): Promise<{ comments: number; hits: number }> {
  const { siteId, ruleId, firstVersion, since, firstCommentId, minHits } = search;
  const hits = await db.query<{ hits: number }>(
    `SELECT count(DISTINCT comment_id) AS hits FROM findings
     WHERE site_id = $1 AND rule_id = $2 AND created_at >= $3 AND rule_version >= $4 AND comment_id >= $5`,
    [siteId, ruleId, since, firstVersion, firstCommentId],
  );
  const [found] = hits.rows;
  // Counting all comments costs more, and is of no use where the hits are few.
  if (found === undefined || found.hits <= minHits) return { comments: 0, hits: found?.hits ?? 0 };
  const comments = await db.query<{ comments: number }>(
    "SELECT count(*) AS comments FROM comments WHERE site_id = $1 AND id >= $2 AND status <> 'queued'",
    [siteId, firstCommentId],
  );
  return { comments: comments.rows[0]?.comments ?? 0, hits: found.hits };
}

/** False where the rule has another version by now or is deleted. */
export async function lockRuleAt(tx: Tx, rule: { ruleId: string; version: number }): Promise<boolean> {
  const { rows } = await tx.query(
    "SELECT FROM rules WHERE id = $1 AND version = $2 AND deleted_at IS NULL FOR UPDATE",
    [rule.ruleId, rule.version],
  );
  return rows.length === 1;
}
