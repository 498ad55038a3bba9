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

// Bounds the work in a flood; a rule that hits too much does so among these, too.
const latestComments = 2_000;

interface RecentSearch {
  siteId: string;
  ruleId: string;
  /** The oldest version that acts like the present one. */
  firstVersion: number;
  firstCommentId: string;
}

/** The latest comments from that id on which the rules have judged, and those among them that this rule hit. */
export async function countRecentHits(
  db: Queryable,
  { siteId, ruleId, firstVersion, firstCommentId }: RecentSearch,
): Promise<{ comments: number; hits: number }> {
  const { rows } = await db.query<{ comments: number; hits: number }>(
    `SELECT count(*) AS comments,
            count(*) FILTER (WHERE EXISTS (
              SELECT FROM findings f
              WHERE f.site_id = $1 AND f.comment_id = recent.id AND f.rule_id = $2 AND f.rule_version >= $3)) AS hits
     FROM (SELECT id FROM comments WHERE site_id = $1 AND id >= $4 AND status <> 'queued'
           ORDER BY id DESC LIMIT ${latestComments}) recent`,
    [siteId, ruleId, firstVersion, firstCommentId],
  );
  return rows[0]!;
}

/** False where the rule has another version by now or is deleted. */
export async function lockRuleAt(tx: Tx, rule: { ruleId: string; version: number }): Promise<boolean> {
  const { rows } = await tx.query(
    "SELECT FROM rules WHERE id = $1 AND version = $2 AND deleted_at IS NULL FOR UPDATE",
    [rule.ruleId, rule.version],
  );
  return rows.length === 1;
}
