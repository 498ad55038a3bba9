import type { Page } from "../api.ts";
import { get, send } from "../api.ts";

export interface WebhookEndpoint {
  id: string;
  siteKey: string;
  url: string;
  events: string[] | null;
  enabled: boolean;
  disabledReason: string | null;
  createdAt: string;
  failingSince: string | null;
}

export interface Delivery {
  id: string;
  eventId: string;
  type: string;
  status: "pending" | "delivered" | "failed" | "cancelled";
  attempts: number;
  nextAttemptAt: string | null;
  lastStatusCode: number | null;
  lastError: string | null;
  createdAt: string;
  deliveredAt: string | null;
}

export const fetchEndpoints = (): Promise<Page<WebhookEndpoint>> =>
  get("/v1/webhook-endpoints", { limit: "200" });

export const addEndpoint = (endpoint: {
  siteKey: string;
  url: string;
  events?: string[];
}): Promise<WebhookEndpoint & { secret: string }> => send("POST", "/v1/webhook-endpoints", endpoint);

export const changeEndpoint = (
  id: string,
  change: { url?: string; events?: string[]; enabled?: boolean },
): Promise<WebhookEndpoint> => send("PATCH", `/v1/webhook-endpoints/${id}`, change);

export const deleteEndpoint = (id: string): Promise<void> => send("DELETE", `/v1/webhook-endpoints/${id}`);

export const testEndpoint = (id: string): Promise<unknown> =>
  send("POST", `/v1/webhook-endpoints/${id}/test`);

export const rotateSecret = (id: string): Promise<{ secret: string }> =>
  send("POST", `/v1/webhook-endpoints/${id}/rotate-secret`);

export const fetchDeliveries = (id: string, cursor: string | null): Promise<Page<Delivery>> =>
  get(`/v1/webhook-endpoints/${id}/deliveries`, { cursor, limit: "20" });

export const redeliver = (deliveryId: string): Promise<unknown> =>
  send("POST", `/v1/deliveries/${deliveryId}/redeliver`);
