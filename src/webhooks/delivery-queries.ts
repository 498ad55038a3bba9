import type { Queryable, Tx } from "../db/transaction.ts";
import type { Attempt, FailedOutcome } from "./delivery.ts";

const leaseSeconds = 60;

export interface DeliveringEndpoint {
  id: string;
  url: string;
  secret: Buffer;
  /** Still signs after a rotation; null when its time is over. */
  previousSecret: Buffer | null;
  failingSince: Date | null;
}

export interface LeasedDelivery {
  id: string;
  /** Names this lease: a record under another one changes nothing. */
  lease: string;
  earlierAttempts: number;
  event: { id: string; type: string; data: unknown; createdAt: Date };
}

/** Locks an endpoint that may be delivered to, so that leases of several processes keep the limit; null = not now. */
export async function lockEnabledEndpoint(tx: Tx, endpointId: string): Promise<DeliveringEndpoint | null> {
  const { rows } = await tx.query<{
    id: string;
    url: string;
    secret: Buffer;
    previous_secret: Buffer | null;
    failing_since: Date | null;
  }>(
    `SELECT id, url, secret, failing_since,
            CASE WHEN previous_secret_until > now() THEN previous_secret END AS previous_secret
       FROM webhook_endpoints WHERE id = $1 AND enabled FOR NO KEY UPDATE`,
    [endpointId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { id, url, secret } = row;
  return { id, url, secret, previousSecret: row.previous_secret, failingSince: row.failing_since };
}

/**
 * Leases what is due, as far as `maxInFlight` allows, and cancels what tells of a comment deleted since. A lease may
 * outlast its attempt: so a failing endpoint is left alone for a while (see recordFailure).
 */
export async function leaseDueDeliveries(
  tx: Tx,
  { endpointId, maxInFlight }: { endpointId: string; maxInFlight: number },
): Promise<{ leased: LeasedDelivery[]; cancelled: number }> {
  const { rows } = await tx.query<{
    id: string;
    status: string;
    lease: string;
    attempts: number;
    event_id: string;
    type: string;
    data: unknown;
    event_created_at: Date;
  }>(
    // statement_timestamp(): now() would be from before the wait for the endpoint's lock. The extra millisecond: stored
    // times are rounded, so what was just inserted may lie ahead. Two limits, because the planner takes one that it
    // cannot see for thousands of rows and reads whole tables.
    `WITH in_flight AS (
       SELECT count(*) AS count FROM deliveries
        WHERE endpoint_id = $1 AND status = 'pending' AND lease_until > statement_timestamp()
     ), due AS (
       SELECT id, site_id, event_id, comment_id FROM deliveries
        WHERE endpoint_id = $1 AND status = 'pending'
          AND next_attempt_at <= statement_timestamp() + interval '1 millisecond'
          AND (lease_until IS NULL OR lease_until <= statement_timestamp())
        ORDER BY next_attempt_at, event_id LIMIT $2 FOR UPDATE SKIP LOCKED
     ), chosen AS (
       SELECT * FROM due ORDER BY event_id LIMIT (SELECT greatest($2::int - count, 0) FROM in_flight)
     ), judged AS (
       SELECT chosen.id, event_id, type, data, created_at AS event_created_at,
              type <> 'comment.deleted' AND EXISTS (
                SELECT FROM comments
                 WHERE comments.site_id = chosen.site_id AND comments.id = chosen.comment_id
                   AND comments.status = 'deleted') AS obsolete
         FROM chosen JOIN events ON events.id = chosen.event_id
     )
     UPDATE deliveries
        SET status = CASE WHEN judged.obsolete THEN 'cancelled' ELSE 'pending' END,
            lease_until = CASE WHEN judged.obsolete THEN NULL ELSE statement_timestamp() + make_interval(secs => $3) END
       FROM judged WHERE deliveries.id = judged.id
     RETURNING deliveries.id, deliveries.status, deliveries.lease_until::text AS lease, deliveries.attempts,
               judged.event_id, judged.type, judged.data, judged.event_created_at`,
    [endpointId, maxInFlight, leaseSeconds],
  );
  const leased = rows
    .filter((row) => row.status === "pending")
    .map((row) => ({
      id: row.id,
      lease: row.lease,
      earlierAttempts: row.attempts,
      event: { id: row.event_id, type: row.type, data: row.data, createdAt: row.event_created_at },
    }));
  return { leased, cancelled: rows.length - leased.length };
}

/** Logs the attempt and clears the endpoint's record; nothing happens where the lease is over or the row cancelled. */
export async function recordSuccess(
  db: Queryable,
  delivery: LeasedDelivery,
  attempt: Attempt,
): Promise<void> {
  await db.query(
    `WITH recorded AS (
       UPDATE deliveries
          SET status = 'delivered', attempts = attempts + 1, lease_until = NULL, last_status_code = $3,
              last_error = NULL, delivered_at = now()
        WHERE id = $1 AND lease_until = $2::timestamptz
       RETURNING id, endpoint_id
     ), ${logAttempt}
     UPDATE webhook_endpoints SET failing_since = NULL
       FROM recorded WHERE webhook_endpoints.id = recorded.endpoint_id AND failing_since IS NOT NULL`,
    [delivery.id, delivery.lease, attempt.statusCode, attempt.error, attempt.response, attempt.durationMs],
  );
}

/** The same for a failed attempt: with its next one, a pause for the endpoint, or the endpoint's end. */
export async function recordFailure(
  db: Queryable,
  delivery: LeasedDelivery,
  { attempt, outcome }: { attempt: Attempt; outcome: FailedOutcome },
): Promise<void> {
  await db.query(
    `WITH recorded AS (
       UPDATE deliveries
          SET status = $7, attempts = attempts + 1,
              next_attempt_at = now() + $8 * interval '1 millisecond',
              lease_until = CASE WHEN $9 > 0 THEN now() + $9 * interval '1 millisecond' END,
              last_status_code = $3, last_error = $4
        WHERE id = $1 AND lease_until = $2::timestamptz
       RETURNING id, endpoint_id
     ), ${logAttempt}
     UPDATE webhook_endpoints
        SET failing_since = coalesce(failing_since, now()),
            enabled = enabled AND $10::text IS NULL,
            disabled_reason = CASE WHEN enabled THEN $10::text ELSE disabled_reason END
       FROM recorded
      WHERE webhook_endpoints.id = recorded.endpoint_id
        AND (failing_since IS NULL OR (enabled AND $10::text IS NOT NULL))`,
    [
      delivery.id,
      delivery.lease,
      attempt.statusCode,
      attempt.error,
      attempt.response,
      attempt.durationMs,
      outcome.status,
      outcome.delayMs,
      outcome.pauseMs,
      outcome.disabledReason,
    ],
  );
}

// Numbered by what is logged, not by deliveries.attempts: a redelivery starts that count again.
const logAttempt = `logged AS (
       INSERT INTO delivery_attempts (delivery_id, attempt, status_code, error, response, duration_ms)
       SELECT id, (SELECT coalesce(max(attempt), 0) + 1 FROM delivery_attempts WHERE delivery_id = $1), $3, $4, $5, $6
         FROM recorded
     )`;

/** Gives back what was leased and not tried to the end. */
export async function releaseLease(db: Queryable, delivery: LeasedDelivery): Promise<void> {
  await db.query("UPDATE deliveries SET lease_until = NULL WHERE id = $1 AND lease_until = $2::timestamptz", [
    delivery.id,
    delivery.lease,
  ]);
}

/** Endpoints with something to send now: what the sweep wakes. In random order, so that a limit starves none. */
export async function endpointsWithDueDeliveries(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM webhook_endpoints
      WHERE enabled
        AND EXISTS (SELECT FROM deliveries
                     WHERE endpoint_id = webhook_endpoints.id AND status = 'pending' AND next_attempt_at <= now()
                       AND (lease_until IS NULL OR lease_until <= now()))
        AND (failing_since IS NULL
             OR NOT EXISTS (SELECT FROM deliveries
                             WHERE endpoint_id = webhook_endpoints.id AND status = 'pending' AND lease_until > now()))
      ORDER BY random() LIMIT $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}
