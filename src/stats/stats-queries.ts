// What is shown of the counted hours. Nothing here reads comments, nor decisions but for the name of somebody who has gone.
import type { Queryable } from "../db/transaction.ts";
import { everySite } from "./hour-queries.ts";
import type { Range } from "./stats-range.ts";
import { summaryOf, type WaitingCount, type WaitingSummary } from "./waiting-times.ts";

/** null = every site */
type Sites = string[] | null;

const keptOf = (sites: Sites): string[] => sites ?? [everySite];
const valuesOf = (sites: Sites, { fromHour, toHour, bucket, zone }: Range) => [
  fromHour,
  toHour,
  bucket,
  zone,
  keptOf(sites),
];

/** Each hour of the range with the beginning of what it belongs to. Hours that come twice in a night stay two hours. */
const hours = `
  hours AS (
    SELECT hour, CASE $3 WHEN 'hour' THEN hour ELSE date_trunc($3, hour AT TIME ZONE $4) AT TIME ZONE $4 END AS start
    FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 hour', interval '1 hour') AS hour
  )`;
const inRange = `site_id = ANY($5::uuid[]) AND hour >= $1 AND hour < $2`;

const volumeColumns = {
  submitted: "submitted",
  rulesApproved: "rules_approved",
  rulesHeld: "rules_held",
  rulesRejected: "rules_rejected",
  rulesSpam: "rules_spam",
  peopleApproved: "people_approved",
  peopleHeld: "people_held",
  peopleRejected: "people_rejected",
  peopleSpam: "people_spam",
  deleted: "deleted",
  undone: "undone",
} as const;
export type Volume = Record<keyof typeof volumeColumns, number>;
const volumeSums = Object.entries(volumeColumns)
  .map(([name, column]) => `coalesce(sum(${column}), 0)::integer AS "${name}"`)
  .join(", ");

export async function volumeOf(
  db: Queryable,
  sites: Sites,
  range: Range,
): Promise<(Volume & { start: string })[]> {
  const { rows } = await db.query<Volume & { start: Date }>(
    `WITH ${hours}
     SELECT start, ${volumeSums}
     FROM hours LEFT JOIN (SELECT * FROM site_hours WHERE ${inRange}) counted USING (hour)
     GROUP BY start ORDER BY start`,
    valuesOf(sites, range),
  );
  return rows.map(withStart);
}

export interface Waiting {
  all: WaitingSummary;
  rules: WaitingSummary;
  people: WaitingSummary;
}

export async function waitingOf(
  db: Queryable,
  sites: Sites,
  range: Range,
): Promise<{ items: (Waiting & { start: string })[]; total: Waiting }> {
  const { rows } = await db.query<WaitingCount & { start: Date; by: string | null }>(
    `WITH ${hours}
     SELECT start, decided_by AS by, bucket, sum(comments)::integer AS comments
     FROM hours LEFT JOIN (SELECT * FROM waiting_hours WHERE ${inRange}) counted USING (hour)
     GROUP BY start, decided_by, bucket ORDER BY start`,
    valuesOf(sites, range),
  );
  const byStart = new Map<string, typeof rows>();
  for (const row of rows) {
    const start = row.start.toISOString();
    const known = byStart.get(start);
    if (known === undefined) byStart.set(start, [row]);
    else known.push(row);
  }
  return {
    items: [...byStart].map(([start, counts]) => ({ start, ...waitingIn(counts) })),
    total: waitingIn(rows),
  };
}

function waitingIn(rows: readonly (WaitingCount & { by: string | null })[]): Waiting {
  const counts = rows.filter(({ by }) => by !== null);
  return {
    all: summaryOf(counts),
    rules: summaryOf(counts.filter(({ by }) => by === "rules")),
    people: summaryOf(counts.filter(({ by }) => by === "moderator")),
  };
}

export interface Backlog {
  /** Held at the end, and at most at the end of an hour. */
  held: number;
  mostHeld: number;
}

export async function backlogOf(
  db: Queryable,
  sites: Sites,
  range: Range,
): Promise<(Backlog & { start: string })[]> {
  const { rows } = await db.query<Backlog & { start: Date }>(
    `WITH ${hours}, before AS (
       SELECT coalesce(sum(held_change), 0) AS held FROM site_hours WHERE site_id = ANY($5::uuid[]) AND hour < $1
     ), standing AS (
       SELECT start, hour, (before.held + sum(coalesce(change, 0)) OVER (ORDER BY hour))::integer AS held
       FROM before CROSS JOIN hours
       LEFT JOIN (SELECT hour, sum(held_change) AS change FROM site_hours WHERE ${inRange} GROUP BY hour) counted USING (hour)
     )
     SELECT start, (array_agg(held ORDER BY hour DESC))[1] AS held, max(held) AS "mostHeld"
     FROM standing GROUP BY start ORDER BY start`,
    valuesOf(sites, range),
  );
  return rows.map(withStart);
}

const withStart = <Row extends { start: Date }>(row: Row) => ({ ...row, start: row.start.toISOString() });

export interface HourOfWeek {
  /** 1 = Monday */
  weekday: number;
  hour: number;
  /** How often this hour came in the range: where clocks change, once less or more. */
  times: number;
  submitted: number;
  /** Decisions by people. */
  decided: number;
}

export async function hoursOfWeekOf(db: Queryable, sites: Sites, range: Range): Promise<HourOfWeek[]> {
  const { rows } = await db.query<HourOfWeek>(
    `WITH local AS (
       SELECT hour, hour AT TIME ZONE $3 AS at
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 hour', interval '1 hour') AS hour
     ), counted AS (
       SELECT hour, sum(submitted) AS submitted,
              sum(people_approved + people_held + people_rejected + people_spam) AS decided
       FROM site_hours WHERE site_id = ANY($4::uuid[]) AND hour >= $1 AND hour < $2 GROUP BY hour
     )
     SELECT weekday, of_day AS hour, count(local.hour)::integer AS times, coalesce(sum(submitted), 0)::integer AS submitted,
            coalesce(sum(decided), 0)::integer AS decided
     FROM generate_series(1, 7) AS weekday CROSS JOIN generate_series(0, 23) AS of_day
     LEFT JOIN local ON extract(isodow FROM at) = weekday AND extract(hour FROM at) = of_day
     LEFT JOIN counted ON counted.hour = local.hour
     GROUP BY weekday, of_day ORDER BY weekday, of_day`,
    [range.fromHour, range.toHour, range.zone, keptOf(sites)],
  );
  return rows;
}

export interface ModeratorLoad {
  moderatorId: string;
  name: string;
  kind: "person" | "key";
  decisions: number;
  approved: number;
  held: number;
  rejected: number;
  spam: number;
  deleted: number;
  undone: number;
  /** In how many hours something was decided. */
  activeHours: number;
}

/**
 * Of the moderator himself, and of everybody on the sites that `overseen` names (null = all). Most decisions first.
 * A key is revoked, never deleted: who is neither known as a key nor as a person has been a person.
 */
export async function moderatorsOf(
  db: Queryable,
  { sites, overseen, self }: { sites: Sites; overseen: Sites; self: string },
  range: Range,
): Promise<ModeratorLoad[]> {
  const { rows } = await db.query<ModeratorLoad>(
    `WITH load AS (
       SELECT moderator_id, sum(approved)::integer AS approved, sum(held)::integer AS held,
              sum(rejected)::integer AS rejected, sum(spam)::integer AS spam, sum(deleted)::integer AS deleted,
              sum(undone)::integer AS undone, count(DISTINCT hour)::integer AS "activeHours"
       FROM moderator_hours
       WHERE hour >= $1 AND hour < $2 AND ($3::uuid[] IS NULL OR site_id = ANY($3))
         AND (moderator_id = $5 OR $4::uuid[] IS NULL OR site_id = ANY($4))
       GROUP BY moderator_id
     )
     SELECT moderator_id AS "moderatorId",
            coalesce(users.name, api_keys.name, CASE moderator_id WHEN '${everySite}' THEN 'admin key' END, (
              SELECT decided_by_name FROM decisions WHERE user_id = moderator_id ORDER BY created_at DESC LIMIT 1
            ), 'no longer known') AS name,
            CASE WHEN api_keys.id IS NULL AND moderator_id <> '${everySite}' THEN 'person' ELSE 'key' END AS kind,
            approved + held + rejected + spam + load.deleted + undone AS decisions,
            approved, held, rejected, spam, load.deleted, undone, "activeHours"
     FROM load LEFT JOIN users ON users.id = moderator_id LEFT JOIN api_keys ON api_keys.id = moderator_id
     ORDER BY decisions DESC, moderator_id`,
    [range.fromHour, range.toHour, sites, overseen, self],
  );
  return rows;
}
