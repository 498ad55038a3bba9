// What the pictures say, in words: for the first look, for captions, and for each point of a picture. Pure.
import { percent } from "../rules/percent.ts";
import type {
  Backlog,
  Bucket,
  HourOfWeek,
  ModeratorLoad,
  RuleNumbers,
  Volume,
  Waiting,
} from "./numbers-api.ts";

export const number = (count: number): string => count.toLocaleString("en");

export const plural = (count: number, one: string): string =>
  `${number(count)} ${count === 1 ? one : `${one}s`}`;

/** 250 as "4 minutes": as precise as one would say it. */
export function duration(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.round(seconds)), "second");
  if (seconds < 5_400) return plural(Math.round(seconds / 60), "minute");
  if (seconds < 172_800) return plural(Math.round(seconds / 3_600), "hour");
  return plural(Math.round(seconds / 86_400), "day");
}

/** The time a bar or point stands for. */
export function timeName(start: string, { bucket, zone }: { bucket: Bucket; zone: string }): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(new Date(start));
  if (bucket === "hour")
    return say({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  if (bucket === "week") return `Week of ${say({ day: "numeric", month: "short", year: "numeric" })}`;
  return say({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

/** Below the axis, where there is little room. */
export function shortTimeName(start: string, { bucket, zone }: { bucket: Bucket; zone: string }): string {
  const options: Intl.DateTimeFormatOptions =
    bucket === "hour" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(new Date(start));
}

export const OUTCOMES = ["approved", "rejected", "spam"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME_NAMES: Record<Outcome, string> = {
  approved: "Approved",
  rejected: "Rejected",
  spam: "Spam",
};

export const outcomesOf = (volume: Volume): Record<Outcome, number> => ({
  approved: volume.rulesApproved + volume.peopleApproved,
  rejected: volume.rulesRejected + volume.peopleRejected,
  spam: volume.rulesSpam + volume.peopleSpam,
});

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const peopleDecided = (volume: Volume): number =>
  volume.peopleApproved + volume.peopleRejected + volume.peopleSpam;
const rulesDecided = (volume: Volume): number =>
  volume.rulesApproved + volume.rulesRejected + volume.rulesSpam;

export function volumeSentence(volume: readonly Volume[]): string {
  const came = sum(volume, ({ submitted }) => submitted);
  const [byRules, byPeople] = [sum(volume, rulesDecided), sum(volume, peopleDecided)];
  const decided = byRules + byPeople;
  if (decided === 0) return `${plural(came, "comment")} came; nothing was decided.`;
  return `${plural(came, "comment")} came. Of ${plural(decided, "decision")}, people made ${number(byPeople)} and rules ${number(byRules)}.`;
}

/** How long visitors waited; where rules decided, too, people's part of it apart. */
export function waitingSentence({ all, rules, people }: Waiting): string {
  if (all.p50Seconds === null) return "No comment was decided for the first time.";
  const half =
    all.comments === 1
      ? `One comment was decided, after about ${duration(all.p50Seconds)}`
      : `Half of the comments were decided within about ${duration(all.p50Seconds)}`;
  const byPeople =
    rules.comments === 0 || people.p50Seconds === null
      ? ""
      : `, half of those that people decided within ${duration(people.p50Seconds)}`;
  const late =
    all.overHour === 0 ? "none waited for an hour" : `${number(all.overHour)} waited for an hour or longer`;
  return `${half}${byPeople}; ${late}.`;
}

/** People's time: rules answer at once, and would hide it. */
export function peopleWaitingSentence({ people }: Waiting): string {
  if (people.p50Seconds === null || people.p95Seconds === null) return "People have decided nothing.";
  return `Of ${plural(people.comments, "comment")} that people decided, half had waited for about ${duration(people.p50Seconds)} or less, and 95 % for about ${duration(people.p95Seconds)} or less.`;
}

export function backlogSentence(backlog: readonly Backlog[], isToday: boolean): string {
  const held = Math.max(0, backlog.at(-1)?.held ?? 0);
  const most = Math.max(0, ...backlog.map(({ mostHeld }) => mostHeld));
  const at = isToday ? "now" : "at the end";
  const now =
    held === 0
      ? `Nothing is waiting ${at}`
      : `${plural(held, "comment")} ${held === 1 ? "is" : "are"} waiting ${at}`;
  return most === 0
    ? `${now}, and nothing did.`
    : `${now}; at most ${most === 1 ? "one did" : `${number(most)} did`}.`;
}

export function rulesSentence(rules: readonly RuleNumbers[]): string {
  const [first] = rules;
  if (first === undefined) return "No rule has hit anything.";
  const [judged, overturned] = [sum(rules, (rule) => rule.judged), sum(rules, (rule) => rule.overturned)];
  const word =
    judged === 0
      ? "People have judged none of these hits."
      : `People judged ${plural(judged, "hit")} and overturned ${overturned === 0 ? "none" : number(overturned)}.`;
  return `${plural(rules.length, "rule")} hit something, most of all “${first.name}” (${plural(first.hits, "hit")}). ${word}`;
}

export function moderatorsSentence(moderators: readonly ModeratorLoad[]): string {
  const decisions = sum(moderators, (moderator) => moderator.decisions);
  const [first] = moderators;
  if (first === undefined) return "Nobody has decided anything.";
  if (moderators.length === 1) return `${first.name} made ${plural(decisions, "decision")}.`;
  return `${moderators.length} moderators made ${plural(decisions, "decision")}; ${first.name} made ${percent(first.decisions / decisions)} of them.`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1]!;
export const hourName = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** What usually comes in this hour of the week. */
export const usually = ({ submitted, times }: HourOfWeek): number => (times === 0 ? 0 : submitted / times);

export function weekSentence(hours: readonly HourOfWeek[]): string {
  const busiest = hours.reduce((most, hour) => (usually(hour) > usually(most) ? hour : most), hours[0]!);
  if (busiest.submitted === 0) return "No comment came.";
  return `Most comments come on ${weekdayName(busiest.weekday)}s from ${hourName(busiest.hour)} to ${hourName((busiest.hour + 1) % 24)}: about ${number(rounded(usually(busiest)))} in that hour.`;
}

export const rounded = (value: number): number =>
  value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
