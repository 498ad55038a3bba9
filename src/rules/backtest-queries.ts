import { uuidv7 } from "uuidv7";
import type { Queryable } from "../db/transaction.ts";
import { type Page, pageOf } from "../http/paging.ts";
import type { BacktestResult, Sample } from "./backtest.ts";
import type { RuleVersion } from "./rule.ts";
import type { JudgedStatus } from "./verdict.ts";

export const backtestStatuses = ["queued", "running", "done", "cancelled", "failed"] as const;
export type BacktestStatus = (typeof backtestStatuses)[number];

/** The rule as it is tried; `version` only where a saved one is tried as it stands. */
export type TriedRule = Pick<RuleVersion, "name" | "stage" | "when" | "then"> & { version: number | null };

export interface Backtest {
  id: string;
  siteId: string;
  siteKey: string;
  ruleId: string | null;
  rule: TriedRule;
  days: number | null;
  limit: number;
  status: BacktestStatus;
  progress: { done: number; total: number | null };
  result: BacktestResult | null;
  error: string | null;
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  attempts: number;
}

interface BacktestRow {
  id: string;
  site_id: string;
  site_key: string;
  rule_id: string | null;
  rule: TriedRule;
  days: number | null;
  max_comments: number;
  status: BacktestStatus;
  done: number;
  total: number | null;
  result: BacktestResult | null;
  error: string | null;
  requested_by: string;
  attempts: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

const toBacktest = (row: BacktestRow): Backtest => ({
  id: row.id,
  siteId: row.site_id,
  siteKey: row.site_key,
  ruleId: row.rule_id,
  rule: row.rule,
  days: row.days,
  limit: row.max_comments,
  status: row.status,
  progress: { done: row.done, total: row.total },
  result: row.result,
  error: row.error,
  requestedBy: row.requested_by,
  createdAt: row.created_at.toISOString(),
  startedAt: row.started_at?.toISOString() ?? null,
  finishedAt: row.finished_at?.toISOString() ?? null,
  attempts: row.attempts,
});

export type RequestedBacktest = Pick<
  Backtest,
  "siteId" | "ruleId" | "rule" | "days" | "limit" | "requestedBy"
>;

export async function insertBacktest(db: Queryable, backtest: RequestedBacktest): Promise<string> {
  const id = uuidv7();
  await db.query(
    `INSERT INTO backtests (id, site_id, rule_id, rule, days, max_comments, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      backtest.siteId,
      backtest.ruleId,
      JSON.stringify(backtest.rule),
      backtest.days,
      backtest.limit,
      backtest.requestedBy,
    ],
  );
  return id;
}

const select = "SELECT b.*, s.key AS site_key FROM backtests b JOIN sites s ON s.id = b.site_id";

export async function findBacktest(db: Queryable, id: string): Promise<Backtest | null> {
  const { rows } = await db.query<BacktestRow>(`${select} WHERE b.id = $1`, [id]);
  return rows[0] === undefined ? null : toBacktest(rows[0]);
}

export interface BacktestSearch {
  /** null = those of every site */
  siteIds: string[] | null;
  ruleId: string | null;
  limit: number;
  /** Time and id of the last one of the page before. */
  after: [createdAt: string, id: string] | null;
}

export type ListedBacktest = Omit<Backtest, "result"> & { result: Omit<BacktestResult, "samples"> | null };

type ListedRow = Omit<BacktestRow, "result"> & { result: Omit<BacktestResult, "samples"> | null };

/** Newest first. Without the samples, which are the greater part of a result by far. */
export async function listBacktests(db: Queryable, search: BacktestSearch): Promise<Page<ListedBacktest>> {
  const { siteIds, ruleId, limit, after } = search;
  const { rows } = await db.query<ListedRow>(
    `SELECT b.id, b.site_id, s.key AS site_key, b.rule_id, b.rule, b.days, b.max_comments, b.status, b.done, b.total,
            b.result - 'samples' AS result, b.error, b.requested_by, b.attempts, b.created_at, b.started_at, b.finished_at
     FROM backtests b JOIN sites s ON s.id = b.site_id
     WHERE ($1::uuid[] IS NULL OR b.site_id = ANY($1)) AND ($2::uuid IS NULL OR b.rule_id = $2)
       AND ($3::timestamptz IS NULL OR (b.created_at, b.id) < ($3, $4::uuid))
     ORDER BY b.created_at DESC, b.id DESC LIMIT $5`,
    [siteIds, ruleId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return pageOf(rows, limit, {
    item: (row) => ({ ...toBacktest({ ...row, result: null }), result: row.result }),
    cursor: (row) => [row.created_at.toISOString(), row.id],
  });
}

export async function countUnfinished(db: Queryable, siteId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "SELECT count(*) AS count FROM backtests WHERE site_id = $1 AND status IN ('queued', 'running')",
    [siteId],
  );
  return rows[0]?.count ?? 0;
}

/** Leaves alone what has ended; a worker that is at it hears of it with its next sign of life. */
export async function cancelBacktest(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE backtests SET status = 'cancelled', finished_at = now(), lease_until = NULL
     WHERE id = $1 AND status IN ('queued', 'running')`,
    [id],
  );
  return rowCount === 1;
}

const leaseSeconds = 60;

/** Takes the oldest one that nobody is at, for a minute; each sign of life is another minute. */
export async function leaseBacktest(db: Queryable): Promise<Backtest | null> {
  const { rows } = await db.query<BacktestRow>({
    name: "lease-backtest",
    text: `UPDATE backtests b
           SET status = 'running', lease_until = now() + make_interval(secs => $1), attempts = b.attempts + 1, done = 0,
               started_at = now()
           FROM (SELECT id FROM backtests
                 WHERE status = 'queued' OR (status = 'running' AND lease_until < now())
                 ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) due, sites s
           WHERE b.id = due.id AND s.id = b.site_id
           RETURNING b.*, s.key AS site_key`,
    values: [leaseSeconds],
  });
  return rows[0] === undefined ? null : toBacktest(rows[0]);
}

/** A lease is told from a later one on the same backtest by its attempt. */
export type Lease = Pick<Backtest, "id" | "attempts">;

/** False where the backtest was cancelled, or has gone to another worker. */
export async function signOfLife(
  db: Queryable,
  { id, attempts }: Lease,
  { done, total }: { done: number; total: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE backtests SET done = $3, total = $4, lease_until = now() + make_interval(secs => $5)
     WHERE id = $1 AND attempts = $2 AND status = 'running'`,
    [id, attempts, done, total, leaseSeconds],
  );
  return rowCount === 1;
}

export async function finishBacktest(
  db: Queryable,
  { id, attempts }: Lease,
  end: { result: BacktestResult; done: number } | { error: string },
): Promise<void> {
  const [status, result, error, done] =
    "result" in end
      ? ["done", JSON.stringify(end.result), null, end.done]
      : ["failed", null, end.error.slice(0, 1000), null];
  await db.query(
    `UPDATE backtests SET status = $3, result = $4, error = $5, done = coalesce($6, done), total = coalesce($6, total),
            lease_until = NULL, finished_at = now()
     WHERE id = $1 AND attempts = $2 AND status = 'running'`,
    [id, attempts, status, result, error, done],
  );
}

/** A comment that would have been decided otherwise. */
export interface KeptChange {
  from: JudgedStatus;
  to: JudgedStatus;
  sample: Sample;
}

/** So many of a backtest's changes are kept, the newest comments first: ten megabytes or less. */
export const maxKeptChanges = 50_000;

/** Those of an attempt that was broken off. */
export async function dropChanges(db: Queryable, { id }: Lease): Promise<void> {
  await db.query("DELETE FROM backtest_changes WHERE backtest_id = $1", [id]);
}

/** Keeps nothing where the backtest was cancelled, or has gone to another worker. */
export async function keepChanges(
  db: Queryable,
  { id, attempts }: Lease,
  { changes, firstPlace }: { changes: readonly KeptChange[]; firstPlace: number },
): Promise<void> {
  await db.query(
    `INSERT INTO backtest_changes (backtest_id, place, was, becomes, sample)
     SELECT b.id, $3 + change.number - 1, change.was, change.becomes, change.sample
     FROM unnest($4::text[], $5::text[], $6::jsonb[]) WITH ORDINALITY AS change (was, becomes, sample, number)
     JOIN backtests b ON b.id = $1 AND b.attempts = $2 AND b.status = 'running'
     ON CONFLICT DO NOTHING`,
    [
      id,
      attempts,
      firstPlace,
      changes.map(({ from }) => from),
      changes.map(({ to }) => to),
      changes.map(({ sample }) => JSON.stringify(sample)),
    ],
  );
}

/** The next ones after a place, or the first. */
export async function listChanges(
  db: Queryable,
  id: string,
  { after, limit }: { after: number | null; limit: number },
): Promise<(KeptChange & { place: number })[]> {
  const { rows } = await db.query<KeptChange & { place: number }>(
    `SELECT place, was AS "from", becomes AS "to", sample FROM backtest_changes
     WHERE backtest_id = $1 AND ($2::integer IS NULL OR place > $2) ORDER BY place LIMIT $3`,
    [id, after, limit],
  );
  return rows;
}

/** Another worker, or this one once it is up again, starts anew; being stopped is no failed attempt. */
export async function giveBackBacktest(db: Queryable, { id, attempts }: Lease): Promise<void> {
  await db.query(
    `UPDATE backtests SET status = 'queued', lease_until = NULL, attempts = attempts - 1, done = 0
     WHERE id = $1 AND attempts = $2 AND status = 'running'`,
    [id, attempts],
  );
}

const keptPerSite = 100;

export async function pruneBacktests(db: Queryable): Promise<void> {
  await db.query(
    `DELETE FROM backtests b
     USING (SELECT id, row_number() OVER (PARTITION BY site_id ORDER BY created_at DESC, id DESC) AS place
            FROM backtests WHERE status NOT IN ('queued', 'running')) finished
     WHERE b.id = finished.id AND finished.place > $1`,
    [keptPerSite],
  );
}
