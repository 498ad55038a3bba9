import type { Queryable } from "../db/transaction.ts";
import type { DeliveryStatus } from "./delivery.ts";
import type { WebhookEndpointChange } from "./endpoint.ts";

export interface Endpoint {
  id: string;
  siteId: string;
  siteKey: string;
  url: string;
  events: string[] | null;
  enabled: boolean;
  disabledReason: string | null;
  failingSince: Date | null;
  createdAt: Date;
}

interface EndpointRow {
  id: string;
  site_id: string;
  site_key: string;
  url: string;
  events: string[] | null;
  enabled: boolean;
  disabled_reason: string | null;
  failing_since: Date | null;
  created_at: Date;
}

const toEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  siteId: row.site_id,
  siteKey: row.site_key,
  url: row.url,
  events: row.events,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  failingSince: row.failing_since,
  createdAt: row.created_at,
});

const endpointColumns = `e.id, e.site_id, sites.key AS site_key, e.url, e.events, e.enabled, e.disabled_reason,
  e.failing_since, e.created_at`;

export async function findEndpoint(db: Queryable, id: string): Promise<Endpoint | null> {
  const { rows } = await db.query<EndpointRow>(
    `SELECT ${endpointColumns} FROM webhook_endpoints e JOIN sites ON sites.id = e.site_id WHERE e.id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : toEndpoint(rows[0]);
}

/** Newest first; `siteIds` null = of every site. Their ids are UUIDv7, so they sort by age. */
export async function listEndpoints(
  db: Queryable,
  query: { siteIds: readonly string[] | null; beforeId: string | null; limit: number },
): Promise<Endpoint[]> {
  const { rows } = await db.query<EndpointRow>(
    `SELECT ${endpointColumns} FROM webhook_endpoints e JOIN sites ON sites.id = e.site_id
      WHERE ($1::uuid[] IS NULL OR e.site_id = ANY ($1)) AND ($2::uuid IS NULL OR e.id < $2)
      ORDER BY e.id DESC LIMIT $3`,
    [query.siteIds, query.beforeId, query.limit],
  );
  return rows.map(toEndpoint);
}

export async function countEndpoints(db: Queryable, siteId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM webhook_endpoints WHERE site_id = $1",
    [siteId],
  );
  return rows[0]?.count ?? 0;
}

export async function insertEndpoint(
  db: Queryable,
  endpoint: { id: string; siteId: string; url: string; events: string[] | null; secret: Buffer },
): Promise<void> {
  await db.query(
    "INSERT INTO webhook_endpoints (id, site_id, url, events, secret) VALUES ($1, $2, $3, $4, $5)",
    [endpoint.id, endpoint.siteId, endpoint.url, endpoint.events, endpoint.secret],
  );
}

/** A new address starts without the old one's failures, and so does an endpoint that is switched on again. */
export async function updateEndpoint(
  db: Queryable,
  id: string,
  change: WebhookEndpointChange & { disabledReason: string },
): Promise<void> {
  await db.query(
    `UPDATE webhook_endpoints
        SET url = coalesce($2, url),
            events = CASE WHEN $3 THEN $4::text[] ELSE events END,
            enabled = coalesce($5, enabled),
            disabled_reason = CASE WHEN $5 THEN NULL WHEN NOT $5 AND enabled THEN $6 ELSE disabled_reason END,
            failing_since = CASE WHEN $5 OR $2 <> url THEN NULL ELSE failing_since END
      WHERE id = $1`,
    [
      id,
      change.url ?? null,
      change.events !== undefined,
      change.events ?? null,
      change.enabled ?? null,
      change.disabledReason,
    ],
  );
}

export async function replaceSecret(
  db: Queryable,
  id: string,
  { secret, previousHours }: { secret: Buffer; previousHours: number },
): Promise<void> {
  await db.query(
    `UPDATE webhook_endpoints
        SET secret = $2, previous_secret = secret, previous_secret_until = now() + make_interval(hours => $3)
      WHERE id = $1`,
    [id, secret, previousHours],
  );
}

export async function deleteEndpoint(db: Queryable, id: string): Promise<void> {
  await db.query("DELETE FROM webhook_endpoints WHERE id = $1", [id]);
}

export async function cancelDeliveriesOf(db: Queryable, endpointId: string): Promise<void> {
  await db.query(
    "UPDATE deliveries SET status = 'cancelled', lease_until = NULL WHERE endpoint_id = $1 AND status = 'pending'",
    [endpointId],
  );
}

export async function insertTestEvent(
  db: Queryable,
  event: { id: string; siteId: string; data: object },
): Promise<void> {
  await db.query(
    `WITH written AS (
       INSERT INTO events (id, site_id, type, data) VALUES ($1, $2, 'endpoint.test', $3) RETURNING id
     )
     INSERT INTO unnumbered_events (event_id) SELECT id FROM written`,
    [event.id, event.siteId, JSON.stringify(event.data)],
  );
}

export async function insertDelivery(
  db: Queryable,
  delivery: { siteId: string; endpointId: string; eventId: string },
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    "INSERT INTO deliveries (site_id, endpoint_id, event_id) VALUES ($1, $2, $3) RETURNING id",
    [delivery.siteId, delivery.endpointId, delivery.eventId],
  );
  return rows[0]!.id;
}

/**
 * Puts back what was not delivered, with all its attempts, and what waits for a later one; returns how many. Times that
 * are over stay as they are, so that the oldest goes first.
 */
export async function recoverDeliveries(
  db: Queryable,
  { endpointId, since }: { endpointId: string; since: Date },
): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE deliveries
        SET status = 'pending', attempts = 0, next_attempt_at = least(next_attempt_at, now()), lease_until = NULL
       FROM events
      WHERE events.id = deliveries.event_id AND events.created_at >= $2
        AND deliveries.endpoint_id = $1
        AND (deliveries.status = 'failed' OR (deliveries.status = 'pending' AND deliveries.next_attempt_at > now()))`,
    [endpointId, since],
  );
  return rowCount ?? 0;
}

/** Adds what was never meant for the endpoint because it was switched off then; returns how many. */
export async function addMissedDeliveries(
  db: Queryable,
  { endpointId, since }: { endpointId: string; since: Date },
): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO deliveries (site_id, endpoint_id, event_id, comment_id, next_attempt_at)
     SELECT events.site_id, endpoint.id, events.id, events.comment_id, events.created_at
       FROM webhook_endpoints endpoint JOIN events ON events.site_id = endpoint.site_id
      WHERE endpoint.id = $1 AND events.created_at >= greatest($2, endpoint.created_at)
        AND events.type <> 'endpoint.test' AND (endpoint.events IS NULL OR events.type = ANY (endpoint.events))
        AND NOT EXISTS (SELECT FROM comments
                         WHERE comments.site_id = events.site_id AND comments.id = events.comment_id
                           AND comments.status = 'deleted' AND events.type <> 'comment.deleted')
        AND NOT EXISTS (SELECT FROM deliveries
                         WHERE deliveries.endpoint_id = endpoint.id AND deliveries.event_id = events.id)
     ON CONFLICT DO NOTHING`,
    [endpointId, since],
  );
  return rowCount ?? 0;
}

/** Makes a delivery due now, with all its attempts, whatever became of it. One that is under way stays leased. */
export async function makeDue(db: Queryable, deliveryId: string): Promise<void> {
  await db.query(
    `UPDATE deliveries
        SET status = 'pending', attempts = 0, next_attempt_at = now(),
            lease_until = CASE WHEN next_attempt_at > now() THEN NULL ELSE lease_until END
      WHERE id = $1`,
    [deliveryId],
  );
}

/** A human asks for a delivery now: ends the rest that a failing endpoint is given (leases of rows not yet due again). */
export async function endPause(db: Queryable, endpointId: string): Promise<void> {
  await db.query(
    `UPDATE deliveries SET lease_until = NULL
      WHERE endpoint_id = $1 AND status = 'pending' AND lease_until > now() AND next_attempt_at > now()`,
    [endpointId],
  );
}

export interface Delivery {
  id: string;
  siteId: string;
  endpointId: string;
  eventId: string;
  commentId: string | null;
  type: string;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: Date;
  lastStatusCode: number | null;
  lastError: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
}

const selectDeliveries = `
  SELECT d.id, d.site_id AS "siteId", d.endpoint_id AS "endpointId", d.event_id AS "eventId",
         d.comment_id AS "commentId", events.type, d.status,
         (SELECT count(*)::int FROM delivery_attempts WHERE delivery_attempts.delivery_id = d.id) AS attempts,
         d.next_attempt_at AS "nextAttemptAt", d.last_status_code AS "lastStatusCode", d.last_error AS "lastError",
         d.created_at AS "createdAt", d.delivered_at AS "deliveredAt"
    FROM deliveries d JOIN events ON events.id = d.event_id`;

export async function findDelivery(db: Queryable, id: string): Promise<Delivery | null> {
  const { rows } = await db.query<Delivery>(`${selectDeliveries} WHERE d.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Newest first. */
export async function listDeliveries(
  db: Queryable,
  query: { endpointId: string; before: { createdAt: string; id: string } | null; limit: number },
): Promise<Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `${selectDeliveries}
      WHERE d.endpoint_id = $1 AND ($2::timestamptz IS NULL OR (d.created_at, d.id) < ($2::timestamptz, $3::uuid))
      ORDER BY d.created_at DESC, d.id DESC LIMIT $4`,
    [query.endpointId, query.before?.createdAt ?? null, query.before?.id ?? null, query.limit],
  );
  return rows;
}

export interface LoggedAttempt {
  attempt: number;
  statusCode: number | null;
  error: string | null;
  response: string | null;
  durationMs: number;
  createdAt: Date;
}

export async function listAttempts(db: Queryable, deliveryId: string): Promise<LoggedAttempt[]> {
  const { rows } = await db.query<LoggedAttempt>(
    `SELECT attempt, status_code AS "statusCode", error, response, duration_ms AS "durationMs", created_at AS "createdAt"
       FROM delivery_attempts WHERE delivery_id = $1 ORDER BY attempt`,
    [deliveryId],
  );
  return rows;
}
