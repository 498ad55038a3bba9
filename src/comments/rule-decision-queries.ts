import type { Queryable } from "../db/transaction.ts";
import type { CommentStatus } from "./comment.ts";

export interface RuleDecisionSearch {
  siteId: string;
  ruleId: string;
  since: Date;
  until: Date | null;
  version: number | null;
  /** The site's threshold: points below zero have released what would have reached it without them. */
  holdThreshold: number;
}

// Present statuses that rules set and that would be another one without this rule, told as src/rules/outcome.ts does:
// where an enforcing rule forced the status, the forcing ones settled it, otherwise the points did.
const decided = `
  FROM (SELECT DISTINCT comment_id, decision_id FROM findings
        WHERE site_id = $1 AND rule_id = $2 AND created_at >= $3 AND ($4::timestamptz IS NULL OR created_at < $4)
          AND ($5::integer IS NULL OR rule_version = $5) AND stage = 'enforce') hit
  JOIN decisions d ON d.site_id = $1 AND d.id = hit.decision_id AND d.decided_by = 'rules'
  JOIN comments c ON c.site_id = $1 AND c.id = hit.comment_id AND c.revision = d.revision AND c.decided_by = 'rules'
                 AND c.status IN ('approved', 'rejected', 'spam')
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(f.force = forcing.force), false) AS forced,
           coalesce(bool_or(f.force = forcing.force) FILTER (WHERE f.rule_id = $2), false) AS forced_by_it,
           coalesce(sum(f.points) FILTER (WHERE f.rule_id = $2), 0) AS points
    FROM findings f
    CROSS JOIN (SELECT CASE c.status WHEN 'rejected' THEN 'reject' WHEN 'spam' THEN 'spam' ELSE 'approve' END AS force) forcing
    WHERE f.site_id = $1 AND f.comment_id = c.id AND f.decision_id = d.id AND f.stage = 'enforce'
  ) weight
  WHERE CASE WHEN weight.forced THEN weight.forced_by_it
             WHEN c.status = 'approved' THEN weight.points < 0 AND d.score < $6 AND d.score - weight.points >= $6
             ELSE weight.points > 0 END`;

const valuesOf = (search: RuleDecisionSearch) => [
  search.siteId,
  search.ruleId,
  search.since,
  search.until,
  search.version,
  search.holdThreshold,
];

export type RuleDecisionCounts = Record<"approved" | "rejected" | "spam", number>;

export async function countDecidedByRule(
  db: Queryable,
  search: RuleDecisionSearch,
): Promise<RuleDecisionCounts> {
  const { rows } = await db.query<{ status: keyof RuleDecisionCounts; count: number }>(
    `SELECT c.status, count(*) AS count ${decided} GROUP BY c.status`,
    valuesOf(search),
  );
  const counts = { approved: 0, rejected: 0, spam: 0 };
  for (const row of rows) counts[row.status] = row.count;
  return counts;
}

export async function listDecidedByRule(
  db: Queryable,
  search: RuleDecisionSearch,
  limit: number,
): Promise<{ id: string; status: CommentStatus; revision: number }[]> {
  const { rows } = await db.query<{ id: string; status: CommentStatus; revision: number }>(
    `SELECT c.id, c.status, c.revision ${decided} ORDER BY c.id LIMIT $7`,
    [...valuesOf(search), limit],
  );
  return rows;
}
