import express from "express";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, decodeCursor, limitField, pageOf } from "../http/paging.ts";
import { cleanText, idOf, parse, uuidField } from "../http/validate.ts";
import { type Caller, type Scope, someSitesWith } from "../people/caller.ts";
import { siteFor } from "../sites/site-for.ts";
import {
  type Delivery,
  type Endpoint,
  listAttempts,
  listDeliveries,
  listEndpoints,
  type LoggedAttempt,
} from "./endpoint-queries.ts";
import {
  type DeliveryAttemptView,
  type DeliveryView,
  recoverInput,
  webhookEndpointChange,
  webhookEndpointInput,
  type WebhookEndpointView,
  webhookEventTypes,
} from "./endpoint.ts";
import { listEvents, numberEvents } from "./events.ts";
import {
  changeEndpoint,
  createEndpoint,
  getDelivery,
  getEndpoint,
  recoverEndpoint,
  redeliver,
  removeEndpoint,
  rotateSecret,
  sendTestEvent,
} from "./manage-endpoints.ts";

export const eventsQuery = z.object({
  after: cursorField,
  limit: limitField,
  siteKey: cleanText("siteKey").optional(),
  types: cleanText("types")
    .transform((list) => list.split(",").map((type) => type.trim()))
    .pipe(z.array(z.enum(webhookEventTypes, `types may name ${webhookEventTypes.join(", ")}.`)))
    .optional(),
});
export const endpointsQuery = z.object({
  cursor: cursorField,
  limit: limitField,
  siteKey: cleanText("siteKey").optional(),
});
export const deliveriesQuery = z.object({ cursor: cursorField, limit: limitField });

const endpointCursor = z.tuple([uuidField]);
const deliveryCursor = z.tuple([z.number().int().min(0).max(8.64e15), uuidField]);

export function createWebhookRoutes(deps: Deps): express.Router {
  const router = express.Router();

  router.get("/events", async (req, res) => {
    const query = parse(eventsQuery, req.query);
    const siteIds = await visibleSites(deps, callerOf(res), { scope: "read", siteKey: query.siteKey });
    await numberEvents(deps.pool);
    res.json(
      await listEvents(deps.pool, { siteIds, types: query.types, after: query.after, limit: query.limit }),
    );
  });

  router.get("/webhook-endpoints", async (req, res) => {
    const { cursor, limit, siteKey } = parse(endpointsQuery, req.query);
    const siteIds = await visibleSites(deps, callerOf(res), { scope: "admin", siteKey });
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, endpointCursor)[0];
    const endpoints = await listEndpoints(deps.pool, { siteIds, beforeId, limit: limit + 1 });
    res.json(pageOf(endpoints, limit, { item: toEndpointView, cursor: ({ id }) => [id] }));
  });

  router.post("/webhook-endpoints", async (req, res) => {
    const { endpoint, secret } = await createEndpoint(
      deps,
      callerOf(res),
      parse(webhookEndpointInput, req.body),
    );
    res.status(201).json({ ...toEndpointView(endpoint), secret });
  });

  router.get("/webhook-endpoints/:id", async (req, res) => {
    res.json(toEndpointView(await getEndpoint(deps, callerOf(res), endpointIdOf(req))));
  });

  router.patch("/webhook-endpoints/:id", async (req, res) => {
    const change = { id: endpointIdOf(req), change: parse(webhookEndpointChange, req.body) };
    res.json(toEndpointView(await changeEndpoint(deps, callerOf(res), change)));
  });

  router.delete("/webhook-endpoints/:id", async (req, res) => {
    await removeEndpoint(deps, callerOf(res), endpointIdOf(req));
    res.status(204).end();
  });

  router.post("/webhook-endpoints/:id/test", async (req, res) => {
    res.status(202).json(await sendTestEvent(deps, callerOf(res), endpointIdOf(req)));
  });

  router.post("/webhook-endpoints/:id/rotate-secret", async (req, res) => {
    res.json({ secret: await rotateSecret(deps, callerOf(res), endpointIdOf(req)) });
  });

  router.post("/webhook-endpoints/:id/recover", async (req, res) => {
    const { since } = parse(recoverInput, req.body);
    const deliveries = await recoverEndpoint(deps, callerOf(res), { endpointId: endpointIdOf(req), since });
    res.status(202).json({ deliveries });
  });

  router.get("/webhook-endpoints/:id/deliveries", async (req, res) => {
    const { cursor, limit } = parse(deliveriesQuery, req.query);
    const { id: endpointId } = await getEndpoint(deps, callerOf(res), endpointIdOf(req));
    const before = cursor === undefined ? null : toDeliveryPlace(decodeCursor(cursor, deliveryCursor));
    const deliveries = await listDeliveries(deps.pool, { endpointId, before, limit: limit + 1 });
    const page = pageOf(deliveries, limit, {
      item: toDeliveryView,
      cursor: ({ createdAt, id }) => [createdAt.getTime(), id],
    });
    res.json(page);
  });

  router.get("/deliveries/:id", async (req, res) => {
    const delivery = await getDelivery(deps, callerOf(res), idOf(req, "delivery"));
    const log = await listAttempts(deps.pool, delivery.id);
    res.json({ ...toDeliveryView(delivery), log: log.map(toAttemptView) });
  });

  router.post("/deliveries/:id/redeliver", async (req, res) => {
    res.status(202).json(toDeliveryView(await redeliver(deps, callerOf(res), idOf(req, "delivery"))));
  });

  return router;
}

const endpointIdOf = (req: express.Request) => idOf(req, "webhook endpoint");

const toDeliveryPlace = ([createdAtMs, id]: [number, string]) => ({
  createdAt: new Date(createdAtMs).toISOString(),
  id,
});

async function visibleSites(
  deps: Deps,
  caller: Caller,
  { scope, siteKey }: { scope: Scope; siteKey: string | undefined },
): Promise<string[] | null> {
  if (siteKey !== undefined) return [(await siteFor(deps, caller, { key: siteKey, scope })).id];
  return someSitesWith(caller, scope);
}

const toEndpointView = (endpoint: Endpoint): WebhookEndpointView => ({
  id: endpoint.id,
  siteKey: endpoint.siteKey,
  url: endpoint.url,
  events: endpoint.events,
  enabled: endpoint.enabled,
  disabledReason: endpoint.disabledReason,
  failingSince: endpoint.failingSince?.toISOString() ?? null,
  createdAt: endpoint.createdAt.toISOString(),
});

const toDeliveryView = (delivery: Delivery): DeliveryView => ({
  id: delivery.id,
  endpointId: delivery.endpointId,
  eventId: delivery.eventId,
  commentId: delivery.commentId,
  type: delivery.type,
  status: delivery.status,
  attempts: delivery.attempts,
  nextAttemptAt: delivery.status === "pending" ? delivery.nextAttemptAt.toISOString() : null,
  lastStatusCode: delivery.lastStatusCode,
  lastError: delivery.lastError,
  createdAt: delivery.createdAt.toISOString(),
  deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
});

const toAttemptView = (attempt: LoggedAttempt): DeliveryAttemptView => ({
  attempt: attempt.attempt,
  statusCode: attempt.statusCode,
  error: attempt.error,
  response: attempt.response,
  durationMs: attempt.durationMs,
  createdAt: attempt.createdAt.toISOString(),
});
