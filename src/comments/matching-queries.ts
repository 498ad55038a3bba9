// All comments that match, to be decided together: how many they are, and what matters of them.
import type { Queryable } from "../db/transaction.ts";
import { type CommentStatus, commentStatuses, type DecidedStatus } from "./comment.ts";
import { type CommentFilter, conditions } from "./list-queries.ts";

/** So many are decided at once at most: they stand in one row of decision_batches, and are counted while one waits. */
export const mostMatched = 50_000;
const shownSamples = 5;

export interface Matching {
  /** Without statuses, what moderators have settled is left out: who wants to overrule them has to say so. */
  filter: CommentFilter;
  /** What has this status already needs no decision; null = not known yet. */
  to: DecidedStatus | null;
  /** Only what has not come or changed since. */
  unchangedSince: Date | null;
  /** A search has found more than can be looked at. */
  isCut: boolean;
}

export interface MatchSummary {
  /** Up to `mostMatched`. */
  count: number;
  isMore: boolean;
  /** null where more match than can be decided at once, here and below: of some of them it would say nothing. */
  authors: number | null;
  pages: number | null;
  sites: number | null;
  /** Empty then, as the next. */
  byStatus: Partial<Record<CommentStatus, number>>;
  /** Of them, by the status that a moderator has set. */
  decidedByModerators: Partial<Record<CommentStatus, number>>;
  /** Settled by moderators, and left out since no status was asked for; not counted where there are more than can be decided. */
  leftOut: number;
  /** Riskiest first. */
  sampleIds: string[];
  asOf: Date;
}

export async function summariseMatching(db: Queryable, matching: Matching): Promise<MatchSummary> {
  const { text, values } = summaryStatement(matching);
  const { rows } = await db.query<{
    count: number;
    authors: number | null;
    pages: number | null;
    sites: number | null;
    left_out: number;
    kinds: { status: CommentStatus; byModerator: boolean; count: number }[] | null;
    sample_ids: string[];
    as_of: Date;
  }>(text, values);
  const row = rows[0]!;
  const byStatus: MatchSummary["byStatus"] = {};
  const decidedByModerators: MatchSummary["decidedByModerators"] = {};
  for (const { status, byModerator, count } of row.kinds ?? []) {
    byStatus[status] = (byStatus[status] ?? 0) + count;
    if (byModerator) decidedByModerators[status] = count;
  }
  return {
    count: Math.min(row.count, mostMatched),
    isMore: matching.isCut || row.count > mostMatched,
    authors: row.authors,
    pages: row.pages,
    sites: row.sites,
    byStatus,
    decidedByModerators,
    leftOut: row.left_out,
    sampleIds: row.sample_ids,
    asOf: row.as_of,
  };
}

function summaryStatement(matching: Matching): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const isMore = `count(*) > ${mostMatched}`;
  const ofAll = (sql: string) => `CASE WHEN NOT ${isMore} THEN ${sql} END`;
  const text = `
    WITH found AS MATERIALIZED (${matchedBy(matching, bind)})
    SELECT count(*) AS count, ${ofAll(differentIn("author_key"))} AS authors, ${ofAll(differentIn("page_url"))} AS pages,
           ${ofAll("(SELECT count(*) FROM (SELECT DISTINCT site_id FROM found) different)")} AS sites,
           CASE WHEN ${isMore} THEN 0 ELSE (SELECT count(*) FROM (${leftOutBy(matching, bind)}) l) END AS left_out,
           ${ofAll(kindsFound)} AS kinds,
           ARRAY(SELECT id FROM found ORDER BY score DESC, created_at, id LIMIT ${shownSamples}) AS sample_ids,
           now() AS as_of
    FROM found`;
  return { text, values };
}

const kindsFound = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('status', status, 'byModerator', by_moderator, 'count', amount)), '[]')
   FROM (SELECT status, by_moderator, count(*) AS amount FROM found GROUP BY status, by_moderator) kind)`;

/** Not count(DISTINCT …), which sorts all rows. */
const differentIn = (column: string) =>
  `(SELECT count(*) FROM (SELECT DISTINCT site_id, ${column} FROM found) different)`;

type Bind = (value: unknown) => string;

const byModerator = "c.decided_by IS NOT DISTINCT FROM 'moderator'";
const settledByModerator = `(${byModerator} AND c.status <> 'held')`;

/** SQL: the rows that match, one more than `mostMatched` where there are more. */
export const matchedBy = (matching: Matching, bind: Bind): string =>
  rowsBy(matching, bind, matching.filter.statuses === undefined ? `NOT ${settledByModerator}` : "true");

/** SQL: those that would match had somebody said so, as many at most. */
const leftOutBy = (matching: Matching, bind: Bind): string =>
  rowsBy(matching, bind, matching.filter.statuses === undefined ? settledByModerator : "false");

function rowsBy({ filter, to, unchangedSince }: Matching, bind: Bind, which: string): string {
  const statuses = [...new Set(filter.statuses ?? commentStatuses)].filter(
    (status) => status !== "deleted" && status !== to,
  );
  const wanted = `c.id, c.site_id, c.revision, c.status, c.score, c.created_at, c.author_key, c.page_url,
    ${byModerator} AS by_moderator`;
  // Before anything is bound: PostgreSQL refuses values that no statement asks for.
  if (statuses.length === 0) return `SELECT ${wanted} FROM comments c WHERE false`;
  const { ids, ...others } = filter;
  const where = [which, ...conditions(others, bind)];
  // Of a queued comment it cannot be told: an edit leaves no other mark on it, and the rules have yet to see the text.
  if (unchangedSince !== null)
    where.push(`c.decided_at <= ${bind(unchangedSince)}::timestamptz AND c.status <> 'queued'`);
  const limit = mostMatched + 1;
  if (ids !== undefined) {
    where.push(`c.status = ANY(${bind(statuses)})`);
    if (filter.siteIds !== null) where.push(`c.site_id = ANY(${bind(filter.siteIds)}::uuid[])`);
    return `
      SELECT ${wanted} FROM unnest(${bind([...new Set(ids)])}::uuid[]) AS place (id)
      CROSS JOIN LATERAL (SELECT * FROM comments WHERE id = place.id OFFSET 0) c
      WHERE ${where.join(" AND ")} LIMIT ${limit}`;
  }
  const sites =
    filter.siteIds === null ? "sites site" : `unnest(${bind(filter.siteIds)}::uuid[]) AS site (id)`;
  // As in a list: every site and status has its own place in the index; the comments of one author stand together.
  const groups = filter.authorKey === undefined ? statuses.map((status) => [status]) : [statuses];
  const one = (group: readonly CommentStatus[]) => `
    (SELECT ${wanted} FROM comments c
     WHERE ${["c.site_id = site.id", `c.status IN (${group.map((status) => `'${status}'`).join(", ")})`, ...where].join(" AND ")}
     LIMIT ${limit})`;
  return `SELECT of_site.* FROM ${sites} CROSS JOIN LATERAL (${groups.map(one).join(" UNION ALL ")}) of_site LIMIT ${limit}`;
}
