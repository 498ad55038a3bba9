// What a page of the queue, a search and the counts read, with a long past behind them: by which index, and how many
// rows at most. Where these hold, pages stay as fast with a hundred times as many comments.
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import type pg from "pg";
import { pino } from "pino";
import { decidedInBatch, readChunk } from "../../src/comments/batch-queries.ts";
import { countSettled, countWaiting, paceOf } from "../../src/comments/count-queries.ts";
import { type CommentFilter, listComments } from "../../src/comments/list-queries.ts";
import { summariseMatching } from "../../src/comments/matching-queries.ts";
import { searchComments } from "../../src/comments/search-comments.ts";
import { authorsOf, decisionsOf, findingsOf } from "../../src/comments/comment-details-queries.ts";
import { recordOf } from "../../src/comments/author-queries.ts";
import { type CommentRow, findComment, threadAround } from "../../src/comments/comment-queries.ts";
import { alikeOf, countRelated } from "../../src/comments/related-queries.ts";
import { createPool } from "../../src/db/pool.ts";
import { readWaiting } from "../../src/notices/notice-queries.ts";
import { forgetWords, rememberWords } from "../../src/comments/known-words.ts";
import type { Tx } from "../../src/db/transaction.ts";
import { parseSearch } from "../../src/text/search-query.ts";
import { countHour, everySite } from "../../src/stats/hour-queries.ts";
import { backlogOf, hoursOfWeekOf, volumeOf, waitingOf } from "../../src/stats/stats-queries.ts";
import { rangeFor } from "../../src/stats/stats-range.ts";
import { type Seeded, seedComments } from "../bench/seed-comments.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { givenEvent } from "../webhooks/given-webhooks.ts";

const comments = 20_000;
const limit = 50;
const until = new Date("2026-11-25T00:00:00.000Z");

let database: TestDatabase;
let seeded: Seeded;
beforeAll(async () => {
  database = await createTestDatabase();
  seeded = await seedComments(database.pool, { comments, sites: 8, until });
}, 180_000);
afterEach(() => void jest.restoreAllMocks());
afterAll(() => database.drop());

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

interface Read {
  indexes: string[];
  /** What each of them found. */
  found: number[];
  /** Those of them that were read without their table. */
  alone: string[];
  /** Rows of comments and their search documents that were looked at. */
  rows: number;
  /** Those of them that came from an index alone. */
  rowsAlone: number;
  /** Tables that were read from end to end. */
  whole: string[];
}

const counted = [
  ...["comments", "comment_search", "known_words", "decisions", "findings", "events"],
  ...["site_hours", "waiting_hours", "moderator_hours"],
];
/** Decisions in 32 pages, as small as the seeded ones are. */
const mostInBlockRange = 2_500;

/** Runs `ask` on a database that explains every statement. */
async function readBy(ask: (pool: pg.Pool) => Promise<unknown>): Promise<Read> {
  const read: Read = { indexes: [], found: [], alone: [], rows: 0, rowsAlone: 0, whole: [] };
  const look = (node: PlanNode): void => {
    const table = node["Relation Name"];
    if (node["Index Name"] !== undefined && node["Actual Loops"] > 0) {
      read.indexes.push(node["Index Name"]);
      read.found.push(node["Actual Rows"]);
      if (node["Node Type"] === "Index Only Scan") read.alone.push(node["Index Name"]);
    }
    if (table !== undefined && counted.includes(table)) {
      const each =
        node["Actual Rows"] +
        (node["Rows Removed by Filter"] ?? 0) +
        (node["Rows Removed by Index Recheck"] ?? 0);
      read.rows += each * node["Actual Loops"];
      if (node["Node Type"] === "Index Only Scan") read.rowsAlone += each * node["Actual Loops"];
      if (node["Node Type"] === "Seq Scan" && node["Actual Loops"] > 0) read.whole.push(table);
    }
    node.Plans?.forEach(look);
  };
  const query = async (given: string | pg.QueryConfig, values: unknown[] = []) => {
    const text = typeof given === "string" ? given : given.text;
    const bound = typeof given === "string" ? values : (given.values ?? []);
    if (/^(BEGIN|SET|COMMIT)/.test(text)) return;
    const { rows } = await database.pool.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
      bound,
    );
    look(rows[0]!["QUERY PLAN"][0].Plan);
    return database.pool.query(text, bound);
  };
  const client = { query, release: () => undefined };
  await ask({ query, connect: () => Promise.resolve(client) } as unknown as pg.Pool);
  return read;
}

const allSites = 8;
const page = limit + 1;

test.each<[string, CommentFilter, "risk" | "newest" | "oldest", { index: RegExp; rows: number }]>([
  [
    "held, riskiest first",
    { siteIds: null, statuses: ["held"] },
    "risk",
    { index: /^comments_held_by_risk$/, rows: allSites * page + page },
  ],
  [
    "held, newest first",
    { siteIds: null, statuses: ["held"] },
    "newest",
    // While few are held, all of a site are sorted.
    { index: /^comments_(site_status|held_by_risk)$/, rows: allSites * page + page },
  ],
  [
    "approved, oldest first",
    { siteIds: null, statuses: ["approved"] },
    "oldest",
    { index: /^comments_site_status$/, rows: allSites * page + page },
  ],
  [
    "flagged, riskiest first",
    { siteIds: null, statuses: ["approved"], flagged: true },
    "risk",
    { index: /^comments_flagged$/, rows: allSites * page + page },
  ],
  [
    "all, newest first",
    { siteIds: null, statuses: ["queued", "held", "approved", "rejected", "spam"] },
    "newest",
    { index: /^comments_site_status$/, rows: 5 * allSites * page + page },
  ],
])(
  "a page of %s reads a page of each site and status, and so does the next",
  async (_what, filter, order, most) => {
    let cursor: string | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const read = await readBy(async (db) => {
        const list = await listComments(db, filter, { order, limit, cursor: cursor ?? undefined });
        cursor = list.nextCursor;
      });

      expect(read.whole).toEqual([]);
      expect(read.indexes).toContainEqual(expect.stringMatching(most.index));
      expect(read.rows).toBeLessThanOrEqual(most.rows);
    }
  },
);

test.each<[string, Partial<CommentFilter>, number]>([
  // The newest 1,500 are walked, and the page is full.
  ["and", {}, 1_500 + page],
  ["the harbour", {}, 1_500 + comments],
  ["quincunx", {}, 1_500 + 10],
  ["quincunx is:approved", {}, 1_500 + 10],
  ["author:ada domain:shop-7.example", {}, 1_500 + comments],
  ["nowordlikethis", {}, 1_500],
  ["and", { statuses: ["held"] }, 1_500 + comments],
])("the search %s of %j reads the newest at most, then by the index", async (q, filter, most) => {
  const read = await readBy((db) =>
    searchComments(
      db,
      { siteIds: null, ...filter },
      { order: "newest", limit, parts: parseSearch(q).parts, now: until },
    ),
  );

  expect(read.whole).toEqual([]);
  expect(read.indexes).toContain("comment_search_time");
  // What is asked of a comment for its place in the page is read once more.
  expect(read.rows).toBeLessThanOrEqual(most + 2 * page);
});

test.each(["newest", "oldest"] as const)(
  "what the %s do not fill comes from the index, and of few days first",
  async (order) => {
    jest.spyOn(performance, "now").mockReturnValue(0);
    const read = await readBy((db) =>
      searchComments(
        db,
        { siteIds: null },
        { order, limit, parts: parseSearch("harbour storm").parts, now: until },
      ),
    );

    const looks = read.found.filter((_rows, at) => read.indexes[at] === "comment_search_document");
    expect(read.whole).toEqual([]);
    // A fifth of the time is 120 days; and then some more than the page seems to need.
    expect(looks.length).toBeGreaterThan(1);
    expect(looks[0]).toBeLessThan(60);
  },
);

test.each([
  ["newest", "harbour storm", 0],
  ["oldest", "harbour storm", 0],
  ["newest", "harbour storm after:300d before:200d", 0],
  ["newest", '"harbour" "storm"', 100],
  ["oldest", '"harbour" "storm"', 100],
] as const)(
  "pages from the %s of %s hold what the index finds at once, also at %d ms a look",
  async (order, q, ms) => {
    let clock = 0;
    jest.spyOn(performance, "now").mockImplementation(() => (clock += ms));
    const { parts } = parseSearch(q);
    const ask = (of: { order: "newest" | "oldest" | "risk"; limit: number; cursor?: string }) =>
      searchComments(database.pool, { siteIds: null }, { ...of, parts, now: until });
    const all = (await ask({ order: "risk", limit: 1_000 })).items;

    // Something has just happened to some of them: they are looked at directly, and belong to the same pages.
    for (const { id, siteId } of [all.at(0)!, all.at(7)!, all.at(-1)!])
      await givenEvent(database.pool, { siteId, commentId: id });

    const paged: typeof all = [];
    let short = 0;
    for (let cursor: string | null | undefined = undefined; cursor !== null;) {
      const page: Awaited<ReturnType<typeof ask>> = await ask({
        order,
        limit: 7,
        ...(cursor === undefined ? {} : { cursor }),
      });
      paged.push(...page.items);
      if (page.items.length < 7 && page.nextCursor !== null) short += 1;
      cursor = page.nextCursor;
    }

    await database.pool.query("DELETE FROM unnumbered_events");
    const byTime = all.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
    expect(all.length).toBeGreaterThan(14);
    expect(short > 0).toBe(ms > 0);
    expect(paged.map(({ id }) => id)).toEqual(
      (order === "oldest" ? byTime : byTime.reverse()).map(({ id }) => id),
    );
  },
);

test.each([
  "quincunx",
  "theatre is:held has:link",
  "email:ada.b0@mail-0.example",
  "rule:insults is:spam poem",
])("the search %s in the order of risk goes by the index alone", async (q) => {
  const read = await readBy((db) =>
    searchComments(db, { siteIds: null }, { order: "risk", limit, parts: parseSearch(q).parts, now: until }),
  );

  expect(read.whole).toEqual([]);
  expect(read.indexes).toContain("comment_search_document");
  expect(read.rows).toBeLessThan(comments / 20);
});

test("of the words of a text each is looked up among those that are known", async () => {
  const read = await readBy((db) => rememberWords(db, ["theatre", "quincunx", "neverwritten"]));

  expect(read.whole).toEqual([]);
  expect(read.indexes).toEqual(["known_words_pkey"]);
});

test("whether a word is still in a comment is asked of the index alone", async () => {
  await database.pool.query(
    "UPDATE known_words SET seen = current_date - 40 WHERE word IN ('theatre', 'quincunx')",
  );
  await database.pool.query("INSERT INTO known_words VALUES ('gone', current_date - 40)");

  const read = await readBy((db) => forgetWords(db as unknown as Tx, 10));

  expect(read.whole).toEqual([]);
  expect(read.indexes).toContain("comment_search_document");
});

test("a search by risk that takes too long is given up, and says what to do", async () => {
  const slow = await database.pool.connect();
  try {
    await slow.query("BEGIN; LOCK TABLE comment_search");
    await expect(
      searchComments(
        database.pool,
        { siteIds: null },
        { order: "risk", limit, parts: parseSearch("theatre").parts, now: until },
      ),
    ).rejects.toMatchObject({ status: 422, message: expect.stringMatching(/^This search takes too long/) });
  } finally {
    await slow.query("ROLLBACK");
    slow.release();
  }
});

test("an address is looked up by its index", async () => {
  const read = await readBy((db) =>
    searchComments(
      db,
      { siteIds: null },
      { order: "newest", limit, parts: parseSearch("ip:198.51.7.7").parts, now: until },
    ),
  );

  expect(read.whole).toEqual([]);
  expect(read.indexes).toContain("comments_network");
  expect(read.rows).toBeLessThan(comments / 20);
});

test("what waits is counted by the index of what is held, what is settled up to a bound", async () => {
  const waiting = await readBy((db) => countWaiting(db, null));
  const settled = await readBy((db) => countSettled(db, null));
  const { rows: held } = await database.pool.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM comments WHERE status IN ('queued', 'held')",
  );

  expect(waiting.whole).toEqual([]);
  expect(waiting.rows).toBeLessThanOrEqual(held[0]!.count);
  expect(settled.whole).toEqual([]);
  expect(settled.indexes).toContain("comments_flagged");
  expect(settled.rows).toBeLessThanOrEqual(4 * 10_000);
});

test("what moderators are told of is read from the held comments alone", async () => {
  const { rows: held } = await database.pool.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM comments WHERE status = 'held'",
  );

  const read = await readBy(readWaiting);

  expect(read.whole).toEqual([]);
  expect(read.rows).toBeLessThanOrEqual(held[0]!.count);
});

test("numbers read the counts of hours alone; an hour is counted from its own decisions and comments", async () => {
  const { pool } = database;
  const keptHours = 120 * 24;
  const given = `FROM unnest($1::uuid[]) AS site_id, generate_series($2::timestamptz - interval '119 days 23 hours', $2, '1 hour') AS hour`;
  const values = [[everySite, ...seeded.siteIds], until];
  await pool.query(
    `INSERT INTO site_hours SELECT site_id, hour, 2, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 ${given}`,
    values,
  );
  await pool.query(
    `INSERT INTO waiting_hours SELECT site_id, hour, by, bucket, 1
     ${given}, unnest('{rules,moderator}'::text[]) AS by, unnest('{-20,4}'::integer[]) AS bucket`,
    values,
  );
  await pool.query("VACUUM ANALYZE site_hours, waiting_hours");
  const range = await rangeFor(pool, { from: "2026-10-29", to: "2026-11-24", zone: "Europe/Berlin" }, until);
  const hours = 27 * 24 + 1;

  for (const sites of [null, seeded.siteIds.slice(0, 2)]) {
    const numbers = await readBy(async (db) => {
      await volumeOf(db, sites, range);
      await hoursOfWeekOf(db, sites, range);
      await backlogOf(db, sites, range);
      await waitingOf(db, sites, range);
    });
    expect(numbers.indexes).toEqual(expect.arrayContaining(["site_hours_pkey", "waiting_hours_pkey"]));
    expect(numbers.whole).toEqual([]);
    // Three read the hours, the backlog all before them, too; four rows an hour tell of waiting times.
    expect(numbers.rows).toBeLessThanOrEqual((sites?.length ?? 1) * (2 * hours + keptHours + 4 * hours));
  }

  const { rows } = await pool.query<{ hour: Date }>(
    "SELECT date_trunc('hour', created_at) AS hour FROM decisions ORDER BY id DESC LIMIT 1 OFFSET 5000",
  );
  const counting = await readBy((db) => countHour(db, rows[0]!.hour));
  expect(counting.whole).toEqual([]);
  expect(counting.indexes).toEqual(expect.arrayContaining(["decisions_time", "comments_site_status"]));
  // At most two block ranges of decisions, and hardly more of comments than the hour has.
  expect(counting.rows).toBeLessThanOrEqual(2 * mostInBlockRange + 100);
});

test("the authors of a page of cards are known by the index alone, however much they wrote", async () => {
  const { items } = await listComments(
    database.pool,
    { siteIds: null, statuses: ["held"] },
    { order: "risk", limit },
  );

  const read = await readBy((db) => authorsOf(db, items));

  expect(items.length).toBeGreaterThan(10);
  expect(read.alone).toEqual(expect.arrayContaining(["comments_author"]));
  expect(read.whole).toEqual([]);
});

/** By whoever wrote most on the largest site. */
async function busiestAuthorsComment(): Promise<{ comment: CommentRow; wrote: number }> {
  const { rows } = await database.pool.query<{ id: string; wrote: number }>(
    `SELECT max(id::text) AS id, count(*) AS wrote FROM comments WHERE site_id = $1
     GROUP BY author_key ORDER BY wrote DESC LIMIT 1`,
    [seeded.siteIds[0]],
  );
  const { id, wrote } = rows[0]!;
  return { comment: (await findComment(database.pool, id))!, wrote };
}

test("an author's record is counted by the index alone, and the names looked for in the latest comments", async () => {
  const { comment, wrote } = await busiestAuthorsComment();

  const read = await readBy((db) => recordOf(db, { ...comment, name: comment.authorName }));

  expect(wrote).toBeGreaterThan(400);
  expect(read.whole).toEqual([]);
  expect(read.indexes.every((index) => index === "comments_author")).toBe(true);
  expect(read.rows - read.rowsAlone).toBeLessThanOrEqual(200);
});

test("what is related to a comment is counted by the indexes alone, its look-alikes found by their bands", async () => {
  const { comment } = await busiestAuthorsComment();

  const counted = await readBy((db) => countRelated(db, comment));
  const alike = await readBy((db) => alikeOf(db, comment, 100));

  expect(counted.whole).toEqual([]);
  expect(new Set(counted.alone)).toEqual(new Set(["comments_author", "comments_thread", "comments_network"]));
  expect(counted.rows - counted.rowsAlone).toBe(1);
  expect(alike.whole).toEqual([]);
  expect(alike.rows).toBeLessThanOrEqual(100);
});

test("what stands beside the comments of a page is looked up, though it was planned when there was nothing", async () => {
  const young = await createTestDatabase();
  const tables = ["comments", "decisions", "findings"];
  const one = createPool({
    connectionString: young.connectionString,
    max: 1,
    log: pino({ level: "silent" }),
  });
  const read = async (items: Parameters<typeof authorsOf>[1]) => {
    await one.query("SELECT pg_stat_reset(), pg_stat_force_next_flush()");
    await authorsOf(one, items);
    await findingsOf(one, items);
    const ids = items.map(({ id }) => id);
    await decisionsOf(one, ids);
    await one.query("SELECT pg_stat_force_next_flush()");
    const { rows } = await one.query<{ relname: string; read: number }>(
      "SELECT relname, seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = ANY($1)",
      [tables],
    );
    return Object.fromEntries(rows.map(({ relname, read }) => [relname, read]));
  };
  try {
    for (let early = 0; early < 10; early++) await read([]);
    await seedComments(young.pool, { comments, sites: 3, until, analyze: false });
    const { items } = await listComments(
      young.pool,
      { siteIds: null, statuses: ["held"] },
      { order: "newest", limit },
    );

    // After it the server makes its statistics: the tests' server makes none by itself.
    const inTheFirstMinute = await read(items);
    await young.pool.query("ANALYZE");
    const afterwards = await read(items);

    expect(items.length).toBe(limit);
    // From end to end, and once for all of them: a table of that age is small.
    expect(inTheFirstMinute).toMatchObject({ comments: 0, decisions: comments });
    expect(afterwards).toMatchObject({ comments: 0, decisions: 0 });
  } finally {
    await one.end();
    await young.drop();
  }
});

test("a moderator's pace is read from his own latest decisions", async () => {
  const read = await readBy((db) => paceOf(db, "0190aaaa-0000-7000-8000-000000000001"));

  expect(read.whole).toEqual([]);
  expect(read.indexes).toEqual(["decisions_user"]);
});

test("the conversation around a comment reads its page's latest by the index", async () => {
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT id FROM comments WHERE site_id = $1 AND page_url = $2 AND status = 'approved' ORDER BY created_at DESC LIMIT 1",
    [seeded.siteIds[0], seeded.busiestPage],
  );
  const comment = await findComment(database.pool, rows[0]!.id);

  const read = await readBy((db) => threadAround(db, comment!));

  expect(read.whole).toEqual([]);
  expect(read.indexes).toContain("comments_thread");
  expect(read.rows).toBeLessThanOrEqual(11);
});

test.each<["held" | "by the author who wrote most", RegExp]>([
  ["held", /^comments_(site_status|held_by_risk)$/],
  ["by the author who wrote most", /^comments_author$/],
])("all comments %s are found by the index, each looked at once", async (which, index) => {
  const { rows } = await database.pool.query<{ key: string }>(
    "SELECT author_key AS key FROM comments WHERE site_id = $1 AND status = 'approved' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    [seeded.siteIds[0]],
  );
  const statuses: CommentFilter["statuses"] =
    which === "held" ? ["held"] : ["held", "approved", "rejected", "spam"];
  const filter = which === "held" ? { statuses } : { statuses, authorKey: rows[0]!.key };
  const matching = {
    filter: { siteIds: [seeded.siteIds[0]!], ...filter },
    to: null,
    unchangedSince: until,
    isCut: false,
  };
  let found = 0;

  const read = await readBy(async (db) => {
    found = (await summariseMatching(db, matching)).count;
  });

  expect(found).toBeGreaterThan(0);
  expect(read.whole).toEqual([]);
  expect(read.indexes).toContainEqual(expect.stringMatching(index));
  expect(read.rows).toBeLessThanOrEqual(found * 1.1);
});

test("a chunk of a batch is read from its row alone, and what is decided already by the comments in it", async () => {
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT comment_id AS id FROM decisions ORDER BY created_at LIMIT 100",
  );
  const batchId = "0190aaaa-0000-7000-8000-000000000002";

  const chunk = await readBy((db) => readChunk(db, { id: batchId, position: 300 }, 100));
  const decided = await readBy((db) =>
    decidedInBatch(
      db,
      batchId,
      rows.map(({ id }) => id),
    ),
  );

  expect(chunk).toMatchObject({ rows: 0, whole: [] });
  expect(decided.whole).toEqual([]);
  expect(decided.rows).toBeLessThanOrEqual(2 * rows.length);
});

test("the same seed makes the same past", async () => {
  const other = await createTestDatabase();
  await seedComments(other.pool, { comments: 2_000, sites: 8, until });
  const again = await createTestDatabase();
  await seedComments(again.pool, { comments: 2_000, sites: 8, until });
  const sum =
    "SELECT md5(string_agg(id::text || status || body || author_name, ',' ORDER BY id)) AS sum FROM comments";

  const sums = [await other.pool.query<{ sum: string }>(sum), await again.pool.query<{ sum: string }>(sum)];

  expect(sums[0]!.rows).toEqual(sums[1]!.rows);
  await Promise.all([other.drop(), again.drop()]);
});
