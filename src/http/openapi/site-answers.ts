import { z } from "zod";
import { chatView } from "../../notices/notice-routes.ts";
import { servicesView } from "../../outside/service-routes.ts";
import { siteModes, siteSettingsSchema } from "../../sites/site.ts";
import {
  createdWebhookEndpointView,
  deliveryView,
  deliveryWithLogView,
  eventPageView,
  recoveredView,
  testSentView,
  webhookEndpointView,
  webhookSecretView,
} from "../../webhooks/endpoint.ts";
import { id, time, named, pageOf } from "./shared.ts";

export const site = named(
  "Site",
  z.object({
    key: z.string(),
    name: z.string(),
    allowedOrigins: z.array(z.string()),
    mode: z.enum(siteModes),
    ...siteSettingsSchema.shape,
    createdAt: time,
  }),
);
export const sitePage = pageOf(site);

export const services = named(
  "Services",
  servicesView,
  "What rules of the site may ask: null = no secret (external) or no key (akismet) was saved.",
);

export const page = named(
  "Page",
  z.object({
    id,
    siteKey: z.string(),
    pageUrl: z.string(),
    pageTitle: z.string().nullable(),
    closed: z.boolean(),
    closedAt: time.nullable(),
    firstSeenAt: time,
  }),
);
export const pagePage = pageOf(page);

const endpoint = named("WebhookEndpoint", webhookEndpointView);
export { endpoint as webhookEndpoint };
export const webhookEndpointPage = pageOf(endpoint);
export const createdWebhookEndpoint = named("CreatedWebhookEndpoint", createdWebhookEndpointView);
export const webhookSecret = webhookSecretView;
export const testSent = testSentView;
export const recovered = recoveredView;
export const delivery = named("Delivery", deliveryView);
export const deliveryPage = pageOf(delivery);
export const deliveryWithLog = named("DeliveryWithLog", deliveryWithLogView);
export const eventPage = named("EventPage", eventPageView);

export const chat = named(
  "Chat",
  chatView,
  "The site's chat; of its address only the host is shown, null: none.",
);
