// Statements that run for each comment are planned once, perhaps while the tables are nearly empty and nothing is known
// about them, as until the server makes its first statistics, a minute after the start. Whatever was planned then has to go
// by keys: what reads all of a site would take minutes in a flood. (The tests' server makes none by itself. From the
// first ones, of a hundred comments, some plans read these hundred: until the next statistics, a minute later, or until eight
// times as many statements have run.)
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { decideNextBatch } from "../../src/comments/decide-batch.ts";
import { foldRuleNumbers } from "../../src/rules/number-queries.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { givenComment } from "../support/givens.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const growing = [
  "authors",
  "comments",
  "decisions",
  "findings",
  "text_sketches",
  "events",
  "deliveries",
  "idempotency_keys",
  "pages",
];

let database: TestDatabase;
const started: Service[] = [];
const start = async (options: { workers?: boolean } = {}): Promise<Service> => {
  const service = await startService({ database, ...options });
  started.push(service);
  return service;
};
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop();
});
afterAll(() => database.drop());

test("on a new database", async () => {
  const service = await start();
  await submitMany(service, 100);

  expect(await carelessPlans(service)).toEqual([]);
});

test("the numbers of rules look up what was found of each comment, though it was planned when there was none", async () => {
  const counting = await start({ workers: false });
  for (let early = 0; early < 10; early++) await foldRuleNumbers(counting.deps.pool, 200);
  const judging = await start();
  await submitMany(judging, 600);
  await started.pop()!.stop();
  const { rows } = await database.pool.query<{ of: number }>("SELECT count(*) AS of FROM findings");
  await database.pool.query("UPDATE settings SET value = '0' WHERE name = 'rule_numbers_position'");

  for (let some = 1; some > 0;) some = await foldRuleNumbers(counting.deps.pool, 200);

  await started.pop()!.stop();
  expect(rows[0]!.of).toBeGreaterThan(300);
  expect((await rowsRead("findings")) / rows[0]!.of).toBeLessThan(20);
}, 120_000);

test("on one that has filled without the server's statistics having noticed, as after a crash", async () => {
  const filling = await start();
  await submitMany(filling, 1_500);
  await started.pop()!.stop();
  const service = await start();
  await submitMany(service, 20);

  expect(await carelessPlans(service)).toEqual([]);
});

test("taking back hundreds of decisions looks up what was before each, however new the database", async () => {
  const amount = 1_200;
  const startIdle = () => start({ workers: false });
  const work = ({ deps }: Service) => decideNextBatch(deps, new AbortController().signal);
  const deciding = await startIdle();
  await deciding.call("POST", "/v1/sites", { body: { key: "young" } });
  await givenManyComments(deciding, { siteKey: "young", count: amount });
  const filter = { siteKey: "young", status: "held" };
  const batch = await deciding.call("POST", "/v1/decisions", { body: { filter, status: "spam" } });
  await work(deciding);
  const readBefore = await rowsReadOnceStopped(started.pop()!);

  const undoing = await startIdle();
  const undo = await undoing.call("POST", `/v1/decisions/${String(batch.body.batchId)}/undo`);
  await work(undoing);

  const undone = await undoing.call("GET", `/v1/decisions/${String(undo.body.batchId)}`);
  expect(undone.body).toMatchObject({ state: "done", done: amount });
  const read = (await rowsReadOnceStopped(started.pop()!)) - readBefore;
  expect(read / amount).toBeLessThan(50);
}, 120_000);

test("on one with a long queue of which the server's statistics know nothing", async () => {
  await start({ workers: false });
  await database.pool.query(
    `INSERT INTO comments (id, site_id, page_url, author_name, author_key, body, body_hash, created_at, status, lease_until)
     SELECT gen_random_uuid(), site.id, 'https://news.example/long', 'Left', 'left', repeat('Wait. ', 150), '', now() - n * interval '1 second', 'queued', now() + interval '1 day'
     FROM sites site, generate_series(1, 40_000) n WHERE site.key = 'demo'`,
  );
  await started.pop()!.stop();
  const service = await start();
  await submitMany(service, 300);

  expect(await carelessPlans(service)).toEqual([]);
});

/** Of the decisions: a connection tells when it ends what it has read. */
async function rowsReadOnceStopped(service: Service): Promise<number> {
  await service.stop();
  return rowsRead("decisions");
}

async function rowsRead(table: string): Promise<number> {
  await eventually("the service's connections to end", async () => {
    const { rows } = await database.pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'moderato%'",
    );
    return rows.length === 0;
  });
  const { rows } = await database.pool.query<{ read: number }>(
    "SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_user_tables WHERE relname = $1",
    [table],
  );
  return rows[0]!.read;
}

/** Many alike, so that each is compared with many. */
async function submitMany(service: Service, amount: number): Promise<void> {
  for (let at = 0; at < amount; at += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        givenComment(service, { authorName: `Jo ${index}`, body: `Comment ${at % 7} of a long row of them` }),
      ),
    );
  }
  await eventually(
    "every comment to be decided",
    async () => {
      const { rows } = await database.pool.query(
        "SELECT 1 FROM comments WHERE status = 'queued' AND author_name LIKE 'Jo %' LIMIT 1",
      );
      return rows.length === 0;
    },
    { withinMs: 60_000 },
  );
}

/** Steps that read a growing table by nothing narrower than the site, with the statement they belong to. */
async function carelessPlans({ deps }: Service): Promise<string[]> {
  const clients = await Promise.all(
    Array.from({ length: deps.commentsPool.options.max }, () => deps.commentsPool.connect()),
  );
  const plans = (await Promise.all(clients.map(plansOf))).flat();
  clients.forEach((client) => client.release());
  expect(plans.map(({ name }) => name.split("/")[0]!.replace(/-[0-9a-f]{16}$/, ""))).toEqual(
    expect.arrayContaining([
      "insert-submissions",
      "gather-facts",
      "count-similar",
      "write-decisions-by-rules",
    ]),
  );
  const indexes = await indexesOfGrowing();
  return plans.flatMap(({ name, lines }) =>
    lines.flatMap((line, at) => {
      const seeks = /Index (?:Only )?Scan (?:Backward )?using (\w+)|Bitmap Index Scan on (\w+)/.exec(line);
      const columns = indexes.get(seeks?.[1] ?? seeks?.[2] ?? "");
      const readsAll = growing.some((table) => line.includes(`Seq Scan on ${table}`));
      if (columns === undefined && !readsAll) return [];
      const condition = lines.slice(at + 1, at + 4).find((below) => below.includes("Index Cond:")) ?? "";
      const isNarrow =
        columns !== undefined && narrowing(columns).every((column) => condition.includes(column));
      return isNarrow || isBounded(lines, at) ? [] : [`${name}: ${line.trim()} ${condition.trim()}`];
    }),
  );
}

/** By name, the columns of each index in their order. */
async function indexesOfGrowing(): Promise<Map<string, string[]>> {
  const { rows } = await database.pool.query<{ name: string; columns: string[] }>(
    `SELECT indexrelid::regclass::text AS name,
            ARRAY(SELECT pg_get_indexdef(indexrelid, at, true) FROM generate_series(1, indnkeyatts) AS at) AS columns
     FROM pg_index WHERE indrelid::regclass::text = ANY($1)`,
    [growing],
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** What must be asked for so that little is read: an index is as good as its leading columns; all are of few sites. */
function narrowing(columns: readonly string[]): readonly string[] {
  const leading = columns.findIndex((column) => column !== "site_id" && column !== "status");
  return columns.slice(0, leading + 1);
}

/** The newest so many of all: below a LIMIT, in the order of an index. */
const isBounded = (lines: string[], at: number) =>
  /Limit/.test(lines[at - 1] ?? "") && /Index Scan/.test(lines[at]!);

interface Plan {
  name: string;
  lines: string[];
}

async function plansOf(client: pg.PoolClient): Promise<Plan[]> {
  const { rows } = await client.query<{ name: string; arguments: number }>(
    "SELECT name, cardinality(parameter_types) AS arguments FROM pg_prepared_statements",
  );
  const plans: Plan[] = [];
  for (const { name, arguments: amount } of rows) {
    const nothing = Array.from({ length: amount }, () => "NULL").join(", ");
    const explained = await client.query<{ "QUERY PLAN": string }>(
      `EXPLAIN EXECUTE "${name}" ${amount > 0 ? `(${nothing})` : ""}`,
    );
    plans.push({ name, lines: explained.rows.map((row) => row["QUERY PLAN"]) });
  }
  return plans;
}
