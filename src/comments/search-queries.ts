import type { Pool } from "pg";
import { inTransaction, postgresCode, type Queryable } from "../db/transaction.ts";
import { ProblemError } from "../errors.ts";
import type { CommentOrder } from "./comment-queries.ts";
import { isIndexComplete } from "./index-queries.ts";
import { withEndings } from "./known-words.ts";
import { mostMatched } from "./matching-queries.ts";
import { dayMs, onDays, type SearchTerm, startOfDay, storedQuery } from "./search-document.ts";

export interface SearchRow {
  id: string;
  createdAt: Date;
  score: number;
}

export interface SearchWanted {
  /** None = everything. */
  terms: readonly SearchTerm[];
  /** Only these comments; null = all. */
  ids: readonly string[] | null;
  /** Not these: they are looked at directly. */
  except: readonly string[];
  before: Date | null;
  after: Date | null;
  order: CommentOrder;
  /** The last row of the page before. */
  cursor: SearchRow | null;
  limit: number;
  /** Everything is wanted, so that sorting it otherwise would not help. */
  isForAll: boolean;
}

// Among the newest so many a common word fills a page.
const walked = 600;
// What the index finds lies all over the table, and is read to know whether it matches: of a day it is little.
const firstDays = 1;
// For words of which only the beginning is known the index gathers all their places first, of whatever day, which takes as
// long as reading those of months.
const firstDaysOpen = 120;
// The next days are as many as the page needs, as far as those before tell, and a half more.
const someMore = 1.5;
const mostTimesMore = 4;
// Sooner than to let somebody wait, a page comes with less on it, and says where it goes on. No look is begun that would
// take longer than this, as far as the one before tells.
const patienceMs = 60;
// Sorted by risk, all that is found has to be read before the first of it is known.
const mostMs = 10_000;
const statementTimeout = "57014";
const tooMuch = "This search takes too long. Ask for more, such as a site, a status, days or another word.";
const tooMuchByRisk =
  "This search takes too long. Ask for more, such as a site, a status, days or another word; or sort it by time.";
const tooMuchWhileIndexing =
  "This search takes too long while old comments are still being indexed. Ask for more, such as a site, a status, days or another word.";

const orders: Record<CommentOrder, string> = {
  newest: "created_at DESC, comment_id DESC",
  oldest: "created_at, comment_id",
  risk: "score DESC, created_at, comment_id",
};

export interface SearchAnswer {
  rows: SearchRow[];
  /** Where there was not the time to search everything: what lies after this place was not looked at. */
  goesOnAfter: SearchRow | null;
}

/** Along the time first; then by the index, some days at a time, until the page is full or the time over. */
export async function searchIndex(pool: Pool, wanted: SearchWanted): Promise<SearchAnswer> {
  const isByTime = wanted.order !== "risk" && wanted.ids === null;
  if (isByTime) {
    const rows = await runSearch(pool, walkStatement(wanted));
    if (rows.length === wanted.limit) return { rows, goesOnAfter: null };
  }
  // While old comments are being indexed, not all words are known, and documents may not know their day. Words are asked
  // for afterwards, so that none is missed that came with the last of them.
  if (!(await isIndexComplete(pool))) return searchAll(pool, wanted, tooMuchWhileIndexing);
  const [terms, span] = await Promise.all([
    withEndings(pool, wanted.terms),
    isByTime ? spanToSearch(pool, wanted) : null,
  ]);
  if (terms === null) return { rows: [], goesOnAfter: null };
  const known = { ...wanted, terms };
  if (span !== null) return searchByDays(pool, known, span);
  return searchAll(pool, known, wanted.order === "risk" && !wanted.isForAll ? tooMuchByRisk : tooMuch);
}

/** @throws ProblemError where it takes too long. */
async function searchAll(pool: Pool, wanted: SearchWanted, tooMuchSaid: string): Promise<SearchAnswer> {
  try {
    const rows = await inTransaction(pool, async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = ${mostMs}`);
      return runSearch(tx, indexStatement(wanted, null));
    });
    return { rows, goesOnAfter: null };
  } catch (error) {
    if (postgresCode(error) !== statementTimeout) throw error;
    throw new ProblemError(422, "Too much to search", { detail: tooMuchSaid });
  }
}

interface Span {
  first: Date;
  last: Date;
}

async function searchByDays(db: Queryable, wanted: SearchWanted, span: Span): Promise<SearchAnswer> {
  const started = performance.now();
  const isBackwards = wanted.order === "newest";
  const days = Math.floor((startOfDay(span.last) - startOfDay(span.first)) / dayMs) + 1;
  const rows: SearchRow[] = [];
  let searched = 0;
  for (let count = wanted.terms.some(isOpen) ? firstDaysOpen : firstDays; searched < days;) {
    const some = Math.min(count, days - searched);
    const slice = isBackwards ? daysBefore(span.last, searched, some) : daysAfter(span.first, searched, some);
    const limit = wanted.limit - rows.length;
    const lookedFrom = performance.now();
    rows.push(...(await runSearch(db, indexStatement({ ...wanted, limit }, slice))));
    searched += some;
    if (rows.length === wanted.limit || searched === days) break;
    const now = performance.now();
    const inTime = Math.floor((some * (patienceMs - (now - started))) / (now - lookedFrom));
    if (inTime < 1)
      return {
        rows,
        goesOnAfter: isBackwards ? endOf(moved(slice.first, -1)) : startOf(moved(slice.last, 1)),
      };
    const missing = (searched * (wanted.limit - rows.length)) / Math.max(rows.length, 1);
    count = Math.min(Math.ceil(missing * someMore), searched * mostTimesMore, inTime);
  }
  return { rows, goesOnAfter: null };
}

const isOpen = ({ isBeginning = false, endings }: SearchTerm) =>
  isBeginning && (endings === undefined || endings.some((ending) => ending.isBeginning));

const moved = (time: Date, days: number) => new Date(startOfDay(time) + days * dayMs);
const daysBefore = (last: Date, skipped: number, count: number): Span => ({
  first: moved(last, 1 - skipped - count),
  last: moved(last, -skipped),
});
const daysAfter = (first: Date, skipped: number, count: number): Span => ({
  first: moved(first, skipped),
  last: moved(first, skipped + count - 1),
});

/** Before and after all comments of a UTC day, whose times are whole milliseconds. */
const startOf = (day: Date): SearchRow => ({
  id: "00000000-0000-0000-0000-000000000000",
  createdAt: day,
  score: 0,
});
const endOf = (day: Date): SearchRow => ({
  id: "ffffffff-ffff-ffff-ffff-ffffffffffff",
  createdAt: new Date(day.getTime() + dayMs - 1),
  score: 0,
});

/** From what day to what day; null where there are no documents. */
async function spanToSearch(
  db: Queryable,
  { before, after, order, cursor }: SearchWanted,
): Promise<Span | null> {
  const { rows } = await db.query<{ oldest: Date | null; newest: Date | null }>(
    "SELECT min(created_at) AS oldest, max(created_at) AS newest FROM comment_search",
  );
  const { oldest = null, newest = null } = rows[0] ?? {};
  if (oldest === null || newest === null) return null;
  const isBackwards = order === "newest";
  const first = Math.max(...timesOf(oldest, after, isBackwards ? null : cursor?.createdAt));
  const last = Math.min(...timesOf(newest, before, isBackwards ? cursor?.createdAt : null));
  return { first: new Date(first), last: new Date(last) };
}

const timesOf = (...times: (Date | null | undefined)[]): number[] =>
  times.flatMap((time) => time?.getTime() ?? []);

interface SearchStatement {
  text: string;
  values: unknown[];
}

/** Common words: along the time, until the page is full. */
function walkStatement(wanted: SearchWanted): SearchStatement {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const range = timeRange(wanted, bind);
  const text = `
    SELECT comment_id AS id, created_at AS "createdAt", score FROM (
      SELECT * FROM comment_search ${whereAll(range)} ORDER BY ${orders[wanted.order]} LIMIT ${walked}
    ) walked
    ${whereAll(matching(wanted, bind))} ORDER BY ${orders[wanted.order]} LIMIT ${bind(wanted.limit)}`;
  return { text, values };
}

/**
 * Rare words: all that the index finds on these days (null = on all), then sorted. Apart, or PostgreSQL might walk along
 * the time after all. The days are a condition of their own: only so does the index skip what lies outside of them.
 */
function indexStatement(wanted: SearchWanted, days: Span | null): SearchStatement {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const onThem =
    days === null ? [] : [`document @@ ${bind(storedQuery([onDays(days.first, days.last)]))}::tsquery`];
  const where = [...onThem, ...matching(wanted, bind), ...timeRange(wanted, bind)];
  return {
    text: `
    WITH found AS MATERIALIZED (SELECT comment_id, created_at, score FROM comment_search ${whereAll(where)})
    SELECT comment_id AS id, created_at AS "createdAt", score FROM found
    ORDER BY ${orders[wanted.order]} LIMIT ${bind(wanted.limit)}`,
    values,
  };
}

function matching({ terms, ids, except }: SearchWanted, bind: (value: unknown) => string): string[] {
  const query = storedQuery(terms);
  return [
    ...(query === null ? [] : [`document @@ ${bind(query)}::tsquery`]),
    ...(ids === null ? [] : [`comment_id = ANY(${bind(ids)}::uuid[])`]),
    ...(except.length === 0 ? [] : [`comment_id <> ALL(${bind(except)}::uuid[])`]),
  ];
}

function timeRange(
  { before, after, order, cursor }: SearchWanted,
  bind: (value: unknown) => string,
): string[] {
  const range = [
    ...(before === null ? [] : [`created_at < ${bind(before)}`]),
    ...(after === null ? [] : [`created_at >= ${bind(after)}`]),
  ];
  if (cursor === null) return range;
  const time = `${bind(cursor.createdAt)}::timestamptz, ${bind(cursor.id)}::uuid`;
  if (order === "risk") {
    const score = bind(cursor.score);
    return [
      ...range,
      `(score < ${score}::real OR (score = ${score}::real AND (created_at, comment_id) > (${time})))`,
    ];
  }
  return [...range, `(created_at, comment_id) ${order === "newest" ? "<" : ">"} (${time})`];
}

const whereAll = (conditions: readonly string[]) =>
  conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;

const runSearch = async (db: Queryable, statement: SearchStatement): Promise<SearchRow[]> =>
  (await db.query<SearchRow>(statement)).rows;

// More are not decided together; one more tells that there are more.
export const mostPlaces = mostMatched + 1;

/** The newest comments of each site that came from an address, as long as the site keeps it. */
export async function commentsFromAddress(
  db: Queryable,
  { address, network, siteIds }: { address: string; network: string; siteIds: string[] | null },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT found.id FROM (SELECT id FROM sites WHERE $3::uuid[] IS NULL OR id = ANY($3)) site
     CROSS JOIN LATERAL (
       SELECT c.id FROM comments c WHERE c.site_id = site.id AND c.author_network = $2 AND c.author_ip = $1
       ORDER BY c.created_at DESC LIMIT ${mostPlaces}
     ) found LIMIT ${mostPlaces}`,
    [address, network, siteIds],
  );
  return rows.map(({ id }) => id);
}

/** The newest comments of an author. */
export async function commentsByAuthor(
  db: Queryable,
  { authorKey, siteIds }: { authorKey: string; siteIds: string[] | null },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT found.id FROM (SELECT id FROM sites WHERE $2::uuid[] IS NULL OR id = ANY($2)) site
     CROSS JOIN LATERAL (
       SELECT c.id FROM comments c WHERE c.site_id = site.id AND c.author_key = $1
       ORDER BY c.created_at DESC LIMIT ${mostPlaces}
     ) found`,
    [authorKey, siteIds],
  );
  return rows.map(({ id }) => id);
}
