// All comments that match, decided as one: by a worker that may be stopped, while others go on deciding.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import { startDecideBatches } from "../../workers/decide-batches.ts";
import { decideNextBatch } from "../../src/comments/decide-batch.ts";
import { indexComments } from "../../src/comments/index-comments.ts";
import type { StoppableWorker } from "../../src/queues.ts";
import { readComment } from "../support/givens.ts";
import { givenManyComments, type ManyComments } from "../support/many-comments.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

interface Batch {
  batchId: string;
  state: string;
  matched: number;
  done: number;
  skipped: number;
  status: string | null;
  undoes: string | null;
  undoneBy: string | null;
  siteKeys: string[];
  createdAt: string;
  finishedAt: string | null;
  error: string | null;
}
interface Preview {
  count: number;
  authors: number | null;
  pages: number;
  byStatus: Record<string, number>;
  decidedByModerators: Record<string, number>;
  leftOut: number;
  asOf: string;
  samples: { body: string }[];
}
interface Problem {
  status: number;
  detail: string;
  errors: { pointer: string }[];
}

let service: Service;
let worker: StoppableWorker | null = null;
beforeAll(async () => {
  // Without workers, so that each test says when one is at work.
  service = await startService({ workers: false });
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});
afterAll(() => service.stop());

const startWorker = () => {
  worker = startDecideBatches(service.deps);
  return worker;
};
const given = (many: ManyComments) => givenManyComments(service, many);
const givenSite = async () => {
  const key = `site-${uuidv7()}`;
  await service.call("POST", "/v1/sites", { body: { key } });
  return key;
};
const begin = async (body: object, options: { key?: string; headers?: Record<string, string> } = {}) =>
  (await service.call<Batch>("POST", "/v1/decisions", { body, ...options })).body;
const look = async (batchId: string) => (await service.call<Batch>("GET", `/v1/decisions/${batchId}`)).body;
const preview = async (filter: object, status?: string) =>
  (await service.call<Preview>("POST", "/v1/decisions/preview", { body: { filter, status } })).body;
const ended = (batchId: string) =>
  eventually(`batch ${batchId} to end`, async () => {
    const batch = await look(batchId);
    return batch.finishedAt !== null && batch;
  });
const statusesOf = async (siteKey: string): Promise<Record<string, number>> => {
  const { rows } = await service.deps.pool.query<{ status: string; count: number }>(
    "SELECT c.status, count(*) AS count FROM comments c JOIN sites s ON s.id = c.site_id WHERE s.key = $1 GROUP BY 1",
    [siteKey],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};
const givenKey = async (fields: { siteKey?: string; scopes: string[] }) =>
  (await service.call<{ key: string }>("POST", "/v1/api-keys", { body: { name: "k", ...fields } })).body.key;
const decideOne = (id: string, status: string) =>
  service.call("POST", `/v1/comments/${id}/decisions`, { body: { status } });

/** Whoever reads this table waits until it is let go. */
async function closing(table: string, meanwhile: () => Promise<void>): Promise<void> {
  const client = await service.deps.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await meanwhile();
  } finally {
    await client.query("COMMIT");
    client.release();
  }
}
const isWaitedFor = (table: string) =>
  eventually(`somebody to wait for ${table}`, async () => {
    const { rows } = await service.deps.pool.query(
      `SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [table],
    );
    return rows.length > 0;
  });

/** A worker that comes to this comment waits until it is let go. */
async function holding(id: string, meanwhile: () => Promise<void>): Promise<void> {
  const client = await service.deps.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT FROM comments WHERE id = $1 FOR UPDATE", [id]);
    await meanwhile();
  } finally {
    await client.query("COMMIT");
    client.release();
  }
}
const hasCome = (batchId: string, done: number) =>
  eventually(`batch ${batchId} to have done ${done}`, async () => (await look(batchId)).done === done);

test("what matches is counted with what matters of it, then decided to the last one, and nothing else is", async () => {
  const [siteKey, other] = [await givenSite(), await givenSite()];
  const [first] = await given({ siteKey, count: 130, pageUrl: "https://news.example/one" });
  await given({ siteKey, count: 70, pageUrl: "https://news.example/two" });
  await given({ siteKey, count: 5, status: "approved" });
  await given({ siteKey: other, count: 5 });
  const filter = { siteKey, status: "held" };

  const seen = await preview(filter, "rejected");
  const batch = await begin({ filter, status: "rejected", reason: "a campaign", asOf: seen.asOf });
  startWorker();
  const end = await ended(batch.batchId);

  expect(seen).toMatchObject({ count: 200, authors: 130, pages: 2, byStatus: { held: 200 }, leftOut: 0 });
  expect(seen.samples).toHaveLength(5);
  expect(batch).toMatchObject({ state: "waiting", matched: 200, done: 0, siteKeys: [siteKey] });
  expect(end).toMatchObject({ state: "done", matched: 200, done: 200, skipped: 0, status: "rejected" });
  expect(await statusesOf(siteKey)).toEqual({ rejected: 200, approved: 5 });
  expect(await statusesOf(other)).toEqual({ held: 5 });
  expect((await readComment(service, first!)).decisions).toMatchObject([
    { status: "rejected", by: "moderator" },
  ]);
  const audit = await service.call<{ items: object[] }>(
    "GET",
    `/v1/audit?siteKey=${siteKey}&action=decision`,
  );
  expect(audit.body.items).toMatchObject([
    { action: "decision.bulk", subject: batch.batchId, detail: { to: "rejected", comments: 200 } },
  ]);
});

test("what a moderator has settled is left out, unless its status is asked for", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 3 });
  await given({ siteKey, count: 2, status: "approved" });
  await given({ siteKey, count: 4, status: "approved", decidedBy: "moderator" });

  const whole = await preview({ siteKey }, "spam");
  const explicit = await preview({ siteKey, status: "held,approved" }, "spam");
  const batch = await begin({ filter: { siteKey }, status: "spam" });
  startWorker();
  await ended(batch.batchId);

  expect(whole).toMatchObject({ count: 5, leftOut: 4, decidedByModerators: {} });
  expect(explicit).toMatchObject({ count: 9, leftOut: 0, decidedByModerators: { approved: 4 } });
  expect(await statusesOf(siteKey)).toEqual({ spam: 5, approved: 4 });
});

test("a comment that comes or is decided after the request keeps what it has", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 120 });
  const filter = { siteKey, status: "held" };
  const { asOf } = await preview(filter);
  await decideOne(ids[0]!, "approved");
  await decideOne(ids[0]!, "held");

  const batch = await begin({ filter, status: "rejected", asOf });
  await decideOne(ids[7]!, "approved");
  await given({ siteKey, count: 1 });
  startWorker();
  const end = await ended(batch.batchId);

  expect(end).toMatchObject({ state: "done", matched: 119, done: 118, skipped: 1 });
  expect(await statusesOf(siteKey)).toEqual({ rejected: 118, approved: 1, held: 2 });
});

test("a text that came after the look at them is never decided unseen", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 3 });
  const { asOf } = await preview({ siteKey }, "approved");
  await service.call("PATCH", `/v1/comments/${ids[0]}`, { body: { body: "Edited since: buy a gnu." } });

  const batch = await begin({ filter: { siteKey }, status: "approved", asOf });

  expect(batch).toMatchObject({ matched: 2 });
});

test("a search is a filter like any other", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 8, body: "Cheap zeppelins number {n}" });
  await given({ siteKey, count: 3 });
  await eventually("everything to be indexed", async () => !(await indexComments(service.deps)));

  const batch = await begin({ filter: { siteKey, status: "held", q: "zeppelins" }, status: "spam" });
  startWorker();
  await ended(batch.batchId);

  expect(await statusesOf(siteKey)).toEqual({ spam: 8, held: 3 });
});

test.each([
  ["what they are already", { status: "spam" }, "spam"],
  ["what they are already, found by words", { status: "spam", q: "comment" }, "spam"],
  ["deleted", { status: "deleted" }, "rejected"],
] as const)("of those that are %s nothing is to be decided", async (_what, filter, status) => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 2, status: "spam" });

  const seen = await preview({ siteKey, ...filter }, status);
  const batch = await begin({ filter: { siteKey, ...filter }, status });

  expect(seen).toMatchObject({ count: 0, isMore: false });
  expect(batch).toMatchObject({ state: "done", matched: 0 });
});

test("however much is left out, what is not is found", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 50_001, status: "approved", decidedBy: "moderator" });
  await given({ siteKey, count: 3, status: "spam" });

  const seen = await preview({ siteKey }, "rejected");
  const batch = await begin({ filter: { siteKey }, status: "rejected" });

  expect(seen).toMatchObject({ count: 3, isMore: false, leftOut: 50_001 });
  expect(batch).toMatchObject({ matched: 3 });
});

test("an undo that was cancelled has taken nothing back: the batch may still be taken back, and says by which undo", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 600 });
  const { batchId } = await begin({ filter: { siteKey, status: "held" }, status: "spam" });
  const working = startWorker();
  await ended(batchId);
  await working.stop();
  const undo = () => service.call<{ batchId: string }>("POST", `/v1/decisions/${batchId}/undo`);
  const { body: first } = await undo();
  await service.call("DELETE", `/v1/decisions/${first.batchId}`);
  expect(await look(first.batchId)).toMatchObject({ state: "cancelled", done: 0 });
  expect(await look(batchId)).toMatchObject({ undoneBy: null });

  const { body: second } = await undo();
  startWorker();
  await ended(second.batchId);

  expect(await look(batchId)).toMatchObject({ undoneBy: second.batchId });
  expect(await statusesOf(siteKey)).toEqual({ held: 600 });
});

test("cancelled in the middle, it ends with the chunk in hand, and the rest is never touched", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 350 });
  const { batchId } = await begin({ filter: { siteKey, status: "held" }, status: "spam" });

  await holding(ids[150]!, async () => {
    startWorker();
    await hasCome(batchId, 100);
    expect((await service.call("DELETE", `/v1/decisions/${batchId}`)).status).toBe(204);
    expect((await look(batchId)).state).toBe("cancelling");
    expect((await service.call("POST", `/v1/decisions/${batchId}/undo`)).status).toBe(409);
  });
  const end = await ended(batchId);

  expect(end).toMatchObject({ state: "cancelled", matched: 350, done: 200 });
  expect(await statusesOf(siteKey)).toEqual({ spam: 200, held: 150 });
  expect((await service.call("DELETE", `/v1/decisions/${batchId}`)).status).toBe(204);
  expect((await look(batchId)).state).toBe("cancelled");
});

test("it ends with the chunk in hand once the key that asked for it is revoked", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 350 });
  const { body: made } = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
    body: { siteKey, name: "k", scopes: ["moderate"] },
  });
  const { batchId } = await begin({ filter: { siteKey }, status: "spam" }, { key: made.key });

  await holding(ids[150]!, async () => {
    startWorker();
    await hasCome(batchId, 100);
    expect((await service.call("DELETE", `/v1/api-keys/${made.id}`)).status).toBe(204);
  });

  expect(await ended(batchId)).toMatchObject({
    state: "failed",
    done: 200,
    error: expect.stringMatching(/may no longer decide/),
  });
  expect(await statusesOf(siteKey)).toEqual({ spam: 200, held: 150 });
});

test.each([
  ["moderates this site", "moderator", true, "done"],
  ["moderates all sites", "moderator", false, "done"],
  ["only looks on by now", "viewer", true, "failed"],
  ["has gone", null, true, "failed"],
  ["is disabled", "disabled admin", false, "failed"],
])("a batch of somebody who %s ends as it must", async (_who, role, isOnSite, state) => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 3 });
  const { batchId } = await begin({ filter: { siteKey }, status: "spam" });
  const userId = uuidv7();
  const { pool } = service.deps;
  await pool.query("UPDATE decision_batches SET user_id = $2, api_key_id = NULL WHERE id = $1", [
    batchId,
    userId,
  ]);
  if (role !== null) {
    await pool.query("INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, 'Grace', '')", [
      userId,
      `${userId}@example.org`,
    ]);
    await pool.query(
      "INSERT INTO user_roles (user_id, site_id, role) SELECT $1, CASE WHEN $4 THEN id END, $3 FROM sites WHERE key = $2",
      [userId, siteKey, role.replace("disabled ", ""), isOnSite],
    );
    if (role.startsWith("disabled"))
      await pool.query("UPDATE users SET disabled_at = now() WHERE id = $1", [userId]);
  }

  startWorker();

  expect(await ended(batchId)).toMatchObject({ state, done: state === "done" ? 3 : 0 });
});

test("cancelled before a worker has begun, it has done nothing", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 3 });
  const { batchId } = await begin({ filter: { siteKey }, status: "spam" });

  await service.call("DELETE", `/v1/decisions/${batchId}`);
  startWorker();

  expect(await ended(batchId)).toMatchObject({ state: "cancelled", done: 0 });
  expect(await statusesOf(siteKey)).toEqual({ held: 3 });
});

test("a worker that is stopped in the middle leaves the rest to the next one", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 350 });
  const { batchId } = await begin({ filter: { siteKey, status: "held" }, status: "spam" });

  let stopped: Promise<void> | undefined;
  await holding(ids[150]!, async () => {
    const first = startWorker();
    await hasCome(batchId, 100);
    stopped = first.stop();
  });
  await stopped;
  const between = await look(batchId);
  startWorker();
  const end = await ended(batchId);

  expect(between).toMatchObject({ state: "running", done: 200, finishedAt: null });
  expect(end).toMatchObject({ state: "done", done: 350, skipped: 0 });
});

test("a worker that dies after a chunk and before it says so makes the next one decide nothing twice", async () => {
  const siteKey = await givenSite();
  const ids = await given({ siteKey, count: 250 });
  const { batchId } = await begin({ filter: { siteKey, status: "held" }, status: "spam" });
  await holding(ids[240]!, async () => {
    void decideNextBatch(service.deps, AbortSignal.timeout(60_000));
    await hasCome(batchId, 200);
    // As if it had died twice: the last chunk is not written down, and its lease is over.
    await service.deps.pool.query(
      "UPDATE decision_batches SET position = 100, done = 100, lease_until = now() - interval '1 second', lease = lease + 1 WHERE id = $1",
      [batchId],
    );
  });
  startWorker();
  const end = await ended(batchId);

  expect(end).toMatchObject({ state: "done", matched: 250, done: 250, skipped: 0 });
  const { rows } = await service.deps.pool.query(
    "SELECT count(*) AS decisions, count(DISTINCT comment_id) AS comments FROM decisions WHERE batch_id = $1",
    [batchId],
  );
  expect(rows).toEqual([{ decisions: 250, comments: 250 }]);
});

test("nobody has more than 20 under way, however many are asked for at once", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 1 });
  const key = await givenKey({ siteKey, scopes: ["moderate"] });
  const ask = () =>
    service.call<Batch & Problem>("POST", "/v1/decisions", {
      body: { filter: { siteKey }, status: "spam" },
      key,
    });

  const answers = await Promise.all(Array.from({ length: 26 }, ask));

  const begun = answers.filter(({ status }) => status === 202);
  expect(begun).toHaveLength(20);
  expect(answers.find(({ status }) => status === 409)!.body.detail).toMatch(/^20 of your batches/);
  expect((await ask()).status).toBe(409);
  await service.call("DELETE", `/v1/decisions/${begun[0]!.body.batchId}`, { key });
  expect((await ask()).status).toBe(202);
  const { pool } = service.deps;
  await pool.query("UPDATE decision_batches SET state = 'cancelled' WHERE state = 'waiting'");
});

test("what looks longer for its comments comes behind what was there before it had found them", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 2 });

  let slow: Promise<Batch> | undefined;
  let quick: Batch | undefined;
  await closing("second_opinions", async () => {
    slow = begin({ filter: { siteKey, secondOpinion: "false" }, status: "rejected" });
    await isWaitedFor("second_opinions");
    quick = await begin({ filter: { siteKey }, status: "spam" });
  });
  const later = await slow!;
  startWorker();

  expect(later.createdAt > quick!.createdAt).toBe(true);
  expect(await ended(later.batchId)).toMatchObject({ done: 0, skipped: 2 });
  expect(await statusesOf(siteKey)).toEqual({ spam: 2 });
});

test("on a site they go in the order in which they began, also behind one that is on several", async () => {
  const [one, other] = [await givenSite(), await givenSite()];
  const [first] = await given({ siteKey: one, count: 2 });
  await given({ siteKey: one, count: 1, authorName: "Oscar" });
  await given({ siteKey: other, count: 1, authorName: "Oscar" });
  const under = await begin({ filter: { siteKey: one, author: "Jo 1" }, status: "rejected" });
  const onBoth = await begin({ filter: { author: "Oscar" }, status: "spam" });
  const last = await begin({ filter: { siteKey: other }, status: "approved" });

  let isAtIt: Promise<boolean> | undefined;
  await holding(first!, async () => {
    isAtIt = decideNextBatch(service.deps, AbortSignal.timeout(60_000));
    await eventually("a worker at the first", async () => (await look(under.batchId)).state === "running");
    expect(await decideNextBatch(service.deps, AbortSignal.timeout(60_000))).toBe(false);
  });
  await isAtIt;
  startWorker();

  expect(await ended(last.batchId)).toMatchObject({ done: 0, skipped: 1 });
  expect(await ended(onBoth.batchId)).toMatchObject({ done: 2 });
  expect(await statusesOf(other)).toEqual({ spam: 1 });
});

test("a large batch is taken back by a worker: each comment gets the very status it had", async () => {
  const siteKey = await givenSite();
  const held = await given({ siteKey, count: 400 });
  await given({ siteKey, count: 150, status: "approved" });
  await given({ siteKey, count: 60, status: "spam" });
  const { batchId } = await begin({ filter: { siteKey, status: "held,approved,spam" }, status: "rejected" });
  startWorker();
  await ended(batchId);
  await decideOne(held[3]!, "approved");

  const answer = await service.call<Batch>("POST", `/v1/decisions/${batchId}/undo`);
  const undone = await ended(answer.body.batchId);

  expect(answer).toMatchObject({ status: 202, body: { undoes: batchId, status: null, matched: 610 } });
  expect(undone).toMatchObject({ state: "done", done: 609, skipped: 1 });
  expect(await statusesOf(siteKey)).toEqual({ held: 399, approved: 151, spam: 60 });
  expect((await look(batchId)).undoneBy).toBe(undone.batchId);
});

test("a small batch is taken back at once, with one result for each comment", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 3 });
  const { batchId } = await begin({ filter: { siteKey }, status: "spam" });
  startWorker();
  await ended(batchId);

  const undo = await service.call<{ batchId: string; results: { ok: boolean }[] }>(
    "POST",
    `/v1/decisions/${batchId}/undo`,
  );

  expect(undo.status).toBe(200);
  expect(undo.body.results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await statusesOf(siteKey)).toEqual({ held: 3 });
  expect((await look(batchId)).undoneBy).toBe(undo.body.batchId);
});

test("who takes a batch back on one of its sites does so on that one, and a second time changes nothing", async () => {
  const [mine, foreign] = [await givenSite(), await givenSite()];
  for (const siteKey of [mine, foreign]) await given({ siteKey, count: 2, authorName: "Trudy" });
  const key = await givenKey({ siteKey: mine, scopes: ["moderate"] });
  const { batchId } = await begin({ filter: { author: "trudy" }, status: "spam" });
  expect((await service.call("POST", `/v1/decisions/${batchId}/undo`, { key })).status).toBe(409);
  startWorker();
  await ended(batchId);

  await service.call("POST", `/v1/decisions/${batchId}/undo`, { key });

  expect(await statusesOf(mine)).toEqual({ held: 2 });
  expect(await statusesOf(foreign)).toEqual({ spam: 2 });
  expect((await look(batchId)).undoneBy).toBeNull();
  const undosOf = async (siteKey: string) =>
    (
      await service.call<{ items: { detail: object }[] }>(
        "GET",
        `/v1/audit?siteKey=${siteKey}&action=decision.bulk-undo`,
      )
    ).body.items.map(({ detail }) => detail);
  expect([await undosOf(mine), await undosOf(foreign)]).toEqual([[{ to: "spam", comments: 2 }], []]);

  const whole = await service.call<{ batchId: string }>("POST", `/v1/decisions/${batchId}/undo`);
  await service.call("POST", `/v1/decisions/${batchId}/undo`);
  expect((await look(batchId)).undoneBy).toBe(whole.body.batchId);
  expect(await statusesOf(foreign)).toEqual({ held: 2 });
});

test("who may only read decides nothing, and a moderator of one site reaches that site alone", async () => {
  const [mine, foreign] = [await givenSite(), await givenSite()];
  for (const siteKey of [mine, foreign]) await given({ siteKey, count: 2, authorName: "Mallory" });
  const [reader, moderator] = [
    await givenKey({ siteKey: mine, scopes: ["read"] }),
    await givenKey({ siteKey: mine, scopes: ["moderate"] }),
  ];
  const filter = { author: "mallory" };
  const post = (path: string, body: object, key: string) => service.call<Batch>("POST", path, { body, key });

  expect((await post("/v1/decisions", { filter, status: "spam" }, reader)).status).toBe(403);
  expect((await post("/v1/decisions/preview", { filter }, reader)).status).toBe(403);
  const bySite = { filter: { siteKey: foreign }, status: "spam" };
  expect((await post("/v1/decisions", bySite, moderator)).status).toBe(404);
  const all = await begin({ filter, status: "spam" });
  expect((await service.call("GET", `/v1/decisions/${all.batchId}`, { key: moderator })).status).toBe(404);
  expect((await service.call("DELETE", `/v1/decisions/${all.batchId}`, { key: reader })).status).not.toBe(
    204,
  );
  await service.call("DELETE", `/v1/decisions/${all.batchId}`);
  const own = await begin({ filter, status: "spam" }, { key: moderator });
  startWorker();
  await ended(own.batchId);

  expect(own).toMatchObject({ matched: 2, siteKeys: [mine] });
  expect(await statusesOf(mine)).toEqual({ spam: 2 });
  expect(await statusesOf(foreign)).toEqual({ held: 2 });
  const list = await service.call<{ items: Batch[] }>("GET", "/v1/decisions?mine=true", { key: moderator });
  expect(list.body.items.map(({ batchId }) => batchId)).toEqual([own.batchId]);
});

test.each<[string, object, string]>([
  ["no filter, ids or items", {}, "#/ids"],
  ["a filter and ids", { filter: { status: "held" }, ids: [] }, "#/ids"],
  ["a filter that names nothing", { filter: {} }, "#/filter"],
  ["a field that no filter has", { filter: { stautus: "held" } }, "#/filter/stautus"],
  ["a search among no status", { filter: { q: "campaign", status: "" } }, "#/filter/status"],
  ["a search that cannot be understood", { filter: { q: "colour:red" } }, "#/filter/q"],
  ["a reason of a site over all sites", { filter: { status: "held" }, reasonCode: "rude" }, "#/reasonCode"],
])("%s is refused", async (_what, body, pointer) => {
  const answer = await service.call<Problem>("POST", "/v1/decisions", { body: { status: "spam", ...body } });

  expect(answer.status).toBe(422);
  expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
});

test("more than 50,000 are not decided together, and what is left out of them is not counted", async () => {
  const siteKey = await givenSite();
  await given({ siteKey, count: 50_001 });
  await given({ siteKey, count: 3, status: "approved", decidedBy: "moderator" });

  const seen = await preview({ siteKey }, "rejected");
  const refused = await service.call("POST", "/v1/decisions", {
    body: { filter: { siteKey }, status: "rejected" },
  });

  expect(seen).toMatchObject({ count: 50_000, isMore: true, leftOut: 0, authors: null, byStatus: {} });
  expect(seen.samples).toHaveLength(5);
  expect(refused.status).toBe(422);
  expect(await statusesOf(siteKey)).toEqual({ held: 50_001, approved: 3 });
});

test("all by one author, whatever the name, and all that are alike", async () => {
  const [siteKey, other] = [await givenSite(), await givenSite()];
  const [one] = await given({ siteKey, count: 6, authorName: "Mallory {n}", authorEmail: "m@example.org" });
  await given({ siteKey, count: 2, authorName: "Mallory 1", authorEmail: "another@example.org" });
  await given({ siteKey: other, count: 2, authorEmail: "m@example.org" });
  const [like] = await given({ siteKey, count: 9, body: "The same words for everyone." });
  await given({ siteKey: other, count: 2, body: "The same words for everyone." });

  const byAuthor = await preview({ authorOf: one, status: "held" }, "rejected");
  const alike = await preview({ alikeTo: like, status: "held" }, "spam");
  const elsewhere = await preview({ alikeTo: like, siteKey: other }, "spam");

  expect(byAuthor).toMatchObject({ count: 6, authors: 1 });
  expect(alike).toMatchObject({ count: 9, authors: 9 });
  expect(elsewhere.count).toBe(0);
  const listed = await service.call<{ items: object[] }>("GET", `/v1/comments?authorOf=${one}&limit=100`);
  expect(listed.body.items).toHaveLength(6);
});

test("the same Idempotency-Key begins one batch, and one that finds nothing is done at once", async () => {
  const siteKey = await givenSite();
  const headers = { "idempotency-key": uuidv7() };

  const [one, again] = [
    await begin({ filter: { siteKey }, status: "spam" }, { headers }),
    await begin({ filter: { siteKey }, status: "spam" }, { headers }),
  ];

  expect(again.batchId).toBe(one.batchId);
  expect(await look(one.batchId)).toMatchObject({ state: "done", matched: 0, siteKeys: [] });
});
