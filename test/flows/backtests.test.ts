import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createServerKey } from "../../src/db/server-key.ts";
import { leaseBacktest } from "../../src/rules/backtest-queries.ts";
import type { BacktestView } from "../../src/rules/backtest-view.ts";
import { runNextBacktest } from "../../src/comments/run-backtest.ts";
import { givenComment, judged } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function givenSite(key: string) {
  const made = await service.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
  expect(made.status).toBe(201);
  return key;
}

async function givenRule(siteKey: string, rule: object) {
  const body = { siteKey, name: "A rule", stage: "enforce", ...rule };
  const made = await service.call<{ id: string }>("POST", "/v1/rules", { body });
  expect(made.status).toBe(201);
  return made.body.id;
}

async function givenJudged(siteKey: string, bodies: readonly string[], fields: object = {}) {
  const accepted = [];
  for (const [index, body] of bodies.entries())
    accepted.push(await givenComment(service, { siteKey, body, authorName: `Jo ${index}`, ...fields }));
  return Promise.all(accepted.map(({ id }) => judged(service, id)));
}

const decide = (id: string, status: string) =>
  service.call("POST", `/v1/comments/${id}/decisions`, { body: { status } });

const zebra = { check: "words", phrases: ["zebra"] };
const rejectZebra = { name: "Zebras", stage: "enforce", when: zebra, then: { force: "reject" } };

async function start(path: string, body: object): Promise<BacktestView> {
  const started = await service.call<BacktestView>("POST", path, { body });
  expect([started.status, started.body]).toEqual([202, expect.objectContaining({ result: null })]);
  return started.body;
}

const read = async (id: string) => (await service.call<BacktestView>("GET", `/v1/backtests/${id}`)).body;

const ended = (id: string): Promise<BacktestView> =>
  eventually("the backtest to end", async () => {
    const backtest = await read(id);
    return ["done", "failed", "cancelled"].includes(backtest.status) && backtest;
  });

async function resultOf(path: string, body: object) {
  const backtest = await ended((await start(path, body)).id);
  expect(backtest).toMatchObject({ status: "done", error: null });
  return backtest.result!;
}

test("a rule that nobody saved says what it would have changed, against moderators and beside other rules", async () => {
  const siteKey = await givenSite("unsaved");
  const gnus = await givenRule(siteKey, {
    when: { check: "words", phrases: ["gnu"] },
    then: { force: "hold" },
  });
  const [refused, approved, missed, , other] = await givenJudged(siteKey, [
    "👋 a zebra walks by",
    "another zebra, as welcome as any",
    "a horse in stripes",
    "nobody has looked at this zebra",
    "a gnu and a zebra",
  ]);
  await decide(refused!.id, "spam");
  await decide(approved!.id, "rejected");
  await decide(approved!.id, "approved");
  await decide(missed!.id, "rejected");

  const result = await resultOf("/v1/backtests", { rule: { siteKey, ...rejectZebra }, days: 7 });

  expect(result).toMatchObject({ comments: 5, unknown: 0, unanswered: 0, unjudged: 0, hits: 4 });
  expect(result.matrix).toEqual([
    { from: "approved", to: "rejected", count: 3 },
    { from: "approved", to: "approved", count: 1 },
    { from: "held", to: "rejected", count: 1 },
  ]);
  expect(result.againstModerators).toMatchObject({
    truePositives: 1,
    falsePositives: 1,
    falseNegatives: 1,
    trueNegatives: 0,
    precision: 0.5,
    recall: 0.5,
  });
  expect(result.overlap).toContainEqual({
    ruleId: gnus,
    ruleName: "A rule",
    both: 1,
    onlyThis: 3,
    onlyThat: 0,
  });
  const [sample] = result.samples.kinds.truePositives;
  expect(sample).toMatchObject({ commentId: refused!.id, status: "spam", field: "body" });
  expect(sample!.spans.map((span) => sample!.text.slice(...span))).toEqual(["zebra"]);
  expect(result.samples.cells.find(({ from }) => from === "held")?.items[0]?.commentId).toBe(other!.id);
  expect(result.costMicroseconds).toBeGreaterThan(0);
});

test("backtests are listed newest first, page by page, for a site and for a rule, to those who write its rules", async () => {
  const siteKey = await givenSite("listed");
  const zebras = await givenRule(siteKey, rejectZebra);
  await givenJudged(siteKey, ["a zebra"]);
  const unsaved = await ended(
    (await start("/v1/backtests", { rule: { siteKey, ...rejectZebra, name: "Unsaved" } })).id,
  );
  const first = await ended((await start(`/v1/rules/${zebras}/backtests`, {})).id);
  const second = await ended((await start(`/v1/rules/${zebras}/backtests`, { limit: 1 })).id);
  interface Listed {
    items: { id: string; limit: number; result: { hits: number; samples?: object } | null }[];
    nextCursor: string | null;
  }
  const list = (query: string) => service.call<Listed>("GET", `/v1/backtests?${query}`);
  const keyFor = async (scopes: string[], site: string) =>
    (
      await service.call<{ key: string }>("POST", "/v1/api-keys", {
        body: { name: "k", siteKey: site, scopes },
      })
    ).body.key;

  const ofSite = await list(`siteKey=${siteKey}`);
  const ofRule = await list(`siteKey=${siteKey}&rule=${zebras}&limit=1`);
  const next = await list(`rule=${zebras}&limit=1&cursor=${ofRule.body.nextCursor}`);

  expect(ofSite.body.items.map(({ id }) => id)).toEqual([second.id, first.id, unsaved.id]);
  expect(ofSite.body.nextCursor).toBeNull();
  expect(ofRule.body.items).toMatchObject([{ id: second.id, limit: 1, result: { hits: 1 } }]);
  expect(ofRule.body.items[0]!.result).not.toHaveProperty("samples");
  expect(next.body).toMatchObject({ items: [{ id: first.id }], nextCursor: null });
  expect((await list("cursor=nonsense")).status).toBe(422);
  expect((await list("rule=nonsense")).status).toBe(422);
  const elsewhere = await keyFor(["rules"], await givenSite("listed-elsewhere"));
  const reader = await keyFor(["read"], siteKey);
  const own = await service.call<Listed>("GET", "/v1/backtests", { key: elsewhere });
  expect(own.body.items).toEqual([]);
  expect((await service.call("GET", `/v1/backtests?siteKey=${siteKey}`, { key: elsewhere })).status).toBe(
    404,
  );
  expect((await service.call("GET", `/v1/backtests?siteKey=${siteKey}`, { key: reader })).status).toBe(403);
});

test("a sample's text is gone once its comment is deleted", async () => {
  const siteKey = await givenSite("erased");
  const [comment] = await givenJudged(siteKey, ["a zebra"]);
  const { id } = await ended((await start("/v1/backtests", { rule: { siteKey, ...rejectZebra } })).id);
  expect(JSON.stringify(await read(id))).toContain("a zebra");

  await service.call("DELETE", `/v1/comments/${comment!.id}`);

  expect(JSON.stringify((await read(id)).result)).not.toContain("a zebra");
});

test("a change of a saved rule takes the place of what it said then", async () => {
  const siteKey = await givenSite("saved");
  const rule = await givenRule(siteKey, { when: zebra, then: { force: "reject" } });
  await givenJudged(siteKey, ["a zebra", "a gnu", "a zebra and a gnu"]);

  const asItStands = await resultOf(`/v1/rules/${rule}/backtests`, {});
  const changed = await resultOf(`/v1/rules/${rule}/backtests`, {
    rule: { when: { check: "words", phrases: ["gnu"] } },
    limit: 10,
  });

  expect(asItStands.matrix.filter(({ from, to }) => from !== to)).toEqual([]);
  expect(changed.matrix).toEqual([
    { from: "approved", to: "rejected", count: 1 },
    { from: "rejected", to: "approved", count: 1 },
    { from: "rejected", to: "rejected", count: 1 },
  ]);
  expect(changed.overlap.map(({ ruleId }) => ruleId)).not.toContain(rule);
});

test("a window that nobody counted then is counted as of then; where addresses are gone it is unknown", async () => {
  const siteKey = await givenSite("windows");
  const comments = await givenJudged(siteKey, ["one", "two", "three", "four"], { authorIp: "192.0.2.7" });
  const when = { check: "velocity", by: "ip", windowSeconds: 7200, count: { gte: 2 } };
  const rule = { siteKey, name: "Busy", stage: "hold", when, then: { force: "hold" } };
  const counted = await resultOf("/v1/backtests", { rule });
  await service.deps.pool.query("UPDATE comments SET author_ip = NULL, author_network = NULL WHERE id = $1", [
    comments[3]!.id,
  ]);

  const expired = await resultOf("/v1/backtests", { rule });

  expect(counted).toMatchObject({ comments: 4, unknown: 0, hits: 2 });
  expect(expired).toMatchObject({ comments: 3, unknown: 1, hits: 1 });
  expect(expired.samples.kinds.unknown.map(({ commentId }) => commentId)).toEqual([comments[3]!.id]);
});

test("what rules would have done with a comment under blind review shows once a moderator has decided", async () => {
  const siteKey = await givenSite("blind");
  const [comment] = await givenJudged(siteKey, ["a horse"]);
  await service.deps.pool.query(`UPDATE decisions SET blind = '{"verdict": "spam"}' WHERE comment_id = $1`, [
    comment!.id,
  ]);
  const before = await resultOf("/v1/backtests", { rule: { siteKey, ...rejectZebra } });
  await decide(comment!.id, "rejected");

  const after = await resultOf("/v1/backtests", { rule: { siteKey, ...rejectZebra } });

  expect(before.matrix).toEqual([{ from: "approved", to: "approved", count: 1 }]);
  expect(after.matrix).toEqual([{ from: "spam", to: "spam", count: 1 }]);
});

test("limit takes the newest comments, days those since then", async () => {
  const siteKey = await givenSite("extent");
  const comments = await givenJudged(siteKey, ["a zebra", "a zebra again", "the last zebra"]);
  await service.deps.pool.query("UPDATE comments SET created_at = now() - interval '3 days' WHERE id = $1", [
    comments[1]!.id,
  ]);

  const newest = await resultOf("/v1/backtests", { rule: { siteKey, ...rejectZebra }, limit: 2 });
  const recent = await resultOf("/v1/backtests", { rule: { siteKey, ...rejectZebra }, days: 2 });

  expect(newest.samples.cells[0]?.items.map(({ commentId }) => commentId)).toEqual([
    comments[2]!.id,
    comments[0]!.id,
  ]);
  expect([newest.comments, recent.comments]).toEqual([2, 2]);
});

test("another site's key is told that there is no such backtest, and one without the right that it lacks it", async () => {
  const siteKey = await givenSite("mine");
  await givenSite("theirs");
  const keyOf = async (of: string, scope: string) => {
    const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
      body: { siteKey: of, name: "k", scopes: [scope] },
    });
    return made.body.key;
  };
  const { id } = await start("/v1/backtests", { rule: { siteKey, ...rejectZebra } });
  const rule = await givenRule(siteKey, rejectZebra);
  const [stranger, reader] = [await keyOf("theirs", "rules"), await keyOf("mine", "read")];

  const answers = await Promise.all([
    service.call("GET", `/v1/backtests/${id}`, { key: stranger }),
    service.call("DELETE", `/v1/backtests/${id}`, { key: stranger }),
    service.call("POST", `/v1/rules/${rule}/backtests`, { key: stranger }),
    service.call("POST", "/v1/backtests", { key: stranger, body: { rule: { siteKey, ...rejectZebra } } }),
    service.call("GET", `/v1/backtests/${id}`, { key: reader }),
    service.call("GET", "/v1/backtests/nonsense"),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 403, 404]);
});

test.each([
  ["no site", { rule: rejectZebra }, "#/rule/siteKey"],
  ["an unknown check", { rule: { ...rejectZebra, when: { check: "weather" } } }, "#/rule/when/check"],
  [
    "a list that is not there",
    { rule: { siteKey: "demo", ...rejectZebra, when: { check: "words", list: "x" } } },
    "#/rule/when",
  ],
  ["too many comments", { rule: { siteKey: "demo", ...rejectZebra }, limit: 1_000_001 }, "#/limit"],
])("a backtest with %s is refused with the place", async (_what, body, pointer) => {
  const refused = await service.call<{ errors: { pointer: string }[] }>("POST", "/v1/backtests", { body });

  expect(refused.status).toBe(422);
  expect(refused.body.errors.map((error) => error.pointer)).toContain(pointer);
});

test("the same Idempotency-Key starts one backtest", async () => {
  const siteKey = await givenSite("once");
  const call = { body: { rule: { siteKey, ...rejectZebra } }, headers: { "Idempotency-Key": "b1" } };

  const first = await service.call("POST", "/v1/backtests", call);
  const second = await service.call("POST", "/v1/backtests", call);

  expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
});

test("an answer that cannot be read any more is refused with what to do, and nothing is done twice", async () => {
  const siteKey = await givenSite("unreadable");
  const call = { body: { rule: { siteKey, ...rejectZebra } }, headers: { "Idempotency-Key": "unreadable" } };
  await service.call("POST", "/v1/backtests", call);
  await service.deps.pool.query("UPDATE idempotency_keys SET answer = $1 WHERE key = 'unreadable'", [
    createServerKey("the server's key of another day").encrypt("{}"),
  ]);

  const refused = await service.call("POST", "/v1/backtests", call);

  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringContaining("the answer cannot be read any more"),
  ]);
});

test("what is cancelled stops and says so; what a dead worker left is begun again, and given up after three times", async () => {
  const idle = await startService({ workers: false });
  try {
    const call = (method: string, path: string, body?: object) =>
      idle.call<BacktestView>(method, path, body === undefined ? {} : { body });
    const begin = async () =>
      (await call("POST", "/v1/backtests", { rule: { siteKey: "demo", ...rejectZebra } })).body.id;
    const statusOf = async (id: string) => (await call("GET", `/v1/backtests/${id}`)).body.status;
    const never = new AbortController().signal;
    const expire = (id: string) =>
      idle.deps.pool.query("UPDATE backtests SET lease_until = now() - interval '1 second' WHERE id = $1", [
        id,
      ]);

    const cancelled = await begin();
    const deleted = await call("DELETE", `/v1/backtests/${cancelled}`);
    expect([deleted.status, await statusOf(cancelled)]).toEqual([204, "cancelled"]);
    expect(await runNextBacktest(idle.deps, never)).toBe(false);

    const orphaned = await begin();
    await leaseBacktest(idle.deps.pool);
    expect(await statusOf(orphaned)).toBe("running");
    await idle.deps.pool.query(
      "INSERT INTO backtest_changes (backtest_id, place, was, becomes, sample) VALUES ($1, 0, 'held', 'spam', '{}')",
      [orphaned],
    );
    expect(await runNextBacktest(idle.deps, never)).toBe(false);
    await expire(orphaned);
    expect(await runNextBacktest(idle.deps, never)).toBe(true);
    expect(await statusOf(orphaned)).toBe("done");
    const kept = await idle.deps.pool.query("SELECT FROM backtest_changes WHERE backtest_id = $1", [
      orphaned,
    ]);
    expect(kept.rowCount).toBe(0);

    const stopped = await begin();
    expect(await runNextBacktest(idle.deps, AbortSignal.abort())).toBe(true);
    expect(await statusOf(stopped)).toBe("queued");

    for (let attempt = 1; attempt <= 3; attempt++) {
      await leaseBacktest(idle.deps.pool);
      await expire(stopped);
    }
    await runNextBacktest(idle.deps, never);
    expect(await statusOf(stopped)).toBe("failed");

    const running = await begin();
    await leaseBacktest(idle.deps.pool);
    await call("DELETE", `/v1/backtests/${running}`);
    expect(await statusOf(running)).toBe("cancelled");
  } finally {
    await idle.stop();
  }
});
