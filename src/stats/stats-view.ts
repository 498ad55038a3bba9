// The numbers as the API answers them, and the lines of their tables.
import { z } from "zod";
import { ruleStages } from "../rules/rule.ts";
import type { Cell } from "../http/csv.ts";
import { buckets } from "./stats-range.ts";

const count = z.int().min(0);
const start = z.iso.datetime();
const share = z.number().min(0).max(1).nullable();

const summary = z
  .object({
    comments: count,
    p50Seconds: z.number().nullable(),
    p95Seconds: z.number().nullable(),
    overHour: count,
  })
  .meta({ id: "WaitingSummary" });

const volume = z.object({
  start,
  submitted: count,
  rulesApproved: count,
  rulesHeld: count,
  rulesRejected: count,
  rulesSpam: count,
  peopleApproved: count,
  peopleHeld: count,
  peopleRejected: count,
  peopleSpam: count,
  deleted: count,
  undone: count,
});
const waiting = z.object({ start, all: summary, rules: summary, people: summary });
const backlog = z.object({ start, held: z.int(), mostHeld: z.int() });
const rule = z.object({
  ruleId: z.uuid(),
  siteKey: z.string(),
  name: z.string(),
  stage: z.enum(ruleStages),
  hits: count,
  judged: count,
  confirmed: count,
  overturned: count,
  precision: share,
  precisionLowerBound: share,
  precisionUpperBound: share,
});
const moderator = z.object({
  moderatorId: z.uuid(),
  name: z.string(),
  kind: z.enum(["person", "key"]),
  decisions: count,
  approved: count,
  held: count,
  rejected: count,
  spam: count,
  deleted: count,
  undone: count,
  activeHours: count,
});
const hourOfWeek = z.object({
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  times: count,
  submitted: count,
  decided: count,
});

const isComplete = z.boolean().meta({
  description: "False while the past is still being counted, as after an upgrade: the numbers will grow.",
});
const about = {
  siteKey: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date(),
  zone: z.string(),
  isWholeHours: z.boolean().meta({
    description:
      "False where days of this zone do not begin with an hour of UTC: they are off by up to 45 minutes.",
  }),
  isComplete,
};
const inBuckets = { ...about, bucket: z.enum(buckets) };

export const statsViews = {
  volume: z.object({ ...inBuckets, items: z.array(volume) }),
  "decision-times": z.object({
    ...inBuckets,
    relativeError: z.number().meta({
      description:
        "By how much p50Seconds and p95Seconds may differ from the true ones; up to a second counts as one.",
    }),
    total: waiting.omit({ start: true }),
    items: z.array(waiting),
  }),
  backlog: z.object({ ...inBuckets, items: z.array(backlog) }),
  rules: z.object({ ...about, items: z.array(rule) }),
  moderators: z.object({ ...about, items: z.array(moderator) }),
  "hours-of-week": z.object({ ...about, items: z.array(hourOfWeek) }),
};
export type StatsName = keyof typeof statsViews;

/** The columns of each table, in the order of the view; what lies within is named by its way. */
export const columnsOf: Record<StatsName, string[]> = {
  volume: Object.keys(volume.shape),
  "decision-times": [
    "start",
    ...["all", "rules", "people"].flatMap((by) => Object.keys(summary.shape).map((name) => `${by}.${name}`)),
  ],
  backlog: Object.keys(backlog.shape),
  rules: Object.keys(rule.shape),
  moderators: Object.keys(moderator.shape),
  "hours-of-week": Object.keys(hourOfWeek.shape),
};

export const cellsOf = (columns: readonly string[], item: object): Cell[] =>
  columns.map((column) => {
    const value = column
      .split(".")
      .reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], item);
    return value as Cell;
  });
