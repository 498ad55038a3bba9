// Events are numbered after their commit, so that a reader can go by position: a sequence used at insert would let a
// slow transaction appear below a cursor already handed out, and its event would be lost to that reader.
import type { Pool } from "pg";
import { z } from "zod";
import { inTransaction, postgresCode, type Queryable, type Tx } from "../db/transaction.ts";
import { ProblemError } from "../errors.ts";
import { decodeCursor, encodeCursor } from "../http/paging.ts";
import type { EventPage } from "./endpoint.ts";

export const eventRetentionDays = 30;
// "event" in ASCII: the one advisory lock of the sequencer
export const sequencerLock = 0x6576656e74;
const lockTimeoutMs = 1_000;
const numberedAtOnce = 1_000;
const prunedAtOnce = 1_000;
const prunedToSetting = "events_pruned_to";
const lockNotAvailable = "55P03";

/**
 * Gives positions to the committed events that have none; returns how many. The lock is held until the positions are
 * visible to all, so they appear in rising order. Where another process holds it for long, that one does the work.
 */
export async function numberEvents(pool: Pool): Promise<number> {
  for (let total = 0; ;) {
    if (!(await hasUnnumberedEvents(pool))) return total;
    const numbered = await inTransaction(pool, numberSome).catch((error: unknown) => {
      if (postgresCode(error) === lockNotAvailable) return 0;
      throw error;
    });
    total += numbered;
    if (numbered < numberedAtOnce) return total;
  }
}

async function hasUnnumberedEvents(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    "SELECT EXISTS (SELECT FROM unnumbered_events) AS found",
  );
  return rows[0]?.found === true;
}

async function numberSome(tx: Tx): Promise<number> {
  await tx.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
  await tx.query("SELECT pg_advisory_xact_lock($1)", [sequencerLock]);
  // A statement of its own: its snapshot must be younger than the lock.
  const { rowCount } = await tx.query(
    `WITH taken AS (
       DELETE FROM unnumbered_events
        WHERE event_id = ANY (ARRAY(SELECT event_id FROM unnumbered_events ORDER BY created_at, event_id LIMIT $1))
       RETURNING event_id, created_at
     )
     INSERT INTO numbered_events (position, event_id)
     SELECT nextval('event_positions'), event_id FROM (SELECT event_id FROM taken ORDER BY created_at, event_id) ordered`,
    [numberedAtOnce],
  );
  return rowCount ?? 0;
}

const cursorShape = z.tuple([z.int().min(0)]);

interface EventRow {
  newest: number;
  pruned_to: number;
  id: string | null;
  type: string;
  data: Record<string, unknown>;
  created_at: Date;
  position: number;
}

/** The numbered events behind a cursor. `siteIds` null = of every site. Throws 410 where some have been pruned since. */
export async function listEvents(
  db: Queryable,
  query: { siteIds: readonly string[] | null; types?: readonly string[]; after?: string; limit: number },
): Promise<EventPage> {
  const after = query.after === undefined ? null : decodeCursor(query.after, cursorShape)[0];
  // One statement, so one snapshot: `newest` must not count an event that the page could not see.
  const { rows } = await db.query<EventRow>(
    `SELECT marks.newest, marks.pruned_to, page.*
       FROM (SELECT coalesce(max(position), 0) AS newest,
                    coalesce((SELECT value::bigint FROM settings WHERE name = $5), 0) AS pruned_to
               FROM numbered_events) AS marks
       LEFT JOIN (SELECT id, type, data, created_at, position
                    FROM numbered_events JOIN events ON events.id = numbered_events.event_id
                   WHERE position > $1
                     AND ($2::uuid[] IS NULL OR site_id = ANY ($2))
                     AND ($3::text[] IS NULL OR type = ANY ($3))
                   ORDER BY position LIMIT $4) AS page ON true
      ORDER BY page.position`,
    [after ?? 0, query.siteIds, query.types ?? null, query.limit, prunedToSetting],
  );
  const newest = Number(rows[0]?.newest ?? 0);
  const prunedTo = Number(rows[0]?.pruned_to ?? 0);
  if (after !== null && after < prunedTo) throw cursorGone();
  // As after a backup was restored: new events get positions that this cursor has passed.
  if (after !== null && after > Math.max(newest, prunedTo)) throw cursorAhead();
  const events = rows.filter((row) => row.id !== null);
  const last = events.length === query.limit ? events.at(-1) : undefined;
  const reached = last === undefined ? Math.max(newest, prunedTo, after ?? 0) : Number(last.position);
  return {
    items: events.map((row) => ({
      id: String(row.id),
      type: row.type,
      timestamp: row.created_at.toISOString(),
      data: row.data,
    })),
    nextCursor: encodeCursor([reached]),
  };
}

const cursorAhead = () =>
  new ProblemError(410, "Events are gone", {
    detail:
      "This cursor is ahead of the newest event: the database has gone back, as when a backup is restored. Read the comments anew, then start without a cursor.",
  });

const cursorGone = () =>
  new ProblemError(410, "Events are gone", {
    detail: `Events are kept for ${eventRetentionDays} days and some behind this cursor are older. Read the comments anew, then start without a cursor.`,
  });

/** Drops events past their retention, with their deliveries; returns how many. Remembers how far, for old cursors. */
export async function pruneEvents(pool: Pool): Promise<number> {
  for (let total = 0; ;) {
    const pruned = await pruneSome(pool);
    total += pruned;
    if (pruned < prunedAtOnce) return total;
  }
}

async function pruneSome(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ pruned: number }>(
    `WITH oldest AS (
       SELECT id, created_at, position FROM numbered_events JOIN events ON events.id = numbered_events.event_id
        ORDER BY position LIMIT $1
     ), pruned AS (
       DELETE FROM events USING oldest
        WHERE events.id = oldest.id AND oldest.created_at < now() - make_interval(days => $2)
       RETURNING events.id, oldest.position
     ), dropped_positions AS (
       DELETE FROM numbered_events USING pruned WHERE numbered_events.position = pruned.position
     ), mark AS (
       INSERT INTO settings (name, value)
       SELECT $3, max(position)::text FROM pruned HAVING count(*) > 0
       ON CONFLICT (name) DO UPDATE SET value = greatest(settings.value::bigint, excluded.value::bigint)::text
     ), dropped AS (
       DELETE FROM deliveries USING pruned WHERE deliveries.event_id = pruned.id RETURNING deliveries.id
     ), dropped_attempts AS (
       DELETE FROM delivery_attempts USING dropped WHERE delivery_attempts.delivery_id = dropped.id
     )
     SELECT count(*)::int AS pruned FROM pruned`,
    [prunedAtOnce, eventRetentionDays, prunedToSetting],
  );
  return rows[0]?.pruned ?? 0;
}
