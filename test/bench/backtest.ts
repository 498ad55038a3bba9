// How fast a rule is tried on past comments, what memory that takes from the first to the last, and by how much it delays
// the moderation of new ones in the same process.
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { BacktestView } from "../../src/rules/backtest-view.ts";
import { type Arena, type Ground, openArena } from "./arena.ts";
import { type Benchmark, median, type Options, percentile, wants } from "./benchmark.ts";
import { type Child, portOf, programs, startChild } from "./child.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { createSubmissions } from "./submissions.ts";
import { table } from "./table.ts";
import { targets, verdictLine } from "./targets.ts";

const defaultComments = 200_000;
const seededAtOnce = 20_000;
const differentTexts = 20_000;
const pollMs = 200;
const liveComments = 20;
const adminKey = "bench-admin-key-0123456789-abcdefghijkl";

// A list as sites have them, of which a phrase or two happen to come up in a comment now and then.
const unheard = Array.from({ length: 300 }, (_, number) => `unheard${number.toString(36)}`);
const words = {
  check: "words",
  phrases: [...unheard, "cheap pills", "river bridge", "number wrong", "house river"],
};
const links = { check: "links", count: { gte: 1 }, notOwnSite: true };
const rules: Record<string, object> = {
  words,
  links,
  "words and links": { any: [words, links] },
};

interface Measurement {
  rule: string;
  commentsPerSecond: number;
  /** By the CPU time of our process alone: PostgreSQL works beside it. */
  commentsPerCpuSecond: number | null;
  hits: number;
  costMicroseconds: number;
  progress: Progress[];
  delayMs: { p50: number; max: number };
}

interface Progress {
  seconds: number;
  done: number;
  megabytes: number;
}

export const backtest: Benchmark = async (options) => {
  const arena = await openArena({ ...options, backends: ["postgres"] });
  try {
    const ground = await arena.open("postgres");
    const comments = options.comments ?? defaultComments;
    options.say(`Storing ${comments.toLocaleString("en")} decided comments …`);
    await seed(ground.pool, arena.site.key, comments);
    const service = await startChild(programs.moderato, {
      env: { ...ground.env, PORT: "0", ADMIN_API_KEY: adminKey, LOG_LEVEL: "warn" },
      ready: /Dashboard +http/,
    });
    const idle = await delaysOf(arena, ground, { service, isOver: () => false });
    const measured: Measurement[] = [];
    for (const [rule, when] of Object.entries(rules).filter(([rule]) => wants(options, rule)))
      measured.push(await measure(arena, ground, { service, rule, when, comments, options }));
    await service.stop();
    await ground.close();
    report(options, { comments, idle, measured });
    return { comments, idle: summaryOf(idle), measured };
  } finally {
    await arena.close();
  }
};

function report(
  { say }: Options,
  { comments, idle, measured }: { comments: number; idle: number[]; measured: Measurement[] },
): void {
  say(
    `\n${table(
      [
        `${comments.toLocaleString("en")} comments`,
        "comments/s",
        "a CPU second",
        "hits",
        "rule, µs",
        "MB at first",
        "by 10 %",
        "by 50 %",
        "by 100 %",
        "rate, last to first tenth",
        "live p50, ms",
        "live max, ms",
      ],
      [
        [
          "no backtest",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          summaryOf(idle).p50,
          summaryOf(idle).max,
        ],
        ...measured.map((one) => [
          one.rule,
          one.commentsPerSecond,
          one.commentsPerCpuSecond,
          one.hits,
          one.costMicroseconds,
          one.progress[0]?.megabytes ?? null,
          ...[0.1, 0.5, 1].map((share) => mostMegabytes(one.progress, comments * share)),
          rateOf(one.progress, comments * 0.9, comments) / rateOf(one.progress, 0, comments * 0.1),
          one.delayMs.p50,
          one.delayMs.max,
        ]),
      ],
    )}\n`,
  );
  for (const { rule, commentsPerSecond, commentsPerCpuSecond } of measured) {
    const value = commentsPerCpuSecond ?? commentsPerSecond;
    say(verdictLine({ target: targets.backtest, where: rule, value }));
  }
}

/** The most until so many comments were done. */
const mostMegabytes = (progress: readonly Progress[], comments: number) =>
  Math.max(...progress.filter(({ done }) => done <= comments).map(({ megabytes }) => megabytes));

/** Comments a second between two points, as far as the looks in between tell. */
function rateOf(progress: readonly Progress[], from: number, to: number): number {
  const first = progress.findLast(({ done }) => done <= from) ?? progress[0];
  const last = progress.find(({ done }) => done >= to) ?? progress.at(-1);
  return first === undefined || last === undefined || last.seconds === first.seconds
    ? NaN
    : (last.done - first.done) / (last.seconds - first.seconds);
}

async function measure(
  arena: Arena,
  ground: Ground,
  { service, rule, when, comments, options }: Trial & { options: Options },
): Promise<Measurement> {
  const pid = service.process.pid!;
  const cpuBefore = cpuSecondsOf(pid);
  const name = `Bench: ${rule}`;
  const body = {
    rule: { siteKey: arena.site.key, name, stage: "enforce", when, then: { points: 4 } },
    limit: comments,
  };
  const started = await call<BacktestView>(service, "/v1/backtests", body);
  const progress: Progress[] = [];
  const startedAt = performance.now();
  let current = started;
  const isOver = () => current.status === "done" || current.status === "failed";
  const live = delaysOf(arena, ground, { service, isOver });
  while (!isOver()) {
    await pause(pollMs);
    const megabytes = await residentMegabytes(pid);
    current = await call<BacktestView>(service, `/v1/backtests/${started.id}`);
    progress.push({
      seconds: (performance.now() - startedAt) / 1000,
      done: current.progress.done,
      megabytes,
    });
  }
  const cpuAfter = cpuSecondsOf(pid);
  if (current.result === null) throw new Error(`The backtest failed: ${String(current.error)}`);
  const seconds = (Date.parse(current.finishedAt!) - Date.parse(current.startedAt!)) / 1000;
  const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  const result: Measurement = {
    rule,
    commentsPerSecond: current.result.comments / seconds,
    commentsPerCpuSecond: cpuSeconds === null ? null : current.result.comments / cpuSeconds,
    hits: current.result.hits,
    costMicroseconds: current.result.costMicroseconds,
    progress,
    delayMs: summaryOf(await live),
  };
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    mostMegabytes(progress, (comments * (tenth + 1)) / 10),
  );
  options.say(JSON.stringify({ ...result, progress: undefined, megabytesByTenth: tenths.map(Math.round) }));
  return result;
}

interface Trial {
  service: Child;
  rule: string;
  when: object;
  comments: number;
}

const summaryOf = (delays: readonly number[]) => ({
  p50: median(delays),
  max: percentile(delays, 1),
});

/** From the comment's arrival to the rules' decision, of some comments one after the other. */
async function delaysOf(
  arena: Arena,
  { pool }: Ground,
  { service, isOver }: { service: Child; isOver: () => boolean },
): Promise<number[]> {
  const delays: number[] = [];
  for (const submission of createSubmissions(arena.site.key, liveComments, 7)) {
    if (isOver()) break;
    const { id } = await call<{ id: string }>(service, "/v1/comments", submission);
    for (;;) {
      const { rows } = await pool.query<{ ms: number | null }>(
        "SELECT extract(epoch FROM decided_at - created_at)::float8 * 1000 AS ms FROM comments WHERE id = $1",
        [id],
      );
      if (rows[0]?.ms != null) {
        delays.push(rows[0].ms);
        break;
      }
      await pause(5);
    }
    await pause(pollMs);
  }
  return delays;
}

async function call<Answer>(service: Child, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${portOf(service)}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const facts = JSON.stringify({
  author: {
    approvedCount: 3,
    rejectedCount: 0,
    heldCount: 0,
    firstSeenAt: null,
    trusted: false,
    banned: false,
  },
  page: { firstSeenAt: "2026-01-01T00:00:00.000Z", closed: false },
  form: { honeypotFilled: false, writtenInMs: 20_000 },
  velocity: [{ by: "ip", windowSeconds: 600, count: 0, uniqueAuthors: 0 }],
  duplicates: [{ windowSeconds: 86_400, sameAuthor: 0, otherAuthors: 0, rejected: 0 }],
});

/** A comment every ten seconds back in time, each judged by rules; a fifth of them by a moderator, too. */
async function seed(pool: pg.Pool, siteKey: string, comments: number): Promise<void> {
  const texts = createSubmissions(siteKey, Math.min(comments, differentTexts), 1);
  await pool.query(
    "CREATE TABLE bench_texts (number, text) AS SELECT ordinality - 1, value FROM json_array_elements($1::json) WITH ORDINALITY",
    [JSON.stringify(texts)],
  );
  await pool.query("ALTER TABLE bench_texts ADD PRIMARY KEY (number)");
  // PostgreSQL makes the rows, so that a million go through no memory of ours.
  for (let from = 0; from < comments; from += seededAtOnce) {
    const to = Math.min(comments, from + seededAtOnce) - 1;
    await pool.query(seedStatement, [from, to, comments, siteKey, facts]);
  }
  await pool.query("DROP TABLE bench_texts");
  await pool.query("VACUUM ANALYZE");
  // What is still to be written is not to slow down what is measured.
  await pool.query("CHECKPOINT");
}

const seedStatement = `
  WITH site AS (SELECT id FROM sites WHERE key = $4),
  rule AS (SELECT r.id FROM rules r JOIN site ON r.site_id = site.id ORDER BY r.id LIMIT 1),
  input AS MATERIALIZED (
    SELECT uuidv7() AS id, uuidv7() AS decision_id, text->>'pageUrl' AS page_url, text->>'authorName' AS author_name,
           text->>'authorEmail' AS author_email, text->>'body' AS body,
           (ARRAY['approved', 'approved', 'held', 'rejected', 'approved'])[n % 5 + 1] AS status,
           now() - make_interval(secs => 60 + ($3::integer - n) * 10) AS at,
           CASE WHEN n % 10 = 3 THEN 'held' ELSE 'approved' END AS judged,
           CASE WHEN n % 5 = 3 OR n % 20 = 0 THEN 'moderator' ELSE 'rules' END AS decided_by
    FROM generate_series($1::integer, $2::integer) AS n
    JOIN bench_texts ON number = n % (SELECT count(*) FROM bench_texts)
  ), stored AS (
    INSERT INTO comments (site_id, id, page_url, author_name, author_email, author_key, body, body_hash, status, revision,
                          decided_by, decided_at, created_at)
    SELECT site.id, input.id, page_url, author_name, author_email, lower(author_name), body, sha256(convert_to(body, 'UTF8')),
           status, 2, decided_by, at, at
    FROM input, site
  ), found AS (
    INSERT INTO findings (site_id, decision_id, comment_id, position, rule_id, rule_version, rule_name, stage, check_name,
                          points, explanation)
    SELECT site.id, decision_id, input.id, 0, rule.id, 1, 'A rule', 'hold', 'links', 4, 'a link'
    FROM input, site, rule WHERE judged = 'held'
  )
  INSERT INTO decisions (site_id, id, comment_id, status, previous_status, revision, decided_by, reasons, score, facts,
                         rules_revision, created_at)
  SELECT site.id, decision_id, input.id, judged, 'queued', 2, 'rules', '{}', 0, $5::jsonb, 1, at FROM input, site`;

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}
