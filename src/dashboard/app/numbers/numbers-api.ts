// What the numbers' pictures ask of the server, with the shapes they rely on.
import { get } from "../api.ts";
import type { Stage } from "../rules/rules-api.ts";
import type { RangeAsked } from "./range.ts";

export type Bucket = "hour" | "day" | "week";

export interface Numbers<Item> {
  from: string;
  to: string;
  zone: string;
  bucket?: Bucket;
  isWholeHours: boolean;
  isComplete: boolean;
  items: Item[];
}

export interface Volume {
  start: string;
  submitted: number;
  rulesApproved: number;
  rulesHeld: number;
  rulesRejected: number;
  rulesSpam: number;
  peopleApproved: number;
  peopleHeld: number;
  peopleRejected: number;
  peopleSpam: number;
  deleted: number;
  undone: number;
}

export interface WaitingSummary {
  comments: number;
  p50Seconds: number | null;
  p95Seconds: number | null;
  overHour: number;
}
export interface Waiting {
  all: WaitingSummary;
  rules: WaitingSummary;
  people: WaitingSummary;
}
export type WaitingNumbers = Numbers<Waiting & { start: string }> & { total: Waiting; relativeError: number };

export interface Backlog {
  start: string;
  held: number;
  mostHeld: number;
}

export interface RuleNumbers {
  ruleId: string;
  siteKey: string;
  name: string;
  stage: Stage;
  hits: number;
  judged: number;
  confirmed: number;
  overturned: number;
  precision: number | null;
  precisionLowerBound: number | null;
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
  activeHours: number;
}

export interface HourOfWeek {
  weekday: number;
  hour: number;
  times: number;
  submitted: number;
  decided: number;
}

export interface AllNumbers {
  volume: Numbers<Volume>;
  "decision-times": WaitingNumbers;
  backlog: Numbers<Backlog>;
  rules: Numbers<RuleNumbers>;
  moderators: Numbers<ModeratorLoad>;
  "hours-of-week": Numbers<HourOfWeek>;
}
export type NumbersName = keyof AllNumbers;

/** Days are those of the browser's time zone. */
const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const queryOf = ({ siteKey, from, to }: RangeAsked): Record<string, string | null> => ({
  siteKey,
  from,
  to,
  zone: zone(),
});

export async function fetchNumbers(asked: RangeAsked): Promise<AllNumbers> {
  const ask = <Name extends NumbersName>(name: Name): Promise<AllNumbers[Name]> =>
    get(`/v1/stats/${name}`, queryOf(asked));
  const [volume, times, backlog, rules, moderators, week] = await Promise.all([
    ask("volume"),
    ask("decision-times"),
    ask("backlog"),
    ask("rules"),
    ask("moderators"),
    ask("hours-of-week"),
  ]);
  return { volume, "decision-times": times, backlog, rules, moderators, "hours-of-week": week };
}

export function csvAddress(name: NumbersName, asked: RangeAsked): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(queryOf(asked))) if (value !== null) params.set(key, value);
  return `/v1/stats/${name}.csv?${params.toString()}`;
}
