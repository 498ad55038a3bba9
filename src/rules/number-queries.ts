// The numbers of rules by version and day. Each decision is folded in once, in the order of its event's position, which
// is given after the commit: nothing is missed, nothing counted twice, whoever commits late.
//  - A decision by rules with findings adds a hit to each rule.
//  - A moderator's decision speaks for the last judgement before it; the newest word counts, so it adds its own and
//    takes away that of the moderator's decision before. Held again or taken back (undo) is no word; a deletion leaves
//    the last word as it was. Where a moderator decided about an edited text before the rules could, this decision and
//    those after it speak for none: no rule has judged that text.
import type { Pool } from "pg";
import { inTransaction, type Queryable, type Tx } from "../db/transaction.ts";
import { type Counts, noCounts } from "./rule-numbers.ts";
import type { RuleCost } from "./rule-costs.ts";

const positionSetting = "rule_numbers_position";
const prunedToSetting = "events_pruned_to";

const word = (decision: string): string => `
  CASE WHEN ${decision}.undoes IS NOT NULL THEN NULL
       WHEN ${decision}.status = 'approved' THEN 'approve'
       WHEN ${decision}.status IN ('rejected', 'spam') THEN 'refuse' END`;

const dayOf = (time: string): string => `(${time} AT TIME ZONE 'UTC')::date`;

/** From rows (site_id, comment_id, judgement_id, created_at, blind, hits, approve, refuse) to the sums of rule_days. */
const sumsByRule = (changes: string): string => `
  SELECT c.site_id, f.rule_id, f.rule_version, ${dayOf("c.created_at")} AS day,
         sum(c.hits)::integer AS hits,
         sum(CASE WHEN f.approves THEN c.approve ELSE c.refuse END)::integer AS confirmed,
         sum(CASE WHEN f.approves THEN c.refuse ELSE c.approve END)::integer AS overturned,
         sum(CASE WHEN c.blind THEN c.hits ELSE 0 END)::integer AS blind_hits,
         sum(CASE WHEN NOT c.blind THEN 0 WHEN f.approves THEN c.approve ELSE c.refuse END)::integer AS blind_confirmed,
         sum(CASE WHEN NOT c.blind THEN 0 WHEN f.approves THEN c.refuse ELSE c.approve END)::integer AS blind_overturned,
         max(c.created_at) FILTER (WHERE c.hits > 0) AS last_hit_at
  FROM ${changes} c
  CROSS JOIN LATERAL (
    SELECT rule_id, rule_version, bool_or(force = 'approve' OR (force IS NULL AND points < 0)) IS TRUE AS approves
    FROM findings WHERE site_id = c.site_id AND comment_id = c.comment_id AND decision_id = c.judgement_id
    GROUP BY rule_id, rule_version
  ) f
  GROUP BY 1, 2, 3, 4`;

const columns = `site_id, rule_id, rule_version, day, hits, confirmed, overturned, blind_hits, blind_confirmed,
  blind_overturned, last_hit_at`;

const foldStatement = {
  name: "fold-rule-numbers",
  text: `
WITH fresh AS MATERIALIZED (
  -- OFFSET 0, here and below: one look into the index for each, where PostgreSQL would rather read all there are.
  SELECT position, comment_id, revision
  FROM (SELECT * FROM numbered_events WHERE position > $1 ORDER BY position LIMIT $2) numbered
  CROSS JOIN LATERAL (
    SELECT comment_id, (data #>> '{comment,revision}')::integer AS revision FROM events
    WHERE id = numbered.event_id OFFSET 0
  ) event
), decided AS MATERIALIZED (
  SELECT d.site_id, d.id, d.comment_id, d.revision, d.decided_by, d.status, d.created_at, d.blind IS NOT NULL AS blind,
         ${word("d")} AS word
  FROM fresh CROSS JOIN LATERAL (
    SELECT * FROM decisions WHERE comment_id = fresh.comment_id AND revision = fresh.revision OFFSET 0
  ) d
), changes AS MATERIALIZED (
  SELECT site_id, comment_id, id AS judgement_id, created_at, blind, 1 AS hits, 0 AS approve, 0 AS refuse
  FROM decided WHERE decided_by = 'rules'
  UNION ALL
  SELECT d.site_id, d.comment_id, judgement.id, judgement.created_at, judgement.blind, 0,
         (d.word IS NOT DISTINCT FROM 'approve')::integer - (before.word IS NOT DISTINCT FROM 'approve')::integer,
         (d.word IS NOT DISTINCT FROM 'refuse')::integer - (before.word IS NOT DISTINCT FROM 'refuse')::integer
  FROM decided d
  CROSS JOIN LATERAL (
    SELECT j.id, j.created_at, j.revision, j.decided_by, j.blind IS NOT NULL AS blind FROM decisions j
    WHERE j.comment_id = d.comment_id AND j.previous_status = 'queued' AND j.revision <= d.revision
    ORDER BY j.revision DESC LIMIT 1
  ) judgement
  LEFT JOIN LATERAL (
    SELECT ${word("b")} AS word FROM decisions b
    WHERE b.comment_id = d.comment_id AND b.decided_by = 'moderator' AND b.revision < d.revision
      AND b.revision > judgement.revision
    ORDER BY b.revision DESC LIMIT 1
  ) before ON true
  WHERE d.decided_by = 'moderator' AND d.status <> 'deleted' AND judgement.decided_by = 'rules'
), written AS (
  INSERT INTO rule_days AS known (${columns}) ${sumsByRule("changes")}
  ON CONFLICT (rule_id, rule_version, day) DO UPDATE
  SET hits = known.hits + excluded.hits, confirmed = known.confirmed + excluded.confirmed,
      overturned = known.overturned + excluded.overturned, blind_hits = known.blind_hits + excluded.blind_hits,
      blind_confirmed = known.blind_confirmed + excluded.blind_confirmed,
      blind_overturned = known.blind_overturned + excluded.blind_overturned,
      last_hit_at = greatest(known.last_hit_at, excluded.last_hit_at)
)
SELECT count(*) AS events, max(position) AS position FROM fresh`,
};

/**
 * Takes in the decisions since the last time, at most `limit` of them; returns how many. The first time, and where
 * events have been dropped unread, everything is counted from the rows.
 */
export async function foldRuleNumbers(pool: Pool, limit: number): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const position = await lockPosition(tx);
    if (position === null) {
      await countFromRows(tx);
      return 0;
    }
    const { rows } = await tx.query<{ events: number; position: number | null }>({
      ...foldStatement,
      values: [position, limit],
    });
    const folded = rows[0]!;
    if (folded.position !== null) await writePosition(tx, folded.position);
    return folded.events;
  });
}

/** null: the numbers must be counted from the rows. */
async function lockPosition(tx: Tx): Promise<number | null> {
  const { rows } = await tx.query<{ value: string; pruned_to: string | null }>(
    `SELECT value, (SELECT value FROM settings WHERE name = $2) AS pruned_to FROM settings WHERE name = $1 FOR UPDATE`,
    [positionSetting, prunedToSetting],
  );
  const [row] = rows;
  if (row === undefined || row.value === "") return null;
  return Number(row.value) < Number(row.pruned_to ?? 0) ? null : Number(row.value);
}

const writePosition = (tx: Tx, position: number) =>
  tx.query(
    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [positionSetting, String(position)],
  );

/** The same numbers straight from decisions and findings, of all decisions whose event stands at `upTo` or before. */
const fromRows = (upTo: string): string => `
  WITH later AS MATERIALIZED (
    SELECT comment_id, (data #>> '{comment,revision}')::integer AS revision
    FROM events LEFT JOIN numbered_events ON numbered_events.event_id = events.id
    WHERE (position IS NULL OR position > ${upTo}) AND comment_id IS NOT NULL
  ), numbered AS (
    SELECT d.site_id, d.id, d.comment_id, d.revision, d.decided_by, d.status, d.created_at, d.blind IS NOT NULL AS blind,
           ${word("d")} AS word,
           count(*) FILTER (WHERE d.previous_status = 'queued') OVER (PARTITION BY d.comment_id ORDER BY d.revision) AS judgement
    FROM decisions d
    WHERE NOT EXISTS (SELECT FROM later WHERE later.comment_id = d.comment_id AND later.revision = d.revision)
  ), last_words AS (
    SELECT DISTINCT ON (comment_id, judgement) comment_id, judgement, word FROM numbered
    WHERE decided_by = 'moderator' AND status <> 'deleted' ORDER BY comment_id, judgement, revision DESC
  ), judged AS (
    SELECT j.site_id, j.comment_id, j.id AS judgement_id, j.created_at, j.blind, 1 AS hits,
           (w.word IS NOT DISTINCT FROM 'approve')::integer AS approve,
           (w.word IS NOT DISTINCT FROM 'refuse')::integer AS refuse
    FROM numbered j LEFT JOIN last_words w ON w.comment_id = j.comment_id AND w.judgement = j.judgement
    WHERE j.decided_by = 'rules'
  )
  ${sumsByRule("judged")}`;

/** Counts everything anew. What is decided meanwhile is taken in by the next fold. */
export async function rebuildRuleNumbers(pool: Pool): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await lockPosition(tx);
    await countFromRows(tx);
  });
}

async function countFromRows(tx: Tx): Promise<void> {
  await tx.query("DELETE FROM rule_days");
  // Read first: a decision that commits after this has a higher position, and is left out below for that.
  const { rows } = await tx.query<{ position: number }>(
    `SELECT greatest(coalesce((SELECT max(position) FROM numbered_events), 0),
                     coalesce((SELECT value::bigint FROM settings WHERE name = $1), 0)) AS position`,
    [prunedToSetting],
  );
  const { position } = rows[0]!;
  await tx.query(`INSERT INTO rule_days (${columns}) ${fromRows("$1::bigint")}`, [position]);
  await writePosition(tx, position);
}

/** The cells of rule_days that do not agree with decisions and findings: none, unless something is broken. */
export async function differingRuleNumbers(
  pool: Pool,
): Promise<{ ruleId: string; ruleVersion: number; day: string }[]> {
  return inTransaction(pool, async (tx) => {
    const position = await lockPosition(tx);
    const { rows } = await tx.query<{ rule_id: string; rule_version: number; day: string }>(
      `SELECT rule_id, rule_version, day::text FROM (
         (SELECT ${columns} FROM rule_days WHERE (hits, confirmed, overturned) <> (0, 0, 0)
          EXCEPT SELECT ${columns} FROM (${fromRows("$1::bigint")}) counted)
         UNION
         (SELECT ${columns} FROM (${fromRows("$1::bigint")}) counted EXCEPT SELECT ${columns} FROM rule_days)
       ) differing ORDER BY 1, 2, 3`,
      [position ?? 0],
    );
    return rows.map((row) => ({ ruleId: row.rule_id, ruleVersion: row.rule_version, day: row.day }));
  });
}

export async function addRuleCosts(db: Queryable, costs: RuleCost[]): Promise<void> {
  if (costs.length === 0) return;
  await db.query(
    `INSERT INTO rule_costs AS known (rule_id, rule_version, day, evaluated, microseconds)
     SELECT "ruleId", "ruleVersion", ${dayOf("now()")}, evaluated, microseconds
     FROM json_to_recordset($1::json) AS t ("ruleId" uuid, "ruleVersion" integer, evaluated bigint, microseconds double precision)
     ORDER BY 1, 2
     ON CONFLICT (rule_id, rule_version, day) DO UPDATE
     SET evaluated = known.evaluated + excluded.evaluated, microseconds = known.microseconds + excluded.microseconds`,
    [JSON.stringify(costs)],
  );
}

export interface VersionCounts extends Counts {
  ruleId: string;
  ruleVersion: number;
}

/** The sums of each version over the last `days` days (UTC), today included. */
export async function countsOfVersions(
  db: Queryable,
  ruleIds: string[],
  days: number,
): Promise<VersionCounts[]> {
  const { rows } = await db.query<CountsRow & { rule_id: string; rule_version: number }>(
    `SELECT rule_id, rule_version, hits, confirmed, overturned, blind_hits, blind_confirmed, blind_overturned, last_hit_at,
            evaluated, microseconds
     FROM (SELECT rule_id, rule_version, sum(hits) AS hits, sum(confirmed) AS confirmed, sum(overturned) AS overturned,
                  sum(blind_hits) AS blind_hits, sum(blind_confirmed) AS blind_confirmed,
                  sum(blind_overturned) AS blind_overturned, max(last_hit_at) AS last_hit_at
           FROM rule_days WHERE rule_id = ANY($1::uuid[]) AND day > ${dayOf("now()")} - $2::integer GROUP BY 1, 2) n
     FULL JOIN (SELECT rule_id, rule_version, sum(evaluated)::bigint AS evaluated, sum(microseconds) AS microseconds
                FROM rule_costs WHERE rule_id = ANY($1::uuid[]) AND day > ${dayOf("now()")} - $2::integer GROUP BY 1, 2) c
     USING (rule_id, rule_version)`,
    [ruleIds, days],
  );
  return rows.map((row) => ({ ruleId: row.rule_id, ruleVersion: row.rule_version, ...toCounts(row) }));
}

/** The sums of each rule, all its versions together, over these days (UTC), both included; by rule id. */
export async function countsOfRules(
  db: Queryable,
  ruleIds: string[],
  { from, to }: { from: string; to: string },
): Promise<Map<string, Counts>> {
  const { rows } = await db.query<CountsRow & { rule_id: string }>(
    `SELECT rule_id, sum(hits)::integer AS hits, sum(confirmed)::integer AS confirmed,
            sum(overturned)::integer AS overturned, sum(blind_hits)::integer AS blind_hits,
            sum(blind_confirmed)::integer AS blind_confirmed, sum(blind_overturned)::integer AS blind_overturned,
            max(last_hit_at) AS last_hit_at
     FROM rule_days WHERE rule_id = ANY($1::uuid[]) AND day BETWEEN $2 AND $3 GROUP BY 1`,
    [ruleIds, from, to],
  );
  return new Map(rows.map((row) => [row.rule_id, toCounts(row)]));
}

export interface DayCounts extends Counts {
  day: string;
}

/** Oldest first; days on which nothing happened are left out. */
export async function countsOfDays(db: Queryable, ruleId: string, days: number): Promise<DayCounts[]> {
  const { rows } = await db.query<CountsRow & { day: string }>(
    `SELECT day::text AS day, sum(hits) AS hits, sum(confirmed) AS confirmed, sum(overturned) AS overturned
     FROM rule_days WHERE rule_id = $1 AND day > ${dayOf("now()")} - $2::integer GROUP BY 1 ORDER BY 1`,
    [ruleId, days],
  );
  return rows.map((row) => ({ day: row.day, ...toCounts(row) }));
}

type CountsRow = Partial<{
  hits: number | null;
  confirmed: number | null;
  overturned: number | null;
  blind_hits: number | null;
  blind_confirmed: number | null;
  blind_overturned: number | null;
  last_hit_at: Date | null;
  evaluated: number | null;
  microseconds: number | null;
}>;

const toCounts = (row: CountsRow): Counts => ({
  ...noCounts,
  hits: row.hits ?? 0,
  confirmed: row.confirmed ?? 0,
  overturned: row.overturned ?? 0,
  blindHits: row.blind_hits ?? 0,
  blindConfirmed: row.blind_confirmed ?? 0,
  blindOverturned: row.blind_overturned ?? 0,
  lastHitAt: row.last_hit_at?.toISOString() ?? null,
  evaluated: row.evaluated ?? 0,
  microseconds: row.microseconds ?? 0,
});

export interface LatestHits {
  hits: { commentId: string; at: number }[];
  /** There are no older ones in the period. */
  isAll: boolean;
}

// Enough to see whether two rules hit the same comments, and little enough for hundreds of rules.
const sampledFindings = 1_000;

/** The newest comments that each rule hit, newest first, by any of its versions; over the same days as the sums. */
export async function latestHits(
  db: Queryable,
  rules: { siteId: string; ruleId: string }[],
  days: number,
): Promise<Map<string, LatestHits>> {
  const { rows } = await db.query<{ rule_id: string; comment_id: string; at: Date; findings: number }>(
    `SELECT wanted.rule_id, newest.comment_id, max(newest.created_at) AS at, count(*) AS findings
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted (site_id, rule_id)
     CROSS JOIN LATERAL (
       SELECT comment_id, created_at FROM findings f
       WHERE f.site_id = wanted.site_id AND f.rule_id = wanted.rule_id AND f.created_at >= (${dayOf("now()")} - $3::integer + 1)::timestamp AT TIME ZONE 'UTC'
       ORDER BY f.created_at DESC LIMIT ${sampledFindings}
     ) newest
     GROUP BY 1, 2 ORDER BY 1, 3 DESC`,
    [rules.map((rule) => rule.siteId), rules.map((rule) => rule.ruleId), days],
  );
  const byRule = new Map<string, LatestHits & { findings: number }>();
  for (const row of rows) {
    const latest = byRule.get(row.rule_id) ?? { hits: [], isAll: true, findings: 0 };
    latest.hits.push({ commentId: row.comment_id, at: row.at.getTime() });
    latest.findings += row.findings;
    latest.isAll = latest.findings < sampledFindings;
    byRule.set(row.rule_id, latest);
  }
  return byRule;
}
