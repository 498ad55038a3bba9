import express from "express";
import { Webhook } from "standardwebhooks";
import request from "supertest";
import { uuidv7 } from "uuidv7";
import { problemHandler } from "../../src/http/problem.ts";
import { type Caller, type Scope } from "../../src/people/caller.ts";
import { deliverDue } from "../../src/webhooks/deliver-webhooks.ts";
import { createWebhookAgent } from "../../src/webhooks/public-address.ts";
import { createWebhookRoutes } from "../../src/webhooks/webhook-routes.ts";
import { createTestDatabase } from "../support/database.ts";
import {
  givenDelivery,
  givenDeps,
  givenEvent,
  givenReceiver,
  givenSite,
  givenTimeHasPassed,
} from "./given-webhooks.ts";

const database = await createTestDatabase();
const { pool } = database;
const deps = givenDeps(pool);
const agent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });
const publicUrl = "https://receiver.example/hook";
const closeAtEnd: { close(): Promise<unknown> }[] = [];

afterAll(async () => {
  await agent.destroy();
  for (const receiver of closeAtEnd) await receiver.close();
  await database.drop();
});

function as(siteId: string | null, scope: Scope = "admin") {
  const caller: Caller = { kind: "user", id: uuidv7(), name: "Ana", grants: [{ siteId, scopes: [scope] }] };
  const app = express();
  app.use(express.json(), (_req, res, next) => {
    res.locals.caller = caller;
    next();
  });
  app.use("/v1", createWebhookRoutes(deps));
  app.use(problemHandler(deps));
  return request(app);
}

interface CreatedEndpoint {
  id: string;
  secret: string;
}

async function givenCreated(url = publicUrl, events?: string[]) {
  const site = await givenSite(pool);
  const admin = as(site.id);
  const answer = await admin.post("/v1/webhook-endpoints").send({ siteKey: site.key, url, events });
  const { id, secret } = answer.body as CreatedEndpoint;
  return { site, admin, id, siteId: site.id, secret, path: `/v1/webhook-endpoints/${id}` };
}

async function givenReceiving(answer?: (nth: number) => number) {
  const receiver = await givenReceiver(answer);
  closeAtEnd.push(receiver);
  return { receiver, ...(await givenCreated(receiver.url)) };
}

test("an administrator adds an endpoint and sees its secret once; it is stored encrypted", async () => {
  const site = await givenSite(pool);

  const created = await as(site.id)
    .post("/v1/webhook-endpoints")
    .send({ siteKey: site.key, url: publicUrl, events: ["comment.approved", "comment.approved"] });

  const { secret, ...view } = created.body as Record<string, unknown> & CreatedEndpoint;
  expect(created.status).toBe(201);
  expect(secret).toMatch(/^whsec_/);
  expect(view).toEqual({
    id: expect.any(String) as string,
    siteKey: site.key,
    url: publicUrl,
    events: ["comment.approved"],
    enabled: true,
    disabledReason: null,
    failingSince: null,
    createdAt: expect.stringMatching(/Z$/) as string,
  });
  expect((await as(site.id).get(`/v1/webhook-endpoints/${view.id}`)).body).toEqual(view);
  expect((await as(site.id).get("/v1/webhook-endpoints")).body).toEqual({ items: [view], nextCursor: null });
  const { rows } = await pool.query<{ secret: Buffer }>(
    "SELECT secret FROM webhook_endpoints WHERE id = $1",
    [view.id],
  );
  expect(rows[0]!.secret.toString("latin1")).not.toContain(secret.slice(6, 20));
});

test.each([
  [{ url: "http://169.254.169.254/latest/meta-data" }, "#/url"],
  [{ url: "http://[::1]/" }, "#/url"],
  [{ url: "not a url" }, "#/url"],
  [{ url: 7 }, "#/url"],
  [{ url: publicUrl, events: ["comment.liked"] }, "#/events/0"],
  [{ url: publicUrl, events: [] }, "#/events"],
  [{ url: publicUrl, secret: "mine" }, "#/secret"],
])("the endpoint %j is refused with a pointer to what is wrong", async (input, pointer) => {
  const site = await givenSite(pool);

  const answer = await as(site.id)
    .post("/v1/webhook-endpoints")
    .send({ siteKey: site.key, ...input });

  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ errors: [{ pointer }] });
});

test("another site's administrator finds nothing; a moderator of the site is told what is missing", async () => {
  const { id, path, siteId, site } = await givenCreated();
  const { id: deliveryId } = await givenDelivery(pool, { id, siteId });
  const stranger = as((await givenSite(pool)).id);

  const answers = await Promise.all([
    stranger.get(path),
    stranger.patch(path).send({ enabled: false }),
    stranger.delete(path),
    stranger.post(`${path}/test`),
    stranger.post(`${path}/rotate-secret`),
    stranger.post(`${path}/recover`).send({ since: "2026-01-01T00:00:00Z" }),
    stranger.get(`${path}/deliveries`),
    stranger.get(`/v1/deliveries/${deliveryId}`),
    stranger.post(`/v1/deliveries/${deliveryId}/redeliver`),
    stranger.post("/v1/webhook-endpoints").send({ siteKey: site.key, url: publicUrl }),
    stranger.get("/v1/webhook-endpoints").query({ siteKey: site.key }),
    stranger.get("/v1/events").query({ siteKey: site.key }),
    as(siteId).get("/v1/webhook-endpoints/no-uuid"),
    as(siteId).get(`/v1/deliveries/${uuidv7()}`),
  ]);

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  expect((await as(siteId, "moderate").get(path)).status).toBe(403);
  expect((await as(siteId, "moderate").get("/v1/webhook-endpoints")).status).toBe(403);
  expect((await stranger.get("/v1/webhook-endpoints")).body).toEqual({ items: [], nextCursor: null });
});

test("endpoints are listed page by page", async () => {
  const { site, admin } = await givenCreated();
  for (let n = 0; n < 4; n++)
    await admin.post("/v1/webhook-endpoints").send({ siteKey: site.key, url: publicUrl });

  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer = await admin.get("/v1/webhook-endpoints").query({ limit: 2, cursor });
    const page = answer.body as { items: { id: string }[]; nextCursor: string | null };
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }

  expect(new Set(ids).size).toBe(5);
  expect(ids).toHaveLength(5);
});

test("switching an endpoint on again forgets its failures and wakes the worker", async () => {
  const { admin, path, id } = await givenCreated();
  await pool.query(
    "UPDATE webhook_endpoints SET enabled = false, disabled_reason = 'dead', failing_since = now() WHERE id = $1",
    [id],
  );

  const answer = await admin.patch(path).send({ enabled: true, events: null });

  expect(answer.body).toMatchObject({
    enabled: true,
    disabledReason: null,
    failingSince: null,
    events: null,
  });
  expect(deps.woken).toContain(id);
});

test("an endpoint may be moved and switched off, but not to a private address", async () => {
  const { admin, path } = await givenCreated();

  const moved = await admin.patch(path).send({ url: "https://other.example/", events: ["comment.spam"] });
  const refused = await admin.patch(path).send({ url: "http://10.0.0.1/" });
  const off = await admin.patch(path).send({ enabled: false });

  expect(moved.body).toMatchObject({
    url: "https://other.example/",
    events: ["comment.spam"],
    enabled: true,
  });
  expect(refused.status).toBe(422);
  expect(off.body).toMatchObject({
    url: "https://other.example/",
    enabled: false,
    disabledReason: "Switched off by Ana.",
  });
  expect((await admin.post(`${path}/test`)).status).toBe(409);
});

test("a test event reaches this endpoint alone, verifies, and is found in the log and among the events", async () => {
  const { receiver, admin, path, id, secret, site } = await givenReceiving();
  await admin.post("/v1/webhook-endpoints").send({ siteKey: site.key, url: publicUrl });

  const sent = await admin.post(`${path}/test`);
  await deliverDue(deps, id, { agent });

  const { eventId, deliveryId } = sent.body as { eventId: string; deliveryId: string };
  expect(sent.status).toBe(202);
  expect(receiver.received).toHaveLength(1);
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
  const payload = new Webhook(secret).verify(body, headers) as { type: string };
  expect(payload).toMatchObject({ type: "endpoint.test", data: { endpoint: { id, siteKey: site.key } } });
  const delivery = await admin.get(`/v1/deliveries/${deliveryId}`);
  expect(delivery.body).toMatchObject({
    eventId,
    commentId: null,
    type: "endpoint.test",
    status: "delivered",
    attempts: 1,
    nextAttemptAt: null,
    lastStatusCode: 204,
    log: [{ attempt: 1, statusCode: 204, error: null }],
  });
  const events = await as(site.id, "read").get("/v1/events");
  expect(events.body).toEqual({
    items: [{ id: eventId, ...payload }],
    nextCursor: expect.any(String) as string,
  });
  expect((await pool.query("SELECT FROM deliveries WHERE event_id = $1", [eventId])).rowCount).toBe(1);
});

test("after a rotation both secrets verify", async () => {
  const { receiver, admin, path, id, secret } = await givenReceiving();

  const rotated = await admin.post(`${path}/rotate-secret`);
  await admin.post(`${path}/test`);
  await deliverDue(deps, id, { agent });

  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
  expect(rotated.status).toBe(200);
  expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
  expect(new Webhook((rotated.body as { secret: string }).secret).verify(body, headers)).toBeTruthy();
});

test("redelivering sends the same event once more and keeps the log of all attempts", async () => {
  const { receiver, admin, id, siteId } = await givenReceiving();
  const delivery = await givenDelivery(pool, { id, siteId });
  await deliverDue(deps, id, { agent });

  const answer = await admin.post(`/v1/deliveries/${delivery.id}/redeliver`);
  await deliverDue(deps, id, { agent });

  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ id: delivery.id, status: "pending" });
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([
    delivery.eventId,
    delivery.eventId,
  ]);
  const log = await admin.get(`/v1/deliveries/${delivery.id}`);
  expect(log.body).toMatchObject({ status: "delivered", attempts: 2, log: [{ attempt: 1 }, { attempt: 2 }] });
});

test("a redelivery does not wait for the pause that a failing endpoint is given", async () => {
  const { receiver, admin, id, siteId } = await givenReceiving((nth) => (nth === 1 ? 500 : 200));
  await pool.query("UPDATE webhook_endpoints SET failing_since = now() - interval '1 hour' WHERE id = $1", [
    id,
  ]);
  await givenDelivery(pool, { id, siteId });
  const second = await givenDelivery(pool, { id, siteId });
  await deliverDue(deps, id, { agent });

  await admin.post(`/v1/deliveries/${second.id}/redeliver`);
  await deliverDue(deps, id, { agent });

  expect(receiver.received[1]!.headers["webhook-id"]).toBe(second.eventId);
});

test("recovering sends what failed, what waits and what happened while the endpoint was off", async () => {
  const { receiver, admin, path, id, siteId } = await givenReceiving((nth) => (nth <= 2 ? 500 : 200));
  const failed = await givenDelivery(pool, { id, siteId });
  const waiting = await givenDelivery(pool, { id, siteId });
  await deliverDue(deps, id, { agent });
  await pool.query("UPDATE deliveries SET status = 'failed' WHERE id = $1", [failed.id]);
  await admin.patch(path).send({ enabled: false });
  const missed = await givenEvent(pool, { siteId });
  expect((await admin.post(`${path}/recover`).send({ since: "2026-01-01T00:00:00Z" })).status).toBe(409);
  await admin.patch(path).send({ enabled: true });
  const since = new Date(Date.now() - 3_600_000).toISOString();

  const recovered = await admin.post(`${path}/recover`).send({ since });
  const again = await admin.post(`${path}/recover`).send({ since: new Date().toISOString() });
  await deliverDue(deps, id, { agent });

  expect(recovered.status).toBe(202);
  expect(recovered.body).toEqual({ deliveries: 3 });
  expect(again.body).toEqual({ deliveries: 0 });
  const ids = receiver.received.slice(2).map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids)).toEqual(new Set([failed.eventId, waiting.eventId, missed]));
  expect(ids).toHaveLength(3);
});

test.each(["yesterday", "2026-13-01T00:00:00Z", 5, null, undefined])(
  "recovering since %s is refused",
  async (since) => {
    const { admin, path } = await givenCreated();

    expect((await admin.post(`${path}/recover`).send({ since })).status).toBe(422);
  },
);

test("an endpoint's deliveries are listed newest first, page by page", async () => {
  const { admin, path, id, siteId } = await givenCreated();
  const created = [];
  for (let n = 0; n < 5; n++) created.push((await givenDelivery(pool, { id, siteId })).id);
  // Seconds apart: several may be made within a millisecond.
  await pool.query(
    `UPDATE deliveries SET created_at = now() + array_position($1::uuid[], id) * interval '1 second' WHERE id = ANY($1)`,
    [created],
  );

  const listed: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer = await admin.get(`${path}/deliveries`).query({ limit: 2, cursor });
    const page = answer.body as {
      items: { id: string; commentId: string; nextAttemptAt: string }[];
      nextCursor: string | null;
    };
    listed.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }

  expect(listed).toEqual(created.toReversed());
});

test("a deleted endpoint is gone, and what waited for it is cancelled", async () => {
  const { admin, path, id, siteId } = await givenCreated();
  const delivery = await givenDelivery(pool, { id, siteId });

  const deleted = await admin.delete(path);

  expect(deleted.status).toBe(204);
  expect((await admin.get(path)).status).toBe(404);
  expect((await admin.get(`/v1/deliveries/${delivery.id}`)).body).toMatchObject({ status: "cancelled" });
  expect((await admin.post(`/v1/deliveries/${delivery.id}/redeliver`)).status).toBe(409);
});

test("each act leaves a row in the audit log, without the secret", async () => {
  const { admin, path, id, secret } = await givenCreated();
  await admin.patch(path).send({ enabled: false });
  await admin.post(`${path}/rotate-secret`);
  await admin.delete(path);

  const { rows } = await pool.query<{ action: string; actor: string; detail: unknown }>(
    "SELECT action, actor, detail FROM audit WHERE subject = $1 ORDER BY id",
    [id],
  );

  expect(rows.map(({ action }) => action)).toEqual([
    "webhook-endpoint.create",
    "webhook-endpoint.change",
    "webhook-endpoint.rotate-secret",
    "webhook-endpoint.delete",
  ]);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test("an event is among the events at once; the cursor is there on an empty page too", async () => {
  const site = await givenSite(pool);
  const reader = as(site.id, "read");

  const empty = await reader.get("/v1/events");
  const { nextCursor } = empty.body as { nextCursor: string };
  const eventId = await givenEvent(pool, { siteId: site.id });
  const next = await reader
    .get("/v1/events")
    .query({ after: nextCursor, types: "comment.held,comment.spam" });

  expect(empty.body).toEqual({ items: [], nextCursor: expect.any(String) as string });
  expect(next.body).toMatchObject({ items: [{ id: eventId }] });
  expect((await reader.get("/v1/events").query({ types: "comment.liked" })).status).toBe(422);
  expect((await reader.get("/v1/events").query({ after: "x" })).status).toBe(422);
  expect((await reader.get("/v1/events").query({ limit: "201" })).status).toBe(422);
  expect((await as(site.id, "submit").get("/v1/events")).status).toBe(403);
});

test("what waits for an endpoint that was switched off is sent when it is switched on", async () => {
  const { receiver, admin, path, id, siteId } = await givenReceiving();
  await admin.patch(path).send({ enabled: false });
  await givenDelivery(pool, { id, siteId });
  await givenTimeHasPassed(pool, id);
  await deliverDue(deps, id, { agent });
  expect(receiver.received).toHaveLength(0);

  await admin.patch(path).send({ enabled: true });
  await deliverDue(deps, id, { agent });

  expect(receiver.received).toHaveLength(1);
});
