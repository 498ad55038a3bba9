import { uuidv7 } from "uuidv7";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Caller } from "../people/caller.ts";
import { findSiteByKey } from "../sites/site-queries.ts";
import {
  addMissedDeliveries,
  cancelDeliveriesOf,
  countEndpoints,
  deleteEndpoint,
  type Delivery,
  type Endpoint,
  endPause,
  findDelivery,
  findEndpoint,
  insertDelivery,
  insertEndpoint,
  insertTestEvent,
  makeDue,
  recoverDeliveries,
  replaceSecret,
  updateEndpoint,
} from "./endpoint-queries.ts";
import type { WebhookEndpointChange, WebhookEndpointInput } from "./endpoint.ts";
import { checkWebhookUrl } from "./public-address.ts";
import { createWebhookSecret } from "./sign-webhook.ts";
import { wakeEndpoint } from "./wake-endpoint.ts";

// Every decision writes a delivery for each endpoint of its site.
const maxEndpointsPerSite = 50;
const previousSecretHours = 24;

export async function getEndpoint(deps: Deps, caller: Caller, id: string): Promise<Endpoint> {
  const endpoint = await findEndpoint(deps.pool, id);
  if (endpoint === null) throw notFound("webhook endpoint");
  assertCan(caller, "admin", { siteId: endpoint.siteId, what: "webhook endpoint" });
  return endpoint;
}

export async function getDelivery(deps: Deps, caller: Caller, id: string): Promise<Delivery> {
  const delivery = await findDelivery(deps.pool, id);
  if (delivery === null) throw notFound("delivery");
  assertCan(caller, "admin", { siteId: delivery.siteId, what: "delivery" });
  return delivery;
}

/** The secret is readable here and after a rotation, and never again. */
export async function createEndpoint(
  deps: Deps,
  caller: Caller,
  input: WebhookEndpointInput,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const site = await findSiteByKey(deps.pool, input.siteKey);
  if (site === null) throw notFound("site");
  assertCan(caller, "admin", { siteId: site.id, what: "site" });
  assertPublicUrl(deps, input.url);
  if ((await countEndpoints(deps.pool, site.id)) >= maxEndpointsPerSite) {
    throw conflict(`A site has at most ${maxEndpointsPerSite} webhook endpoints.`);
  }
  const id = uuidv7();
  const secret = createWebhookSecret();
  await inTransaction(deps.pool, async (tx) => {
    const { url, events } = input;
    await insertEndpoint(tx, { id, siteId: site.id, url, events, secret: deps.serverKey.encrypt(secret) });
    await recordAudit(tx, caller, {
      action: "webhook-endpoint.create",
      siteId: site.id,
      subject: id,
      detail: { url, events },
    });
  });
  return { endpoint: await getEndpoint(deps, caller, id), secret };
}

export async function changeEndpoint(
  deps: Deps,
  caller: Caller,
  { id, change }: { id: string; change: WebhookEndpointChange },
): Promise<Endpoint> {
  const { siteId } = await getEndpoint(deps, caller, id);
  if (change.url !== undefined) assertPublicUrl(deps, change.url);
  await inTransaction(deps.pool, async (tx) => {
    await updateEndpoint(tx, id, { ...change, disabledReason: `Switched off by ${caller.name}.` });
    if (change.enabled === true || change.url !== undefined) await endPause(tx, id);
    await recordAudit(tx, caller, { action: "webhook-endpoint.change", siteId, subject: id, detail: change });
  });
  const changed = await getEndpoint(deps, caller, id);
  if (changed.enabled) await wakeEndpoint(deps, id);
  return changed;
}

export async function removeEndpoint(deps: Deps, caller: Caller, id: string): Promise<void> {
  const { siteId, url } = await getEndpoint(deps, caller, id);
  await inTransaction(deps.pool, async (tx) => {
    await deleteEndpoint(tx, id);
    await cancelDeliveriesOf(tx, id);
    await recordAudit(tx, caller, {
      action: "webhook-endpoint.delete",
      siteId,
      subject: id,
      detail: { url },
    });
  });
}

/** The previous secret goes on signing beside the new one for a day. */
export async function rotateSecret(deps: Deps, caller: Caller, id: string): Promise<string> {
  const { siteId } = await getEndpoint(deps, caller, id);
  const secret = createWebhookSecret();
  await inTransaction(deps.pool, async (tx) => {
    await replaceSecret(tx, id, {
      secret: deps.serverKey.encrypt(secret),
      previousHours: previousSecretHours,
    });
    await recordAudit(tx, caller, { action: "webhook-endpoint.rotate-secret", siteId, subject: id });
  });
  return secret;
}

export async function sendTestEvent(
  deps: Deps,
  caller: Caller,
  endpointId: string,
): Promise<{ eventId: string; deliveryId: string }> {
  const endpoint = await getEndpoint(deps, caller, endpointId);
  assertEnabled(endpoint);
  const { siteId, siteKey } = endpoint;
  const eventId = uuidv7();
  const deliveryId = await inTransaction(deps.pool, async (tx) => {
    await insertTestEvent(tx, { id: eventId, siteId, data: { endpoint: { id: endpointId, siteKey } } });
    await endPause(tx, endpointId);
    return insertDelivery(tx, { siteId, endpointId, eventId });
  });
  await wakeEndpoint(deps, endpointId);
  return { eventId, deliveryId };
}

/** Sends all that the endpoint did not get since then: what failed, what waits and what happened while it was off. */
export async function recoverEndpoint(
  deps: Deps,
  caller: Caller,
  { endpointId, since }: { endpointId: string; since: Date },
): Promise<number> {
  const endpoint = await getEndpoint(deps, caller, endpointId);
  assertEnabled(endpoint);
  const count = await inTransaction(deps.pool, async (tx) => {
    await endPause(tx, endpointId);
    const recovered = await recoverDeliveries(tx, { endpointId, since });
    const added = await addMissedDeliveries(tx, { endpointId, since });
    await recordAudit(tx, caller, {
      action: "webhook-endpoint.recover",
      siteId: endpoint.siteId,
      subject: endpointId,
      detail: { since, deliveries: recovered + added },
    });
    return recovered + added;
  });
  await wakeEndpoint(deps, endpointId);
  return count;
}

export async function redeliver(deps: Deps, caller: Caller, deliveryId: string): Promise<Delivery> {
  const { endpointId } = await getDelivery(deps, caller, deliveryId);
  const endpoint = await findEndpoint(deps.pool, endpointId);
  if (endpoint === null) throw conflict("The endpoint of this delivery has been deleted.");
  assertEnabled(endpoint);
  await inTransaction(deps.pool, async (tx) => {
    await makeDue(tx, deliveryId);
    await endPause(tx, endpointId);
  });
  await wakeEndpoint(deps, endpointId);
  return getDelivery(deps, caller, deliveryId);
}

function assertPublicUrl(deps: Deps, url: string): void {
  const check = checkWebhookUrl(url, deps.config.webhookAllowedCidrs);
  if (!check.ok) throw invalid([{ detail: check.reason, pointer: "#/url" }]);
}

function assertEnabled(endpoint: Endpoint): void {
  if (!endpoint.enabled) throw conflict("The endpoint is switched off: enable it first.");
}
