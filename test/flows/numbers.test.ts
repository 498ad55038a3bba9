// The counts of hours: always what the rows say, whoever commits late; and what is shown of them, to whom.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import { decideComments } from "../../src/comments/decide-comment.ts";
import type { Decider } from "../../src/comments/decision.ts";
import { writeChanges } from "../../src/comments/write-decisions.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { checkSomeHours, rebuildRollups } from "../../src/stats/check-hours.ts";
import { countHours } from "../../src/stats/count-hours.ts";
import { everySite } from "../../src/stats/hour-queries.ts";
import { numberEvents } from "../../src/webhooks/events.ts";
import { givenComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

const hourMs = 3_600_000;
const today = Math.floor(Date.now() / hourMs) * hourMs;
const before = (hours: number) => new Date(today - hours * hourMs);
const day = (time: Date) => time.toISOString().slice(0, 10);
const rules: Decider = { kind: "rules" };
const people = { ada: uuidv7(), bo: uuidv7() };
const person = (userId: string): Decider => ({ kind: "moderator", userId, apiKeyId: null, name: "A" });

let service: Service;
beforeAll(async () => {
  service = await startService({ workers: false });
  for (const key of ["news", "sport"]) await service.call("POST", "/v1/sites", { body: { key } });
});
afterAll(() => service.stop());
beforeEach(async () => {
  await service.database.pool.query(
    "TRUNCATE comments, decisions, events, unnumbered_events, numbered_events, counted_hours, site_hours, waiting_hours, moderator_hours",
  );
});

/** A comment written so many hours ago. */
async function givenWritten(siteKey: string, hoursAgo: number): Promise<string> {
  const { id } = await givenComment(service, { siteKey, body: uuidv7() });
  await service.database.pool.query("UPDATE comments SET created_at = $2 WHERE id = $1", [
    id,
    before(hoursAgo),
  ]);
  return id;
}

/** A decision so many hours ago; returns its id. */
async function decide(
  commentId: string,
  status: "held" | "approved" | "rejected" | "spam" | "deleted",
  { by, hoursAgo, undoes = null }: { by: Decider; hoursAgo: number; undoes?: string | null },
): Promise<string | null> {
  const [outcome] = await decideComments(service.deps, [
    { commentId, status, expectedRevision: null, by, reasons: [], undoes },
  ]);
  if (outcome?.ok !== true || !outcome.changed) return null;
  await service.database.pool.query("UPDATE decisions SET created_at = $2 WHERE id = $1", [
    outcome.decisionId,
    before(hoursAgo),
  ]);
  return outcome.decisionId;
}

/** What the sweep does, at once. */
async function count(): Promise<void> {
  const { pool } = service.database;
  await numberEvents(pool);
  await pool.query("UPDATE counted_hours SET not_before = now() - interval '1 second'");
  await countHours(pool);
}

interface KeptHour {
  site: string;
  hour: string;
  submitted: number;
  held: number;
  people: number;
  rules: number;
  deleted: number;
  undone: number;
  firstAnswers: number;
}

const keptHours = async (): Promise<KeptHour[]> => {
  const { rows } = await service.database.pool.query<KeptHour>(
    `SELECT coalesce(sites.key, 'all') AS site, to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') AS hour, submitted,
            sum(held_change) OVER (PARTITION BY site_id ORDER BY hour)::integer AS held,
            people_approved + people_held + people_rejected + people_spam AS people,
            rules_approved + rules_held + rules_rejected + rules_spam AS rules, deleted, undone,
            coalesce((SELECT sum(comments) FROM waiting_hours w WHERE w.site_id = h.site_id AND w.hour = h.hour), 0)::integer AS "firstAnswers"
     FROM site_hours h LEFT JOIN sites ON sites.id = site_id ORDER BY site, hour`,
  );
  return rows;
};

interface Row {
  comment: string;
  site: string;
  status: string;
  by: string;
  is_undo: boolean;
  revision: number;
  at: Date;
}

/** The same straight from the rows, comment by comment: another way than that of the service. */
async function hoursFromRows(): Promise<KeptHour[]> {
  const { pool } = service.database;
  const { rows: comments } = await pool.query<{ id: string; site: string; at: Date }>(
    "SELECT c.id, key AS site, c.created_at AS at FROM comments c JOIN sites ON sites.id = site_id",
  );
  const { rows: decisions } = await pool.query<Row>(
    `SELECT comment_id AS comment, key AS site, status, decided_by AS by, undoes IS NOT NULL AS is_undo, revision, d.created_at AS at
     FROM decisions d JOIN sites ON sites.id = site_id ORDER BY revision`,
  );
  const hours = new Map<string, KeptHour>();
  const add = (site: string, at: Date, what: Partial<Record<keyof KeptHour, number>>) => {
    for (const whose of [site, "all"]) {
      const hour = at.toISOString().slice(0, 13);
      const kept = hours.get(`${whose} ${hour}`) ?? {
        ...{
          site: whose,
          hour,
          submitted: 0,
          held: 0,
          people: 0,
          rules: 0,
          deleted: 0,
          undone: 0,
          firstAnswers: 0,
        },
      };
      for (const [name, by] of Object.entries(what)) (kept as unknown as Record<string, number>)[name]! += by;
      hours.set(`${whose} ${hour}`, kept);
    }
  };
  for (const { id, site, at } of comments) {
    add(site, at, { submitted: 1 });
    let status = "queued";
    let isAnswered = false;
    for (const decision of decisions.filter(({ comment }) => comment === id)) {
      const isAnswer = ["approved", "rejected", "spam"].includes(decision.status);
      const act = decision.is_undo
        ? "undone"
        : decision.status === "deleted"
          ? "deleted"
          : decision.by === "rules"
            ? "rules"
            : "people";
      add(site, decision.at, {
        [act]: 1,
        held: Number(decision.status === "held") - Number(status === "held"),
        firstAnswers: Number(isAnswer && !isAnswered),
      });
      isAnswered ||= isAnswer;
      ({ status } = decision);
    }
  }
  const sorted = [...hours.values()].sort((a, b) => (`${a.site} ${a.hour}` < `${b.site} ${b.hour}` ? -1 : 1));
  const running = new Map<string, number>();
  return sorted.map((kept) => {
    const held = (running.get(kept.site) ?? 0) + kept.held;
    running.set(kept.site, held);
    return { ...kept, held };
  });
}

test("the hours say what the rows say, after decisions, changes of mind, deletions and edits in any order", async () => {
  const dice = createDice(7);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(dice() * values.length)]!;
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < 15; at++) {
      const hoursAgo = 1 + Math.floor(dice() * 60);
      const id = await givenWritten(pick(["news", "sport"]), hoursAgo);
      let last = await decide(id, pick(["held", "held", "approved", "spam"]), { by: rules, hoursAgo });
      for (let turn = 0; turn < Math.floor(dice() * 4); turn++) {
        const by = person(pick(Object.values(people)));
        if (dice() < 0.15) {
          await service.call("PATCH", `/v1/comments/${id}`, { body: { body: uuidv7() } });
          await decide(id, "held", { by: rules, hoursAgo });
        }
        const status = pick(["held", "approved", "rejected", "spam", "deleted"] as const);
        const undoes = status !== "deleted" && dice() < 0.2 ? last : null;
        last = await decide(id, status, { by, undoes, hoursAgo: Math.floor(dice() * hoursAgo) });
      }
      if (at % 5 === 0) await count();
    }
    await count();

    const kept = await keptHours();

    expect(kept.length).toBeGreaterThan(20);
    expect(kept).toEqual(await hoursFromRows());
  }
});

test("a decision that commits late is counted in its own hour, though that has been counted before", async () => {
  const [early, late] = [await givenWritten("news", 30), await givenWritten("news", 30)];
  const decisionId = uuidv7();
  await inTransaction(service.deps.pool, async (tx) => {
    await writeChanges(tx, [
      {
        ...{
          commentId: late,
          status: "approved",
          expectedRevision: null,
          by: person(people.ada),
          reasons: [],
        },
        ...{ decisionId, eventId: uuidv7(), previousStatus: "queued", revision: 2 },
      },
    ]);
    await tx.query("UPDATE decisions SET created_at = $2 WHERE id = $1", [decisionId, before(29)]);
    await decide(early, "spam", { by: rules, hoursAgo: 29 });
    await count();
    expect(await keptHours()).toEqual(
      expect.arrayContaining([expect.objectContaining({ rules: 1, people: 0 })]),
    );
  });
  await count();

  const hour = before(29).toISOString().slice(0, 13);
  expect((await keptHours()).filter((kept) => kept.hour === hour)).toMatchObject([
    { site: "all", rules: 1, people: 1, firstAnswers: 2 },
    { site: "news", rules: 1, people: 1, firstAnswers: 2 },
  ]);
  expect(await keptHours()).toEqual(await hoursFromRows());
});

test("the past from before an upgrade is counted in the background, and so is what lost its events unread", async () => {
  const { pool } = service.database;
  const id = await givenWritten("sport", 200);
  await decide(id, "held", { by: rules, hoursAgo: 200 });
  await decide(id, "approved", { by: person(people.bo), hoursAgo: 100 });
  await numberEvents(pool);
  await pool.query(
    `UPDATE settings SET value = CASE name WHEN 'stats_backfill' THEN 'ffffffff-ffff-ffff-ffff-ffffffffffff'
       ELSE (SELECT max(position)::text FROM numbered_events) END WHERE name IN ('stats_backfill', 'stats_position')`,
  );
  const path = `/v1/stats/volume?from=${day(before(220))}`;
  expect((await service.call("GET", path)).body).toMatchObject({ isComplete: false });
  await count();

  expect((await service.call("GET", path)).body).toMatchObject({ isComplete: true });
  const kept = await keptHours();
  expect(kept).toHaveLength(4);
  expect(kept).toEqual(await hoursFromRows());

  await pool.query(
    "TRUNCATE counted_hours, site_hours, waiting_hours, moderator_hours, events, numbered_events",
  );
  await pool.query(
    `INSERT INTO settings (name, value)
     SELECT 'events_pruned_to', setval('event_positions', value::bigint + 5)::text FROM settings WHERE name = 'stats_position'`,
  );
  await count();
  await pool.query("DELETE FROM settings WHERE name = 'events_pruned_to'");

  expect(await keptHours()).toEqual(kept);
});

test("a count that went wrong is found, mended and told of; counting again changes nothing", async () => {
  const { pool } = service.database;
  for (const siteKey of ["news", "sport"]) {
    const id = await givenWritten(siteKey, 50);
    await decide(id, "held", { by: rules, hoursAgo: 50 });
    await decide(id, "deleted", { by: person(people.ada), hoursAgo: 49 });
  }
  await count();
  const right = await keptHours();
  const mended = () => service.deps.metrics.checkedHours.get().then(({ values }) => values);
  await checkSomeHours(service.deps);
  expect(await mended()).toMatchObject([{ labels: { result: "right" }, value: 2 }]);

  await pool.query("UPDATE site_hours SET submitted = 7 WHERE hour = $1", [before(50)]);
  await checkSomeHours(service.deps);
  expect(await mended()).toMatchObject([{ value: 3 }, { labels: { result: "mended" }, value: 1 }]);
  expect(await keptHours()).toEqual(right);

  await pool.query("UPDATE site_hours SET submitted = 7 WHERE hour = $1", [before(50)]);
  await pool.query("INSERT INTO unnumbered_events SELECT event_id FROM numbered_events LIMIT 1");
  await checkSomeHours(service.deps);
  await count();
  expect(await mended()).toMatchObject([
    { value: 4 },
    { value: 1 },
    { labels: { result: "unsettled" }, value: 1 },
  ]);
  expect(await keptHours()).toEqual(right);

  await pool.query("DELETE FROM site_hours WHERE hour = $1", [before(49)]);
  await pool.query("DELETE FROM waiting_hours");
  expect(await rebuildRollups(service.deps)).toContain(
    `2 hours were held against the rows; 1 differed and is mended.`,
  );
  expect(await rebuildRollups(service.deps)).toContain("2 hours were held against the rows; none differed.");
  expect(await keptHours()).toEqual(right);
});

test("what is shown adds up: volume, waiting times, backlog and the hours of the week", async () => {
  for (const [hoursAgo, decidedHoursAgo] of [
    [76, 75],
    [76, 50],
    [28, 27],
  ] as const) {
    const id = await givenWritten("news", hoursAgo);
    await decide(id, "held", { by: rules, hoursAgo });
    await decide(id, "approved", { by: person(people.ada), hoursAgo: decidedHoursAgo });
  }
  await decide(await givenWritten("sport", 28), "held", { by: rules, hoursAgo: 28 });
  await count();
  const ask = (name: string, more = "") =>
    service.call<{ items: Record<string, number>[]; total: { people: object; rules: object } }>(
      "GET",
      `/v1/stats/${name}?from=${day(before(96))}&to=${day(new Date())}${more}`,
    );
  const total = (items: Record<string, number>[], name: string) =>
    items.reduce((sum, item) => sum + item[name]!, 0);

  const volume = (await ask("volume")).body.items;
  expect([total(volume, "submitted"), total(volume, "rulesHeld"), total(volume, "peopleApproved")]).toEqual([
    4, 4, 3,
  ]);
  expect(total((await ask("volume", "&siteKey=news")).body.items, "submitted")).toBe(3);
  const times = (await ask("decision-times")).body;
  expect(times.total.rules).toMatchObject({ comments: 0, p50Seconds: null });
  expect(times.total.people).toMatchObject({ comments: 3, overHour: 3 });
  const { p50Seconds, p95Seconds } = times.total.people as { p50Seconds: number; p95Seconds: number };
  expect(Math.abs(p50Seconds / 3_600 - 1)).toBeLessThan(0.0906);
  expect(Math.abs(p95Seconds / (26 * 3_600) - 1)).toBeLessThan(0.0906);
  const backlog = (await ask("backlog", "&bucket=hour")).body.items;
  const held = (hoursAgo: number) =>
    backlog.find(({ start }) => String(start) === before(hoursAgo).toISOString())?.held;
  expect([77, 76, 75, 50, 28, 27, 0].map(held)).toEqual([0, 2, 1, 0, 2, 1, 1]);
  const week = (await ask("hours-of-week")).body.items;
  expect(week).toHaveLength(168);
  expect([total(week, "submitted"), total(week, "decided")]).toEqual([4, 3]);
});

test("where clocks change, an hour of the week comes once less or once more", async () => {
  const { pool } = service.database;
  await pool.query(
    `INSERT INTO site_hours SELECT '${everySite}', hour, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
     FROM generate_series('2025-03-01T00:00Z'::timestamptz, '2025-11-30T00:00Z', '1 hour') AS hour`,
  );
  const sunday = async (from: string, to: string) => {
    const { body } = await service.call<{ items: { weekday: number; hour: number; times: number }[] }>(
      "GET",
      `/v1/stats/hours-of-week?from=${from}&to=${to}&zone=Europe/Berlin`,
    );
    return body.items
      .filter(({ weekday, hour }) => weekday === 7 && hour >= 1 && hour <= 3)
      .map(({ times }) => times);
  };
  const days = async (zone: string) => {
    const path = `/v1/stats/volume?from=2025-10-25&to=2025-10-27&bucket=day&zone=${zone}`;
    const { body } = await service.call<{
      isWholeHours: boolean;
      items: { start: string; submitted: number }[];
    }>("GET", path);
    return { ...body, items: body.items.map(({ start, submitted }) => [start.slice(0, 16), submitted]) };
  };

  expect(await sunday("2025-03-24", "2025-03-30")).toEqual([1, 0, 1]);
  expect(await sunday("2025-10-20", "2025-10-26")).toEqual([1, 2, 1]);
  expect(await days("Europe/Berlin")).toMatchObject({
    isWholeHours: true,
    items: [
      ["2025-10-24T22:00", 24],
      ["2025-10-25T22:00", 25],
      ["2025-10-26T23:00", 24],
    ],
  });
  // Clocks go back from 1:00 to midnight; a day is named by the second one.
  expect(await days("Atlantic/Azores")).toMatchObject({
    items: [
      ["2025-10-25T00:00", 24],
      ["2025-10-26T01:00", 25],
      ["2025-10-27T01:00", 24],
    ],
  });
  expect(await days("Asia/Kolkata")).toMatchObject({
    isWholeHours: false,
    items: [
      ["2025-10-24T18:30", 24],
      ["2025-10-25T18:30", 24],
      ["2025-10-26T18:30", 24],
    ],
  });
});

test("everybody sees the numbers of the own sites, the load of others only who administers the site", async () => {
  for (const [siteKey, userId] of [
    ["news", people.ada],
    ["sport", people.bo],
  ] as const) {
    await decide(await givenWritten(siteKey, 3), "approved", { by: person(userId), hoursAgo: 2 });
  }
  const keyFor = async (body: object) =>
    (
      await service.call<{ key: string; id: string }>("POST", "/v1/api-keys", {
        body: { name: "k", ...body },
      })
    ).body;
  const reader = await keyFor({ siteKey: "news", scopes: ["moderate"] });
  const overseer = await keyFor({ siteKey: "news", scopes: ["admin"] });
  const own = await givenWritten("news", 1);
  await service.call("POST", `/v1/comments/${own}/decisions`, { body: { status: "spam" }, key: reader.key });
  await count();
  const loadFor = async (key: string | undefined, query = "") => {
    const { body } = await service.call<{ items: { moderatorId: string; decisions: number }[] }>(
      "GET",
      `/v1/stats/moderators${query}`,
      key === undefined ? {} : { key },
    );
    return body.items.map(({ moderatorId, decisions }) => [moderatorId, decisions]).sort();
  };

  expect(await loadFor(reader.key)).toEqual([[reader.id, 1]]);
  expect(await loadFor(overseer.key)).toEqual(
    [
      [people.ada, 1],
      [reader.id, 1],
    ].sort(),
  );
  expect(await loadFor(undefined)).toHaveLength(3);
  expect(await loadFor(undefined, "?siteKey=sport")).toEqual([[people.bo, 1]]);
  const { body: volume } = await service.call<{ items: { peopleApproved: number }[] }>(
    "GET",
    "/v1/stats/volume",
    {
      key: reader.key,
    },
  );
  expect(volume.items.reduce((sum, { peopleApproved }) => sum + peopleApproved, 0)).toBe(1);
  for (const path of ["/v1/stats/volume", "/v1/stats/moderators.csv"]) {
    expect((await service.call("GET", `${path}?siteKey=sport`, { key: reader.key })).status).toBe(404);
    expect((await service.call("GET", path, { key: null })).status).toBe(401);
  }
});

test("somebody who has gone keeps the name that stands with the decisions", async () => {
  const gone = uuidv7();
  const as = (name: string): Decider => ({ kind: "moderator", userId: gone, apiKeyId: null, name });
  await decide(await givenWritten("news", 5), "approved", { by: as("Grace"), hoursAgo: 4 });
  await decide(await givenWritten("news", 5), "spam", { by: as("Grace Hopper"), hoursAgo: 3 });
  await count();

  const { body } = await service.call<{ items: object[] }>("GET", "/v1/stats/moderators");

  expect(body.items).toMatchObject([
    { moderatorId: gone, name: "Grace Hopper", kind: "person", decisions: 2 },
  ]);
});

test("each picture is a table, too, in which no name becomes a formula", async () => {
  const { body: key } = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
    body: { name: "=1+1", siteKey: "news", scopes: ["moderate"] },
  });
  const id = await givenWritten("news", 1);
  await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "spam" }, key: key.key });
  await count();
  const file = (name: string) => service.call<string>("GET", `/v1/stats/${name}.csv?siteKey=news`);

  const moderators = await file("moderators");
  expect(moderators.headers.get("content-disposition")).toMatch(
    /^attachment; filename="moderators-news-\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}\.csv"$/,
  );
  expect(moderators.body.split("\r\n").slice(1)).toEqual([`${key.id},'=1+1,key,1,0,0,0,1,0,0,1`, ""]);
  const times = (await file("decision-times")).body.split("\r\n");
  expect(times[0]).toMatch(
    /^\uFEFF?start,all\.comments,all\.p50Seconds,all\.p95Seconds,all\.overHour,rules\./,
  );
  expect(times).toHaveLength(30);
  for (const name of ["volume", "backlog", "rules", "hours-of-week"])
    expect((await file(name)).headers.get("content-type")).toBe("text/csv; charset=utf-8");
});

test.each([
  ["from=2026-02-30", "from must be a day"],
  ["from=9999-12-30&to=9999-12-31", "from must be a day"],
  ["from=0000-01-01&to=0000-01-02", "between 2000 and 2100"],
  ["from=2026-02-02&to=2026-02-01", "from must not be after to."],
  ["from=2026-01-01&to=2026-03-01&bucket=hour", "at most 31 can be shown by the hour"],
  ["from=2020-01-01&to=2026-03-01", "at most 1,100"],
  ["zone=%2B05:30", "zone must be the name"],
  ["zone=Mars/Olympus", "zone must be the name"],
  ["bucket=year", "bucket must be"],
])("%s is refused", async (query, sentence) => {
  const { status, body } = await service.call("GET", `/v1/stats/volume?${query}`);

  expect([status, body.detail]).toEqual([422, expect.stringContaining(sentence)]);
});

function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
