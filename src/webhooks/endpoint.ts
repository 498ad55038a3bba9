import { z } from "zod";
import { cleanText } from "../http/validate.ts";
import { maxWebhookUrlLength } from "./public-address.ts";

export const webhookEventTypes = [
  "comment.held",
  "comment.approved",
  "comment.rejected",
  "comment.spam",
  "comment.deleted",
  "endpoint.test",
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

const eventType = z.enum(webhookEventTypes, {
  error: (issue) =>
    `${JSON.stringify(issue.input)} is not an event; there are ${webhookEventTypes.join(", ")}.`,
});

// Whether the address is public depends on the configuration: see checkWebhookUrl.
const url = cleanText("url").max(
  maxWebhookUrlLength,
  `url is longer than ${maxWebhookUrlLength} characters.`,
);
const events = z
  .array(eventType, "events must be a list of events, or null for all.")
  .min(1, "events must name at least one event, or be null for all.")
  .max(100, "events names too many events.")
  .transform((types) => [...new Set(types)])
  .nullable();

export const webhookEndpointInput = z.strictObject({
  siteKey: cleanText("siteKey"),
  url,
  /** null or absent: every event, also those of later versions. */
  events: events.default(null),
});
export type WebhookEndpointInput = z.output<typeof webhookEndpointInput>;

export const webhookEndpointChange = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  /** true also forgets why it was switched off and since when it fails. */
  enabled: z.boolean("enabled must be true or false.").optional(),
});
export type WebhookEndpointChange = z.output<typeof webhookEndpointChange>;

export const recoverInput = z.strictObject({
  since: z.iso
    .datetime({ offset: true, error: "since must be a time such as 2026-01-31T12:00:00Z." })
    .transform((value) => new Date(value))
    .refine((since) => since.getTime() > 0 && since.getUTCFullYear() < 10_000, "since is out of range."),
});

const time = z.iso.datetime();

export const webhookEndpointView = z.object({
  id: z.uuid(),
  siteKey: z.string(),
  url: z.string(),
  events: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  failingSince: time.nullable(),
  createdAt: time,
});
export type WebhookEndpointView = z.output<typeof webhookEndpointView>;

export const webhookSecretView = z.object({ secret: z.string() });
export const createdWebhookEndpointView = webhookEndpointView.extend(webhookSecretView.shape);

export const testSentView = z.object({ eventId: z.uuid(), deliveryId: z.uuid() });
export const recoveredView = z.object({ deliveries: z.int() });

export const deliveryView = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  eventId: z.uuid(),
  commentId: z.uuid().nullable(),
  type: z.string(),
  status: z.enum(["pending", "delivered", "failed", "cancelled"]),
  attempts: z.int(),
  nextAttemptAt: time.nullable(),
  lastStatusCode: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: time,
  deliveredAt: time.nullable(),
});
export type DeliveryView = z.output<typeof deliveryView>;

export const deliveryAttemptView = z.object({
  attempt: z.int(),
  statusCode: z.int().nullable(),
  error: z.string().nullable(),
  response: z.string().nullable(),
  durationMs: z.int(),
  createdAt: time,
});
export type DeliveryAttemptView = z.output<typeof deliveryAttemptView>;

export const deliveryWithLogView = deliveryView.extend({ log: z.array(deliveryAttemptView) });

/** What a webhook's body says, with the event's id (there it is the header `webhook-id`). */
export const eventView = z.object({
  id: z.uuid(),
  type: z.string(),
  timestamp: time,
  data: z.record(z.string(), z.unknown()),
});
export type EventView = z.output<typeof eventView>;

/** Unlike other lists this one never ends: `nextCursor` is always there, also with an empty page. */
export const eventPageView = z.object({ items: z.array(eventView), nextCursor: z.string() });
export type EventPage = z.output<typeof eventPageView>;
