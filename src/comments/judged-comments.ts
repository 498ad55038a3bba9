// Comments that have been decided, newest first and in batches, with what was kept of their judgement: for backtests.
import type { Queryable } from "../db/transaction.ts";
import type { CommentFacts } from "../rules/facts.ts";
import { type StoredFacts, unpackFacts } from "../rules/kept-facts.ts";
import type { KeptFacts } from "../rules/replay.ts";
import type { Force, RuleStage } from "../rules/rule.ts";
import type { Finding, JudgedStatus } from "../rules/verdict.ts";
import { ownHosts, type Site } from "../sites/site.ts";
import { newsroomKey } from "./author.ts";
import type { CommentStatus } from "./comment.ts";

export interface JudgedComment {
  comment: CommentFacts["comment"];
  /** What a moderator made of it, if one did. */
  label: "refused" | "approved" | null;
  /** The rules' decision on the present text; null where they made none. */
  decision: { id: string; status: JudgedStatus } | null;
  /** Only where asked for. */
  facts: KeptFacts | null;
}

/** Where a batch ends and the next begins. */
export interface Place {
  createdAt: string;
  id: string;
}

export interface JudgedRange {
  siteId: string;
  /** Exclusive; the range goes from here back in time. */
  before: Place;
  since: Date | null;
}

const decided: readonly JudgedStatus[] = ["held", "approved", "rejected", "spam"];
export const firstId = "00000000-0000-0000-0000-000000000000";

// One ordered walk through the index of each status, merged: an index on time alone would cost every comment taken in.
const walk = (columns: string, limit: string) =>
  decided
    .map(
      (status) => `
      (SELECT ${columns} FROM comments WHERE site_id = $1 AND status = '${status}'
         AND (created_at, id) < ($2, $3) AND created_at >= $4
       ORDER BY created_at DESC, id DESC LIMIT ${limit})`,
    )
    .join(" UNION ALL ");

const rangeValues = ({ siteId, before, since }: JudgedRange) => [
  siteId,
  before.createdAt,
  before.id,
  since ?? "-infinity",
];

export async function countJudged(db: Queryable, range: JudgedRange, limit: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT least(count(*), $5) AS count FROM (${walk("1", "$5")}) judged`,
    [...rangeValues(range), limit],
  );
  return rows[0]?.count ?? 0;
}

interface JudgedRow {
  id: string;
  created_at: Date;
  body: string;
  author_name: string;
  author_email: string | null;
  author_url: string | null;
  author_key: string;
  page_url: string;
  status: JudgedStatus;
  decided_by: "rules" | "moderator" | null;
  decision_id: string | null;
  verdict: JudgedStatus | null;
  facts: StoredFacts | null;
}

// An edited text is judged anew, always from `queued`: the newest such decision is the one on the text that is there.
// What the rules would have done with a comment under blind review shows only once a moderator has decided.
const judgedQuery = (withFacts: boolean) => `
  SELECT c.id, c.created_at, c.body, c.author_name, c.author_email, c.author_url, c.author_key, c.page_url, c.status, c.decided_by,
         judged.id AS decision_id, CASE WHEN c.decided_by = 'moderator' THEN judged.verdict ELSE judged.status END AS verdict,
         ${withFacts ? "judged.facts" : "NULL"} AS facts
  FROM (SELECT id FROM (${walk("created_at, id", "$5")}) walked ORDER BY created_at DESC, id DESC LIMIT $5) page
  JOIN comments c ON c.site_id = $1 AND c.id = page.id
  LEFT JOIN LATERAL (
    SELECT * FROM (
      SELECT d.id, d.status, coalesce(d.blind->>'verdict', d.status) AS verdict, d.decided_by, d.facts FROM decisions d
      WHERE d.comment_id = c.id AND d.previous_status = 'queued' ORDER BY d.created_at DESC, d.id DESC LIMIT 1
    ) newest WHERE newest.decided_by = 'rules' AND newest.facts IS NOT NULL
  ) judged ON true
  ORDER BY c.created_at DESC, c.id DESC`;

export async function readJudged(
  db: Queryable,
  { site, range, limit, withFacts }: { site: Site; range: JudgedRange; limit: number; withFacts: boolean },
): Promise<JudgedComment[]> {
  // Not prepared: a plan that knows neither the range nor the limit may read the whole table.
  const { rows } = await db.query<JudgedRow>(judgedQuery(withFacts), [...rangeValues(range), limit]);
  return rows.map((row) => ({
    comment: {
      id: row.id,
      siteKey: site.key,
      pageUrl: row.page_url,
      pageTitle: null,
      parentId: null,
      authorName: row.author_name,
      authorEmail: row.author_email,
      authorUrl: row.author_url,
      body: row.body,
      ip: null,
      userAgent: null,
      referrer: null,
      createdAt: row.created_at.toISOString(),
    },
    label: labelOf(row),
    decision:
      row.decision_id === null || row.verdict === null ? null : { id: row.decision_id, status: row.verdict },
    facts: row.facts === null ? null : unpackFacts(row.facts),
  }));
}

/** A moderator who holds a comment has not said what it is, and a reply of the newsroom was never in question. */
function labelOf({ decided_by: by, status, author_key: authorKey }: JudgedRow): JudgedComment["label"] {
  if (by !== "moderator" || status === "held" || authorKey === newsroomKey) return null;
  return status === "approved" ? "approved" : "refused";
}

export const siteFacts = (site: Site): CommentFacts["site"] => ({ hosts: ownHosts(site) });

/** Pairs of comment and decision, as two arrays for the database. */
export type Judgements = readonly { commentId: string; decisionId: string }[];
const pairsOf = (judgements: Judgements) => [
  judgements.map(({ commentId }) => commentId),
  judgements.map(({ decisionId }) => decisionId),
];
const pairs = "unnest($2::uuid[], $3::uuid[]) AS wanted (comment_id, decision_id)";
const findingsOfPairs = `${pairs} JOIN findings f
  ON f.site_id = $1 AND f.comment_id = wanted.comment_id AND f.decision_id = wanted.decision_id`;

export async function keptFactsOf(db: Queryable, siteId: string, judgements: Judgements) {
  const { rows } = await db.query<{ id: string; facts: StoredFacts }>(
    `SELECT d.id, d.facts FROM ${pairs} JOIN decisions d ON d.site_id = $1 AND d.id = wanted.decision_id
     WHERE d.comment_id = wanted.comment_id`,
    [siteId, ...pairsOf(judgements)],
  );
  return new Map(rows.map(({ id, facts }) => [id, unpackFacts(facts)]));
}

interface FindingRow {
  decision_id: string;
  rule_id: string;
  rule_version: number;
  rule_name: string;
  stage: RuleStage;
  check_name: string;
  points: number;
  then_group: string | null;
  force: Force | null;
}

/** By decision, as far as an outcome depends on them: without places and words. */
export async function storedFindings(
  db: Queryable,
  siteId: string,
  judgements: Judgements,
): Promise<Map<string, Finding[]>> {
  const { rows } = await db.query<FindingRow>(
    `SELECT f.decision_id, f.rule_id, f.rule_version, f.rule_name, f.stage, f.check_name, f.points, f.force,
            v.definition->'then'->>'group' AS then_group
     FROM ${findingsOfPairs} LEFT JOIN rule_versions v ON v.rule_id = f.rule_id AND v.version = f.rule_version
     ORDER BY f.decision_id, f.position`,
    [siteId, ...pairsOf(judgements)],
  );
  const byDecision = new Map<string, Finding[]>();
  for (const row of rows) {
    const findings = byDecision.get(row.decision_id) ?? [];
    byDecision.set(row.decision_id, findings);
    findings.push({
      ruleId: row.rule_id,
      ruleVersion: row.rule_version,
      ruleName: row.rule_name,
      stage: row.stage,
      check: row.check_name as Finding["check"],
      field: null,
      span: null,
      matched: null,
      lane: null,
      points: row.points,
      group: row.then_group,
      force: row.force,
      publicReason: null,
      explanation: "",
    });
  }
  return byDecision;
}

/** In how many of these judgements each rule matched. */
export async function countMatches(
  db: Queryable,
  siteId: string,
  judgements: Judgements,
): Promise<{ ruleId: string; comments: number }[]> {
  const { rows } = await db.query<{ ruleId: string; comments: number }>(
    `SELECT rule_id AS "ruleId", count(DISTINCT f.decision_id) AS comments FROM ${findingsOfPairs} GROUP BY rule_id`,
    [siteId, ...pairsOf(judgements)],
  );
  return rows;
}

/** The judgements in which this rule had a say: it matched, or had no answer. */
export async function judgementsBy(
  db: Queryable,
  { siteId, ruleId }: { siteId: string; ruleId: string },
  judgements: Judgements,
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT wanted.decision_id AS id FROM ${pairs}
     WHERE EXISTS (SELECT 1 FROM findings f WHERE f.site_id = $1 AND f.comment_id = wanted.comment_id
                     AND f.decision_id = wanted.decision_id AND f.rule_id = $4)
        OR EXISTS (SELECT 1 FROM decisions d WHERE d.site_id = $1 AND d.id = wanted.decision_id
                     AND d.facts->'unanswered' @> jsonb_build_array(jsonb_build_object('ruleId', $4::text)))`,
    [siteId, ...pairsOf(judgements), ruleId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Texts to show samples with; what was deleted meanwhile is not among them. */
export async function textsOf(
  db: Queryable,
  siteId: string,
  ids: string[],
): Promise<Map<string, CommentTexts>> {
  const { rows } = await db.query<CommentTexts & { id: string }>(
    `SELECT id, status, body, author_name AS "authorName", author_email AS "authorEmail", author_url AS "authorUrl"
     FROM comments WHERE site_id = $1 AND id = ANY($2::uuid[]) AND status <> 'deleted'`,
    [siteId, ids],
  );
  return new Map(rows.map(({ id, ...texts }) => [id, texts]));
}

export interface CommentTexts {
  status: CommentStatus;
  body: string;
  authorName: string;
  authorEmail: string | null;
  authorUrl: string | null;
}
