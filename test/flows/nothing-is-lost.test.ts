import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type pg from "pg";
import { givenComment, judged, pageUrl } from "../support/givens.ts";
import {
  addressOf,
  killTree,
  type MainProcess,
  postmasterOf,
  startMain,
  temporaryFolder,
} from "../support/process.ts";
import { hasRedis, startRedis, type TestRedis } from "../support/redis.ts";
import { adminKey, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

// The sweep brings lost work back within 30 s; a busy machine gets twice that.
const sweepLimit = { withinMs: 60_000 };

const countQueued = async (url: string) => {
  const response = await fetch(`${url}/v1/comments?status=queued&limit=1`, {
    headers: { authorization: `Bearer ${adminKey}` },
  });
  return ((await response.json()) as { items: unknown[] }).items.length;
};

const undecided = async (service: Service) =>
  (
    await service.database.pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM comments WHERE status = 'queued'",
    )
  ).rows[0]!.count;

const twiceDecided = async (db: pg.Pool) =>
  (
    await db.query<{ comment_id: string }>(
      "SELECT comment_id FROM decisions WHERE decided_by = 'rules' GROUP BY comment_id HAVING count(*) > 1",
    )
  ).rows;

(hasRedis ? describe : describe.skip)("with its queue on Redis", () => {
  let redis: TestRedis;
  let service: Service;
  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await service.stop();
    await redis.stop();
  });

  test("a Redis that is wiped again and again in mid-flow costs delay, never a decision", async () => {
    const submissions = Promise.all(
      Array.from({ length: 300 }, (_, index) => givenComment(service, { body: `No. ${index}` })),
    );
    for (let wipes = 0; wipes < 20; wipes++) await redis.client.flushall();

    expect(new Set((await submissions).map(({ id }) => id)).size).toBe(300);
    await eventually("every comment to be decided", async () => (await undecided(service)) === 0, sweepLimit);
    expect(await twiceDecided(service.database.pool)).toEqual([]);
  }, 90_000);

  test("a Redis that is down costs no submission: 202, readyz says degraded, and the sweep catches up", async () => {
    const port = Number(new URL(redis.url).port);
    await redis.stop();

    const { id } = await givenComment(service, { body: "Sent while the queue was down." });
    const ready = await service.call<{ status: string }>("GET", "/readyz", { key: null });

    expect(ready).toMatchObject({ status: 200, body: { status: "degraded" } });
    redis = await startRedis(port);
    await eventually(
      "the comment to be decided",
      async () => {
        const { body } = await service.call<{ status: string }>("GET", `/v1/comments/${id}`);
        return body.status !== "queued";
      },
      sweepLimit,
    );
  }, 90_000);
});

describe("killed with kill -9", () => {
  let main: MainProcess | null = null;
  afterEach(() => {
    if (main?.child.pid !== undefined && main.child.exitCode === null) killTree(main.child.pid);
  });

  test("in the midst of 500 submissions at a time, Moderato has every comment it answered 202 for, and decides it once", async () => {
    const folder = await temporaryFolder();
    const env = { DATA_DIR: `${folder.path}/data` };
    main = startMain("all", env);
    const url = await addressOf(main);
    const accepted: string[] = [];
    const sendUntilItDies = async (sender: number) => {
      for (let round = 0; ; round++) {
        const response = await fetch(`${url}/v1/comments`, {
          method: "POST",
          headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
          body: JSON.stringify({
            siteKey: "demo",
            pageUrl,
            authorName: `Jo ${sender}`,
            body: `Comment ${round}`,
          }),
        });
        if (response.status === 202) accepted.push(((await response.json()) as { id: string }).id);
      }
    };
    const dead = Promise.allSettled(Array.from({ length: 500 }, (_, sender) => sendUntilItDies(sender)));

    await eventually("some comments to be accepted", () => accepted.length >= 700, sweepLimit);
    killTree(main.child.pid!);
    await dead;
    await main.ended;
    main = startMain("all", env);
    const restarted = await addressOf(main);

    const statusOf = async (id: string) => {
      const response = await fetch(`${restarted}/v1/comments/${id}`, {
        headers: { authorization: `Bearer ${adminKey}` },
      });
      return ((await response.json()) as { status: string }).status;
    };
    expect(accepted.length).toBeGreaterThanOrEqual(700);
    await eventually(
      "every comment to be decided",
      async () => (await countQueued(restarted)) === 0,
      sweepLimit,
    ).catch((cause: unknown) => {
      throw new Error(`It has printed:\n${main!.output()}`, { cause });
    });
    // A few at a time: a thousand readers at once would only keep the workers from the database.
    for (let at = 0; at < accepted.length; at += 20) {
      const statuses = await Promise.all(accepted.slice(at, at + 20).map(statusOf));
      expect(new Set(statuses)).toEqual(new Set(["held"]));
    }
    main.child.kill("SIGTERM");
    expect(await main.ended).toBe(0);
    await folder.remove();
  }, 180_000);

  test("in the midst of deciding 500 comments as one, Moderato goes on where it was, and decides each once", async () => {
    const folder = await temporaryFolder();
    const env = { DATA_DIR: `${folder.path}/data` };
    main = startMain("all", env);
    let url = await addressOf(main);
    const call = async <Body>(method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
      const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
      return (await response.json()) as Body;
    };
    const send = (index: number) =>
      call("POST", "/v1/comments", { siteKey: "demo", pageUrl, authorName: "Jo", body: `Comment ${index}` });
    for (let at = 0; at < 500; at += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => send(at + index)));
    }
    await eventually("every comment to be held", async () => (await countQueued(url)) === 0, sweepLimit);
    const filter = { siteKey: "demo", status: "held" };
    const { batchId } = await call<{ batchId: string }>("POST", "/v1/decisions", { filter, status: "spam" });
    const batch = () =>
      call<{ state: string; done: number; skipped: number }>("GET", `/v1/decisions/${batchId}`);
    await eventually("some of them to be decided", async () => (await batch()).done > 0);

    killTree(main.child.pid!);
    await main.ended;
    main = startMain("all", env);
    url = await addressOf(main);

    await eventually("the batch to be done", async () => (await batch()).state === "done", sweepLimit);
    expect(await batch()).toMatchObject({ done: 500, skipped: 0 });
    const ids: string[] = [];
    for (let cursor = ""; ids.length < 500;) {
      const query = `/v1/comments?status=spam&limit=200${cursor && `&cursor=${cursor}`}`;
      const page = await call<{ items: { id: string; revision: number }[]; nextCursor: string }>(
        "GET",
        query,
      );
      // Taken in, held by the rules, spam: nobody has touched it since.
      expect(new Set(page.items.map(({ revision }) => revision))).toEqual(new Set([3]));
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(500);
    main.child.kill("SIGTERM");
    expect(await main.ended).toBe(0);
    await folder.remove();
  }, 180_000);

  test("its Postgres comes back by itself, and until then the answer is 503 and nothing is pretended", async () => {
    const folder = await temporaryFolder();
    main = startMain("all", { DATA_DIR: `${folder.path}/data` });
    const url = await addressOf(main);
    const submit = (body: string) =>
      fetch(`${url}/v1/comments`, {
        method: "POST",
        headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
        body: JSON.stringify({ siteKey: "demo", pageUrl, authorName: "Jo", body }),
      }).then((response) => response.status);
    const statuses = [await submit("before")];

    process.kill(await postmasterOf(folder.path), "SIGKILL");
    await eventually(
      "a 202 again",
      async () => {
        statuses.push(await submit("after"));
        return statuses.includes(503) && statuses.at(-1) === 202;
      },
      sweepLimit,
    );

    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    const listed = await fetch(`${url}/v1/comments?limit=200`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    const { items } = (await listed.json()) as { items: unknown[] };
    expect(items.length).toBeGreaterThanOrEqual(statuses.filter((status) => status === 202).length);
    main.child.kill("SIGTERM");
    expect(await main.ended).toBe(0);
    await folder.remove();
  }, 120_000);
});

test("what a worker never heard of, and what it gave up on, comes to a human at last", async () => {
  const service = await startService();
  // Facts that cannot be read: every attempt to judge this comment fails.
  const { id } = await givenComment(service, { body: "Poison" });
  await judged(service, id);

  await service.database.pool.query(
    "UPDATE comments SET status = 'queued', revision = revision + 1, lease_until = now() - interval '1 second', sweeps = 13 WHERE id = $1",
    [id],
  );
  const held = await judged(service, id);

  expect(held).toMatchObject({ status: "held" });
  expect(held.reasons.join(" ")).toContain("did not come to an end");
  await service.stop();
});
