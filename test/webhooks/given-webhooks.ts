import http from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { Pool } from "pg";
import { uuidv7 } from "uuidv7";
import { readConfig } from "../../src/config.ts";
import { createServerKey } from "../../src/db/server-key.ts";
import type { Deps } from "../../src/deps.ts";
import { createMetrics } from "../../src/metrics.ts";
import { createMailer } from "../../src/notices/mailer.ts";
import { createAskingLine } from "../../src/outside/asking-line.ts";
import { createServiceClient } from "../../src/outside/service-client.ts";
import { createRuleCosts } from "../../src/rules/rule-costs.ts";
import { createPageCache, createSiteCache } from "../../src/sites/site-cache.ts";
import { createWebhookSecret } from "../../src/webhooks/sign-webhook.ts";

/** Deps with a queue that only notes which endpoints were woken. */
export function givenDeps(pool: Pool): Deps & { woken: string[] } {
  const woken: string[] = [];
  const unused = () => {
    throw new Error("not part of this test");
  };
  return {
    config: readConfig({ WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8" }),
    pool,
    commentsPool: pool,
    queues: {
      backend: "postgres",
      enqueueModeration: unused,
      enqueueDeliveries: (endpointIds) => Promise.resolve(void woken.push(...endpointIds)),
      startModerationWorker: unused,
      startDeliveryWorker: unused,
      waitingJobs: unused,
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    log: pino({ level: "silent" }),
    serverKey: createServerKey("a secret of this test"),
    metrics: createMetrics(),
    sites: createSiteCache(pool),
    pages: createPageCache(pool),
    ruleCosts: createRuleCosts(() => performance.now()),
    services: createServiceClient({
      allowedCidrs: ["127.0.0.0/8"],
      log: pino({ level: "silent" }),
      metrics: createMetrics(),
    }),
    askingLine: createAskingLine(),
    mailer: createMailer({ mail: null }),
    publicUrl: () => "https://comments.example",
    now: () => new Date(),
    woken,
  };
}

export async function givenSite(pool: Pool): Promise<{ id: string; key: string }> {
  const id = uuidv7();
  const key = `site-${id.slice(-12)}`;
  await pool.query("INSERT INTO sites (id, key, name) VALUES ($1, $2, 'A newspaper')", [id, key]);
  return { id, key };
}

export async function givenEndpoint(deps: Deps, { siteId, url }: { siteId: string; url: string }) {
  const id = uuidv7();
  const secret = createWebhookSecret();
  await deps.pool.query("INSERT INTO webhook_endpoints (id, site_id, url, secret) VALUES ($1, $2, $3, $4)", [
    id,
    siteId,
    url,
    deps.serverKey.encrypt(secret),
  ]);
  return { id, siteId, secret };
}

export async function givenEvent(
  pool: Pool,
  event: { siteId: string; type?: string; commentId?: string; body?: string; ageDays?: number },
): Promise<string> {
  const id = uuidv7();
  const commentId = event.commentId ?? uuidv7();
  const data = {
    comment: { id: commentId, status: "held", revision: 2, authorName: "Ana", body: event.body ?? "Hello" },
  };
  await pool.query(
    `WITH written AS (
       INSERT INTO events (id, site_id, comment_id, type, data, created_at)
       VALUES ($1, $2, $3, $4, $5, now() - make_interval(days => $6)) RETURNING id
     )
     INSERT INTO unnumbered_events (event_id) SELECT id FROM written`,
    [id, event.siteId, commentId, event.type ?? "comment.held", JSON.stringify(data), event.ageDays ?? 0],
  );
  return id;
}

export async function givenDelivery(
  pool: Pool,
  endpoint: { id: string; siteId: string },
  event: { commentId?: string; type?: string; body?: string } = {},
): Promise<{ id: string; eventId: string }> {
  const commentId = event.commentId ?? uuidv7();
  const eventId = await givenEvent(pool, { ...event, siteId: endpoint.siteId, commentId });
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO deliveries (site_id, endpoint_id, event_id, comment_id) VALUES ($1, $2, $3, $4) RETURNING id",
    [endpoint.siteId, endpoint.id, eventId, commentId],
  );
  return { id: rows[0]!.id, eventId };
}

/** Lets the wait before the next attempt be over. */
export async function givenTimeHasPassed(pool: Pool, endpointId: string): Promise<void> {
  await pool.query(
    "UPDATE deliveries SET next_attempt_at = now() - interval '1 second', lease_until = NULL WHERE endpoint_id = $1 AND status = 'pending'",
    [endpointId],
  );
}

export interface Received {
  headers: Record<string, string>;
  body: string;
  path: string;
}

/** A website's receiver. `answer` decides what it says to the n-th request; "hang" never answers. */
export async function givenReceiver(answer: (nth: number) => number | "hang" = () => 204) {
  const received: Received[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    mostOpen = Math.max(mostOpen, ++open);
    res.on("close", () => open--);
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      received.push({ headers: req.headers as Record<string, string>, body, path: req.url ?? "" });
      const said = answer(received.length);
      if (said === "hang") return;
      const redirect = said >= 300 && said < 400 ? { location: "/elsewhere" } : {};
      res.writeHead(said, redirect).end(said === 204 ? undefined : `answer ${said}\0${"x".repeat(5_000)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    mostOpen: () => mostOpen,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
