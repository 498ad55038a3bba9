// Which time and sites numbers are asked for: whole days in the asker's time zone, in a bounded number.
import { z } from "zod";
import { postgresCode, type Queryable } from "../db/transaction.ts";
import { invalid } from "../errors.ts";
import { isTimeZone } from "../time-zone.ts";

export const buckets = ["hour", "day", "week"] as const;
export type Bucket = (typeof buckets)[number];

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const usualDays = 28;
const mostDays: Record<Bucket, number> = { hour: 31, day: 366, week: 1_100 };
const mostDaysTogether = 366;

const isWithinReach = (day: string): boolean => day >= "2000-01-01" && day <= "2100-12-31";
const dayField = (name: string) => {
  const error = `${name} must be a day such as 2026-11-24, between 2000 and 2100.`;
  return z.iso.date({ error }).refine(isWithinReach, error).optional();
};

export const rangeQuery = z.object({
  siteKey: z.string().optional(),
  from: dayField("from").meta({ description: "The first day, in `zone`; without it 28 days up to `to`." }),
  to: dayField("to").meta({ description: "The last day, in `zone`; without it today." }),
  zone: z
    .string()
    .refine(isTimeZone, "zone must be the name of a time zone such as Europe/Berlin.")
    .default("UTC")
    .meta({
      description:
        "Time zone (IANA) of days and weeks. Numbers are kept by whole hours of UTC: where a zone is off by half an hour, an hour belongs to the day in which it begins.",
    }),
});
export const bucketQuery = rangeQuery.extend({
  bucket: z
    .enum(buckets, "bucket must be hour, day or week.")
    .optional()
    .meta({ description: "hour up to 31 days, day up to 366, week (from Monday) up to 1,100." }),
});

export interface Range {
  /** Days in `zone`, both included. */
  from: string;
  to: string;
  zone: string;
  bucket: Bucket;
  /** The whole hours in it, the present one included; none where `toHour` is not later. */
  fromHour: Date;
  toHour: Date;
  /** False where days of this zone do not begin at a whole hour of UTC. */
  isWholeHours: boolean;
}

/** Throws 422 where the days are too many or in the wrong order. `bucket` null: all days together. */
export async function rangeFor(
  db: Queryable,
  asked: {
    from?: string | undefined;
    to?: string | undefined;
    zone: string;
    bucket?: Bucket | null | undefined;
  },
  now: Date,
): Promise<Range> {
  const to = asked.to ?? dayIn(asked.zone, now);
  const from = asked.from ?? addDays(to, 1 - usualDays);
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  if (days < 1) throw invalid([{ detail: "from must not be after to.", pointer: "#/from" }]);
  const bucket = asked.bucket ?? usualBucket(days);
  const most = asked.bucket === null ? mostDaysTogether : mostDays[bucket];
  if (days > most)
    throw invalid([
      {
        detail: `These are ${days.toLocaleString("en")} days; at most ${most.toLocaleString("en")} can be shown${asked.bucket === null ? "" : ` by the ${bucket}`}.`,
        pointer: "#/from",
      },
    ]);
  const bounds = await boundsOf(db, { from, to: addDays(to, 1), zone: asked.zone });
  return {
    ...{ from, to, zone: asked.zone, bucket },
    fromHour: nextHour(bounds.from),
    toHour: nextHour(new Date(Math.min(bounds.to.getTime(), now.getTime() + 1))),
    isWholeHours: [bounds.from, bounds.to].every((bound) => bound.getTime() % hourMs === 0),
  };
}

const usualBucket = (days: number): Bucket => (days <= 3 ? "hour" : days <= 92 ? "day" : "week");

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

const nextHour = (time: Date): Date => new Date(Math.ceil(time.getTime() / hourMs) * hourMs);

// The Swedish way of writing a date is ISO 8601.
const dayIn = (zone: string, time: Date): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(time);

const invalidParameter = "22023";

// Where clocks go back at midnight, as on the Azores, it comes twice, and PostgreSQL takes the second.
const midnight = (day: string): string => `(
  SELECT CASE WHEN ((late - interval '1 hour') AT TIME ZONE $3)::date = ${day} THEN late - interval '1 hour' ELSE late END
  FROM (SELECT ${day}::timestamp AT TIME ZONE $3 AS late) given)`;

/** The first instant of both days. */
async function boundsOf(
  db: Queryable,
  { from, to, zone }: { from: string; to: string; zone: string },
): Promise<{ from: Date; to: Date }> {
  try {
    const { rows } = await db.query<{ from: Date; to: Date }>(
      `SELECT ${midnight("$1::date")} AS "from", ${midnight("$2::date")} AS "to"`,
      [from, to, zone],
    );
    return rows[0]!;
  } catch (error) {
    if (postgresCode(error) !== invalidParameter) throw error;
    throw invalid([{ detail: `The database does not know the time zone ${zone}.`, pointer: "#/zone" }]);
  }
}
