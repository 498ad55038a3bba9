import { Webhook } from "standardwebhooks";
import { uuidv7 } from "uuidv7";
import { createServerKey } from "../../src/db/server-key.ts";
import { deliverDue } from "../../src/webhooks/deliver-webhooks.ts";
import { endpointsWithDueDeliveries } from "../../src/webhooks/delivery-queries.ts";
import { createWebhookAgent } from "../../src/webhooks/public-address.ts";
import { createWebhookSecret } from "../../src/webhooks/sign-webhook.ts";
import { createTestDatabase } from "../support/database.ts";
import { eventually } from "../support/wait.ts";
import {
  givenDelivery,
  givenDeps,
  givenEndpoint,
  givenReceiver,
  givenSite,
  givenTimeHasPassed,
} from "./given-webhooks.ts";

const database = await createTestDatabase();
const { pool } = database;
const deps = givenDeps(pool);
const site = await givenSite(pool);
const agent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });
const closeAtEnd: { close(): Promise<unknown> }[] = [];

afterAll(async () => {
  await agent.destroy();
  for (const receiver of closeAtEnd) await receiver.close();
  await database.drop();
});

async function given(answer?: (nth: number) => number | "hang") {
  const receiver = await givenReceiver(answer);
  closeAtEnd.push(receiver);
  return { receiver, endpoint: await givenEndpoint(deps, { siteId: site.id, url: receiver.url }) };
}

interface Row {
  status: string;
  attempts: number;
  /** From the latest attempt to the next one. */
  waits_ms: number | null;
  leased: boolean;
  last_status_code: number | null;
  last_error: string | null;
}

async function deliveryOf(id: string): Promise<Row> {
  const { rows } = await pool.query<Row>(
    `SELECT status, attempts, coalesce(lease_until > now(), false) AS leased, last_status_code, last_error,
            (SELECT (extract(epoch FROM next_attempt_at - max(created_at)) * 1000)::float8
               FROM delivery_attempts WHERE delivery_id = $1) AS waits_ms
       FROM deliveries WHERE id = $1`,
    [id],
  );
  return rows[0]!;
}

async function endpointOf(id: string) {
  const { rows } = await pool.query<{
    enabled: boolean;
    disabled_reason: string | null;
    failing_since: Date | null;
  }>("SELECT enabled, disabled_reason, failing_since FROM webhook_endpoints WHERE id = $1", [id]);
  return rows[0]!;
}

async function attemptsOf(id: string) {
  const { rows } = await pool.query<{ attempt: number; status_code: number | null; response: string | null }>(
    "SELECT attempt, status_code, response FROM delivery_attempts WHERE delivery_id = $1 ORDER BY attempt",
    [id],
  );
  return rows;
}

test("a decision reaches the website signed, and is sent once", async () => {
  const { receiver, endpoint } = await given();
  const delivery = await givenDelivery(pool, endpoint, { body: "Grüße 👋" });

  await deliverDue(deps, endpoint.id, { agent });
  await deliverDue(deps, endpoint.id, { agent });

  expect(receiver.received).toHaveLength(1);
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
  expect(new Webhook(endpoint.secret).verify(body, headers)).toMatchObject({
    type: "comment.held",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    data: { comment: { body: "Grüße 👋", revision: 2 } },
  });
  expect(headers).toMatchObject({ "webhook-id": delivery.eventId, "content-type": "application/json" });
  expect(await deliveryOf(delivery.id)).toMatchObject({
    status: "delivered",
    attempts: 1,
    last_status_code: 204,
  });
});

test("while a secret is rotated, receivers with the old and the new one accept; after a day only the new one", async () => {
  const { receiver, endpoint } = await given();
  const newSecret = "whsec_" + Buffer.alloc(32, 7).toString("base64");
  await pool.query(
    `UPDATE webhook_endpoints SET previous_secret = secret, previous_secret_until = now() + interval '1 hour', secret = $2
      WHERE id = $1`,
    [endpoint.id, deps.serverKey.encrypt(newSecret)],
  );

  await givenDelivery(pool, endpoint);
  await deliverDue(deps, endpoint.id, { agent });
  await pool.query(
    "UPDATE webhook_endpoints SET previous_secret_until = now() - interval '1 second' WHERE id = $1",
    [endpoint.id],
  );
  await givenDelivery(pool, endpoint);
  await deliverDue(deps, endpoint.id, { agent });

  const [during, after] = receiver.received;
  expect(new Webhook(endpoint.secret).verify(during!.body, during!.headers)).toBeTruthy();
  expect(new Webhook(newSecret).verify(during!.body, during!.headers)).toBeTruthy();
  expect(new Webhook(newSecret).verify(after!.body, after!.headers)).toBeTruthy();
  expect(() => new Webhook(endpoint.secret).verify(after!.body, after!.headers)).toThrow();
});

test("nothing is sent where the secret cannot be read any more, and the delivery says why, until it is rotated", async () => {
  const { receiver, endpoint } = await given();
  const delivery = await givenDelivery(pool, endpoint);
  await pool.query("UPDATE webhook_endpoints SET secret = $2 WHERE id = $1", [
    endpoint.id,
    createServerKey("the server's key of another day").encrypt(endpoint.secret),
  ]);

  await deliverDue(deps, endpoint.id, { agent });
  expect(await deliveryOf(delivery.id)).toMatchObject({
    status: "pending",
    last_error: "Not sent: the signing secret cannot be read any more and has to be rotated",
  });
  expect(receiver.received).toHaveLength(0);

  const rotated = createWebhookSecret();
  await pool.query(
    `UPDATE webhook_endpoints SET previous_secret = secret, previous_secret_until = now() + interval '1 hour', secret = $2
      WHERE id = $1`,
    [endpoint.id, deps.serverKey.encrypt(rotated)],
  );
  await givenTimeHasPassed(pool, endpoint.id);
  await deliverDue(deps, endpoint.id, { agent });

  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
  expect(new Webhook(rotated).verify(body, headers)).toBeTruthy();
});

test("a receiver that answers 500 gets the same event again, and its success clears its record", async () => {
  const { receiver, endpoint } = await given((nth) => (nth === 1 ? 500 : 200));
  const delivery = await givenDelivery(pool, endpoint);

  await deliverDue(deps, endpoint.id, { agent, random: () => 0.5 });

  const failed = await deliveryOf(delivery.id);
  expect(failed).toMatchObject({ status: "pending", attempts: 1, leased: false, last_status_code: 500 });
  expect(failed.last_error).toBe("The receiver answered 500.");
  expect(failed.waits_ms).toBe(5_000);
  expect((await endpointOf(endpoint.id)).failing_since).not.toBeNull();

  await givenTimeHasPassed(pool, endpoint.id);
  await deliverDue(deps, endpoint.id, { agent });

  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toEqual([delivery.eventId, delivery.eventId]);
  expect(await deliveryOf(delivery.id)).toMatchObject({ status: "delivered", attempts: 2, last_error: null });
  expect((await endpointOf(endpoint.id)).failing_since).toBeNull();
  const log = await attemptsOf(delivery.id);
  expect(log).toMatchObject([
    { attempt: 1, status_code: 500 },
    { attempt: 2, status_code: 200 },
  ]);
  expect(log[0]!.response).toMatch(/^answer 500\ufffdx+$/);
  expect(Buffer.byteLength(log[0]!.response!)).toBeLessThanOrEqual(1_030);
});

test("after ten attempts a delivery has failed and is left alone", async () => {
  const { receiver, endpoint } = await given(() => 500);
  const delivery = await givenDelivery(pool, endpoint);

  for (let attempt = 1; attempt <= 12; attempt++) {
    await givenTimeHasPassed(pool, endpoint.id);
    await deliverDue(deps, endpoint.id, { agent });
  }

  expect(receiver.received).toHaveLength(10);
  expect(await deliveryOf(delivery.id)).toMatchObject({ status: "failed", attempts: 10, leased: false });
});

test("410 Gone switches the endpoint off; what waits is kept and nothing more is sent", async () => {
  const { receiver, endpoint } = await given(() => 410);
  const delivery = await givenDelivery(pool, endpoint);

  await deliverDue(deps, endpoint.id, { agent });
  await givenTimeHasPassed(pool, endpoint.id);
  await givenDelivery(pool, endpoint);
  await deliverDue(deps, endpoint.id, { agent });

  expect(receiver.received).toHaveLength(1);
  expect(await endpointOf(endpoint.id)).toMatchObject({
    enabled: false,
    disabled_reason: "The receiver answered 410 Gone.",
  });
  expect(await deliveryOf(delivery.id)).toMatchObject({ status: "pending" });
  expect(await endpointsWithDueDeliveries(pool, 1_000)).not.toContain(endpoint.id);
});

test("an endpoint that has failed for five days is switched off with the reason", async () => {
  const { endpoint } = await given(() => 503);
  const delivery = await givenDelivery(pool, endpoint);
  await pool.query("UPDATE deliveries SET attempts = 9 WHERE id = $1", [delivery.id]);
  await pool.query(
    "UPDATE webhook_endpoints SET failing_since = now() - interval '121 hours' WHERE id = $1",
    [endpoint.id],
  );

  await deliverDue(deps, endpoint.id, { agent });

  expect(await endpointOf(endpoint.id)).toMatchObject({
    enabled: false,
    disabled_reason: "Every attempt has failed for five days.",
  });
});

test("a redirect is not followed", async () => {
  const { receiver, endpoint } = await given(() => 302);
  const delivery = await givenDelivery(pool, endpoint);

  await deliverDue(deps, endpoint.id, { agent });

  expect(receiver.received.map(({ path }) => path)).toEqual(["/hook"]);
  expect(await deliveryOf(delivery.id)).toMatchObject({
    status: "pending",
    last_status_code: 302,
    last_error: "The receiver answered 302; redirects are not followed.",
  });
});

test("a name that turns out to lead to this machine is not called, and the log says so", async () => {
  const receiver = await givenReceiver();
  closeAtEnd.push(receiver);
  const url = `http://rebound.example:${receiver.port}/`;
  const endpoint = await givenEndpoint(deps, { siteId: site.id, url });
  const delivery = await givenDelivery(pool, endpoint);
  const strictAgent = createWebhookAgent({
    allowedCidrs: [],
    lookup: (_hostname, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });

  await deliverDue(deps, endpoint.id, { agent: strictAgent });
  await strictAgent.destroy();

  expect(receiver.received).toHaveLength(0);
  expect(await deliveryOf(delivery.id)).toMatchObject({
    status: "pending",
    last_status_code: null,
    last_error: "Not sent: rebound.example leads to an address that is not public.",
  });
});

test("a receiver that is not there is tried again and the log says why", async () => {
  const { receiver, endpoint } = await given();
  await receiver.close();
  const delivery = await givenDelivery(pool, endpoint);

  await deliverDue(deps, endpoint.id, { agent });

  expect(await deliveryOf(delivery.id)).toMatchObject({
    status: "pending",
    last_error: "The connection was refused.",
  });
});

test("a receiver that hangs fills its own eight places and does not delay another's deliveries", async () => {
  const dead = await given(() => "hang");
  const alive = await given();
  for (let n = 0; n < 20; n++) await givenDelivery(pool, dead.endpoint);
  for (let n = 0; n < 20; n++) await givenDelivery(pool, alive.endpoint);
  const ownAgent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });
  const stopping = new AbortController();

  const hanging = [1, 2, 3].map(() =>
    deliverDue(deps, dead.endpoint.id, { agent: ownAgent, stopping: stopping.signal }),
  );
  await eventually("eight requests", () => dead.receiver.received.length === 8);
  await deliverDue(deps, alive.endpoint.id, { agent });

  expect(alive.receiver.received).toHaveLength(20);
  expect(dead.receiver.received).toHaveLength(8);
  expect(dead.receiver.mostOpen()).toBe(8);

  stopping.abort();
  await ownAgent.destroy();
  await Promise.all(hanging);
});

test("what a shutdown cuts off counts as no attempt and is due again at once", async () => {
  const { receiver, endpoint } = await given(() => "hang");
  const delivery = await givenDelivery(pool, endpoint);
  const ownAgent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });
  const stopping = new AbortController();

  const delivering = deliverDue(deps, endpoint.id, { agent: ownAgent, stopping: stopping.signal });
  await eventually("the request", () => receiver.received.length === 1);
  stopping.abort();
  await ownAgent.destroy();
  await delivering;

  expect(await deliveryOf(delivery.id)).toMatchObject({ status: "pending", attempts: 0, leased: false });
  expect(await attemptsOf(delivery.id)).toEqual([]);
  expect(await endpointOf(endpoint.id)).toMatchObject({ failing_since: null });
});

test("an endpoint that keeps failing is asked one delivery at a time, with a pause", async () => {
  const { receiver, endpoint } = await given(() => 500);
  await pool.query("UPDATE webhook_endpoints SET failing_since = now() - interval '1 hour' WHERE id = $1", [
    endpoint.id,
  ]);
  for (let n = 0; n < 10; n++) await givenDelivery(pool, endpoint);

  await Promise.all([1, 2, 3].map(() => deliverDue(deps, endpoint.id, { agent })));

  expect(receiver.received).toHaveLength(1);
  expect(await endpointsWithDueDeliveries(pool, 1_000)).not.toContain(endpoint.id);
});

test("several workers on one endpoint deliver each event once", async () => {
  const { receiver, endpoint } = await given();
  for (let n = 0; n < 60; n++) await givenDelivery(pool, endpoint);

  await Promise.all([1, 2, 3].map(() => deliverDue(deps, endpoint.id, { agent })));

  expect(receiver.received).toHaveLength(60);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(60);
  expect(receiver.mostOpen()).toBeLessThanOrEqual(8);
});

test("a deleted comment's earlier events are not sent, its deletion is", async () => {
  const { receiver, endpoint } = await given();
  const commentId = uuidv7();
  await pool.query(
    `INSERT INTO comments (site_id, id, page_url, author_name, author_key, body, body_hash, status, created_at)
     VALUES ($1, $2, 'https://example.org/', '', 'deleted', '', '', 'deleted', now())`,
    [site.id, commentId],
  );
  const held = await givenDelivery(pool, endpoint, { commentId });
  const deleted = await givenDelivery(pool, endpoint, { commentId, type: "comment.deleted" });

  await deliverDue(deps, endpoint.id, { agent });

  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([deleted.eventId]);
  expect(await deliveryOf(held.id)).toMatchObject({ status: "cancelled", attempts: 0 });
});

test("a delivery whose worker died is sent again when its lease is over, not before", async () => {
  const { receiver, endpoint } = await given();
  const delivery = await givenDelivery(pool, endpoint);
  await pool.query("UPDATE deliveries SET lease_until = now() + interval '1 minute' WHERE id = $1", [
    delivery.id,
  ]);

  await deliverDue(deps, endpoint.id, { agent });
  expect(receiver.received).toHaveLength(0);
  await pool.query("UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE id = $1", [
    delivery.id,
  ]);
  expect(await endpointsWithDueDeliveries(pool, 1_000)).toContain(endpoint.id);
  await deliverDue(deps, endpoint.id, { agent });

  expect(receiver.received).toHaveLength(1);
});

test("a worker whose lease is over cannot overwrite what another has recorded since", async () => {
  const { receiver, endpoint } = await given((nth) => (nth === 1 ? "hang" : 200));
  const delivery = await givenDelivery(pool, endpoint);
  const slowAgent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });

  const slow = deliverDue(deps, endpoint.id, { agent: slowAgent });
  await eventually("the request", () => receiver.received.length === 1);
  await givenTimeHasPassed(pool, endpoint.id);
  await deliverDue(deps, endpoint.id, { agent });
  await slowAgent.destroy();
  await slow;

  expect(await deliveryOf(delivery.id)).toMatchObject({ status: "delivered", attempts: 1, last_error: null });
  expect(await attemptsOf(delivery.id)).toHaveLength(1);
  expect(await endpointOf(endpoint.id)).toMatchObject({ failing_since: null });
});

test("a second job for an endpoint that hangs takes no place of its own, and what it was for is sent all the same", async () => {
  const { receiver, endpoint } = await given((nth) => (nth === 1 ? "hang" : 204));
  const slowAgent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"] });
  const sender = { agent: slowAgent };
  await givenDelivery(pool, endpoint);
  const first = deliverDue(deps, endpoint.id, sender);
  await eventually("the request", () => receiver.received.length === 1);

  const second = await givenDelivery(pool, endpoint);
  await deliverDue(deps, endpoint.id, sender);

  await eventually("the second to be sent", async () => (await deliveryOf(second.id)).status === "delivered");
  expect(sender).toMatchObject({ atWork: new Map([[endpoint.id, expect.any(Function)]]) });
  await slowAgent.destroy();
  await first;
  expect(sender).toMatchObject({ atWork: new Map() });
});
