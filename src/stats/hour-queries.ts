// What happened in an hour, counted from the rows, and the tables it is kept in. Which hours are to be counted follows
// from the positions of decisions' events, which are given after the commit: whoever commits late names the hour again.
import type { Pool } from "pg";
import { inTransaction, type Queryable, type Tx } from "../db/transaction.ts";
import { bucketInSql } from "./waiting-times.ts";

/** Stands for all sites together. */
export const everySite = "00000000-0000-0000-0000-000000000000";

const positionSetting = "stats_position";
const backfillSetting = "stats_backfill";
const prunedToSetting = "events_pruned_to";
const fromTheNewest = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The rows of one hour as they are kept. */
export interface HourCounts {
  sites: object[];
  waiting: object[];
  moderators: object[];
}

const tables = {
  sites: {
    name: "site_hours",
    columns: [
      ...["site_id", "submitted", "rules_approved", "rules_held", "rules_rejected", "rules_spam"],
      ...[
        "people_approved",
        "people_held",
        "people_rejected",
        "people_spam",
        "deleted",
        "undone",
        "held_change",
      ],
    ],
    order: "site_id",
  },
  waiting: {
    name: "waiting_hours",
    columns: ["site_id", "decided_by", "bucket", "comments"],
    order: "site_id, decided_by, bucket",
  },
  moderators: {
    name: "moderator_hours",
    columns: ["site_id", "moderator_id", "approved", "held", "rejected", "spam", "deleted", "undone"],
    order: "site_id, moderator_id",
  },
} satisfies Record<keyof HourCounts, { name: string; columns: string[]; order: string }>;
const kinds = Object.keys(tables) as (keyof HourCounts)[];

const inHour = (time: string): string => `${time} >= $1 AND ${time} < $1::timestamptz + interval '1 hour'`;
const settled = "('approved', 'rejected', 'spam')";
const countWhere = (condition: string): string => `(count(*) FILTER (WHERE ${condition}))::integer`;
const asList = (kind: keyof HourCounts): string =>
  `(SELECT coalesce(json_agg(json_build_object(${tables[kind].columns
    .map((column) => `'${column}', counted.${column}`)
    .join(", ")}) ORDER BY ${tables[kind].order}), '[]') FROM ${tables[kind].name}_now counted)`;

// A comment that is edited while it is held goes back to the rules without a decision. So what it was before is asked of
// the decision before, not of the status it had: until the rules have judged it again it counts as held.
const countStatement = `
WITH decided AS MATERIALIZED (
  SELECT d.site_id, d.comment_id, d.status, d.revision, d.decided_by, d.undoes IS NOT NULL AS is_undo, d.created_at,
         coalesce(d.user_id, d.api_key_id, '${everySite}') AS moderator_id,
         CASE WHEN d.previous_status <> 'queued' THEN d.previous_status WHEN d.revision > 2 THEN (
           SELECT b.status FROM decisions b WHERE b.comment_id = d.comment_id AND b.revision < d.revision
           ORDER BY b.revision DESC LIMIT 1) END AS before
  FROM decisions d WHERE ${inHour("d.created_at")}
), acts AS (
  SELECT *, decided_by = 'rules' AS by_rules, decided_by = 'moderator' AND NOT is_undo AND status <> 'deleted' AS by_people
  FROM decided
), parts AS (
  SELECT sites.id AS site_id, written.comments AS submitted, 0 AS rules_approved, 0 AS rules_held, 0 AS rules_rejected,
         0 AS rules_spam, 0 AS people_approved, 0 AS people_held, 0 AS people_rejected, 0 AS people_spam, 0 AS deleted,
         0 AS undone, 0 AS held_change
  FROM sites CROSS JOIN LATERAL (
    SELECT count(*)::integer AS comments FROM comments c
    WHERE c.site_id = sites.id AND ${inHour("c.created_at")}
      AND c.status IN ('queued', 'held', 'approved', 'rejected', 'spam', 'deleted')
  ) written WHERE written.comments > 0
  UNION ALL
  SELECT site_id, 0, ${countWhere("by_rules AND status = 'approved'")}, ${countWhere("by_rules AND status = 'held'")},
         ${countWhere("by_rules AND status = 'rejected'")}, ${countWhere("by_rules AND status = 'spam'")},
         ${countWhere("by_people AND status = 'approved'")}, ${countWhere("by_people AND status = 'held'")},
         ${countWhere("by_people AND status = 'rejected'")}, ${countWhere("by_people AND status = 'spam'")},
         ${countWhere("status = 'deleted'")}, ${countWhere("is_undo")},
         sum((status = 'held')::integer - (before IS NOT DISTINCT FROM 'held')::integer)::integer
  FROM acts GROUP BY site_id
), site_hours_now AS (
  SELECT coalesce(site_id, '${everySite}') AS site_id, ${tables.sites.columns
    .slice(1)
    .map((column) => `sum(${column})::integer AS ${column}`)
    .join(", ")}
  FROM parts GROUP BY GROUPING SETS ((site_id), ()) HAVING count(*) > 0
-- What the newsroom writes is approved in the same moment: nobody has waited for it.
), waiting_hours_now AS (
  SELECT coalesce(site_id, '${everySite}') AS site_id, decided_by, bucket, count(*)::integer AS comments
  FROM (
    SELECT a.site_id, a.decided_by, ${bucketInSql("extract(epoch FROM a.created_at - comment.created_at)")} AS bucket
    FROM acts a
    CROSS JOIN LATERAL (SELECT created_at FROM comments WHERE id = a.comment_id OFFSET 0) comment
    WHERE NOT (a.decided_by = 'moderator' AND a.created_at = comment.created_at) AND a.status IN ${settled} AND (a.revision = 2 OR NOT EXISTS (
      SELECT FROM decisions b
      WHERE b.comment_id = a.comment_id AND b.revision < a.revision AND b.status IN ${settled}))
  ) first_answers
  GROUP BY GROUPING SETS ((site_id, decided_by, bucket), (decided_by, bucket))
), moderator_hours_now AS (
  SELECT site_id, moderator_id, ${["approved", "held", "rejected", "spam"]
    .map((status) => `${countWhere(`by_people AND status = '${status}'`)} AS ${status}`)
    .join(", ")}, ${countWhere("status = 'deleted'")} AS deleted, ${countWhere("is_undo")} AS undone
  FROM acts WHERE decided_by = 'moderator' GROUP BY site_id, moderator_id
)
SELECT ${kinds.map((kind) => `${asList(kind)} AS ${kind}`).join(", ")}`;

/** From the rows, as they are at this moment. */
export const countHour = (db: Queryable, hour: Date): Promise<HourCounts> =>
  readOne(db, countStatement, hour);

const ofHour = `hour = $1 AND site_id = ANY(ARRAY(SELECT id FROM sites UNION ALL SELECT '${everySite}'))`;

const readStatement = `
WITH ${kinds.map((kind) => `${tables[kind].name}_now AS (SELECT * FROM ${tables[kind].name} WHERE ${ofHour})`).join(", ")}
SELECT ${kinds.map((kind) => `${asList(kind)} AS ${kind}`).join(", ")}`;

/** As kept. */
export const readHour = (db: Queryable, hour: Date): Promise<HourCounts> => readOne(db, readStatement, hour);

async function readOne(db: Queryable, text: string, hour: Date): Promise<HourCounts> {
  const { rows } = await db.query<HourCounts>(text, [hour]);
  return rows[0]!;
}

export async function writeHour(tx: Tx, hour: Date, counts: HourCounts): Promise<void> {
  for (const kind of kinds) {
    const { name, columns } = tables[kind];
    await tx.query(`DELETE FROM ${name} WHERE ${ofHour}`, [hour]);
    if (counts[kind].length === 0) continue;
    await tx.query(
      `INSERT INTO ${name} (hour, ${columns.join(", ")})
       SELECT $1, ${columns.join(", ")} FROM json_populate_recordset(NULL::${name}, $2::json)`,
      [hour, JSON.stringify(counts[kind])],
    );
  }
}

/** One process counts at a time; what is read after it is younger than what the one before has written. */
export async function lockCounting(
  tx: Tx,
): Promise<{ position: number; backfill: string; prunedTo: number }> {
  const { rows } = await tx.query<{ position: string; backfill: string; pruned_to: string | null }>(
    `SELECT value AS position, (SELECT value FROM settings WHERE name = $2) AS backfill,
            (SELECT value FROM settings WHERE name = $3) AS pruned_to
     FROM settings WHERE name = $1 FOR UPDATE`,
    [positionSetting, backfillSetting, prunedToSetting],
  );
  const [row] = rows;
  return {
    position: Number(row?.position ?? 0),
    backfill: row?.backfill ?? "",
    prunedTo: Number(row?.pruned_to ?? 0),
  };
}

const writeSetting = (tx: Tx, name: string, value: string) =>
  tx.query("UPDATE settings SET value = $2 WHERE name = $1", [name, value]);

const hourOf = (time: string): string => `to_timestamp(floor(extract(epoch FROM ${time}) / 3600) * 3600)`;

/** The hours of these decisions, and those in which comments were written that are decided for the first time. */
const nameHours = (decisions: string): string => `
  INSERT INTO counted_hours AS known (hour)
  SELECT DISTINCT ${hourOf("created_at")} FROM ${decisions}
  UNION
  SELECT DISTINCT ${hourOf("comment.created_at")} FROM ${decisions} decided
  CROSS JOIN LATERAL (SELECT created_at FROM comments WHERE id = decided.comment_id OFFSET 0) comment
  WHERE decided.previous_status = 'queued'
  ON CONFLICT (hour) DO UPDATE SET is_due = true WHERE NOT known.is_due`;

/** Looks through the next events; returns how many there were. Where some were dropped unread, all is counted anew. */
export const nameChangedHours = (pool: Pool, limit: number): Promise<number> =>
  inTransaction(pool, async (tx) => {
    const { position, prunedTo } = await lockCounting(tx);
    if (position < prunedTo) await writeSetting(tx, backfillSetting, fromTheNewest);
    const { rows } = await tx.query<{ events: number; position: number | null }>(
      `WITH fresh AS MATERIALIZED (
         SELECT position, event_id FROM numbered_events WHERE position > $1 ORDER BY position LIMIT $2
       ), decided AS MATERIALIZED (
         SELECT d.comment_id, d.created_at, d.previous_status FROM fresh
         CROSS JOIN LATERAL (
           SELECT comment_id, (data #>> '{comment,revision}')::integer AS revision FROM events
           WHERE id = fresh.event_id OFFSET 0
         ) event
         CROSS JOIN LATERAL (
           SELECT comment_id, created_at, previous_status FROM decisions
           WHERE comment_id = event.comment_id AND revision = event.revision OFFSET 0
         ) d
       ), named AS (${nameHours("decided")})
       SELECT count(*)::integer AS events, max(position) AS position FROM fresh`,
      [Math.max(position, prunedTo), limit],
    );
    const { events, position: reached } = rows[0]!;
    const next = Math.max(Number(reached ?? 0), position, prunedTo);
    if (next > position) await writeSetting(tx, positionSetting, String(next));
    return events;
  });

/** Looks through older decisions, newest first; false = all have been. */
export const nameOldHours = (pool: Pool, limit: number): Promise<boolean> =>
  inTransaction(pool, async (tx) => {
    const { backfill } = await lockCounting(tx);
    if (backfill === "") return false;
    const { rows } = await tx.query<{ decisions: number; last: string | null }>(
      `WITH old AS MATERIALIZED (
         SELECT id, comment_id, created_at, previous_status FROM decisions WHERE id < $1 ORDER BY id DESC LIMIT $2
       ), named AS (${nameHours("old")})
       SELECT count(*)::integer AS decisions, min(id::text) AS last FROM old`,
      [backfill, limit],
    );
    const { decisions, last } = rows[0]!;
    await writeSetting(tx, backfillSetting, decisions < limit ? "" : last!);
    return decisions === limit;
  });

/** The hour that is now and the one that was a moment ago: comments that nobody has judged yet are counted, too. */
export async function namePresentHour(db: Queryable): Promise<void> {
  await db.query(
    `INSERT INTO counted_hours AS known (hour)
     SELECT DISTINCT ${hourOf("time")} FROM unnest(ARRAY[now(), now() - interval '5 minutes']) AS time
     ON CONFLICT (hour) DO UPDATE SET is_due = true WHERE NOT known.is_due`,
  );
}

/** Takes everything for not yet looked through. */
export const forgetWhatIsCounted = (tx: Tx) => writeSetting(tx, backfillSetting, fromTheNewest);

/** The newest hour to be counted; null = none just now. */
export async function takeDueHour(tx: Tx): Promise<Date | null> {
  const { rows } = await tx.query<{ hour: Date }>(
    `UPDATE counted_hours SET is_due = false WHERE hour = (
       SELECT hour FROM counted_hours WHERE is_due AND not_before <= now() ORDER BY hour DESC LIMIT 1)
     RETURNING hour`,
  );
  return rows[0]?.hour ?? null;
}

export const restHour = (tx: Tx, hour: Date, restMs: number) =>
  tx.query(
    "UPDATE counted_hours SET not_before = clock_timestamp() + $2 * interval '1 millisecond' WHERE hour = $1",
    [hour, restMs],
  );

/** Some hours that have been counted and are long past. */
export async function someCountedHours(db: Queryable, olderThan: Date, hours: number): Promise<Date[]> {
  const { rows } = await db.query<{ hour: Date }>(
    "SELECT hour FROM counted_hours WHERE NOT is_due AND hour < $1 ORDER BY random() LIMIT $2",
    [olderThan, hours],
  );
  return rows.map(({ hour }) => hour);
}

/** Every hour of which anything is known, oldest first. */
export async function allCountedHours(db: Queryable): Promise<Date[]> {
  const { rows } = await db.query<{ hour: Date }>("SELECT hour FROM counted_hours ORDER BY hour");
  return rows.map(({ hour }) => hour);
}

export const countAgain = (tx: Tx, hour: Date) =>
  tx.query("UPDATE counted_hours SET is_due = true WHERE hour = $1", [hour]);

/** True while something of this hour is still on its way: a difference then says nothing. */
export async function isHourUnsettled(db: Queryable, hour: Date): Promise<boolean> {
  const { rows } = await db.query<{ unsettled: boolean }>(
    `SELECT EXISTS (SELECT FROM unnumbered_events)
         OR EXISTS (SELECT FROM numbered_events WHERE position > (SELECT value::bigint FROM settings WHERE name = $2))
         OR EXISTS (SELECT FROM counted_hours WHERE hour = $1 AND is_due)
         OR EXISTS (SELECT FROM comments c WHERE c.status = 'queued' AND ${inHour("c.created_at")}) AS unsettled`,
    [hour, positionSetting],
  );
  return rows[0]?.unsettled === true;
}

/** False while past hours are still to be counted. */
export async function isEverythingCounted(db: Queryable, from: Date, to: Date): Promise<boolean> {
  const { rows } = await db.query<{ complete: boolean }>(
    `SELECT (SELECT value FROM settings WHERE name = $3) = ''
        AND NOT EXISTS (SELECT FROM counted_hours WHERE is_due AND hour >= $1 AND hour < $2 AND hour < now() - interval '2 hours')
        AS complete`,
    [from, to, backfillSetting],
  );
  return rows[0]?.complete === true;
}
