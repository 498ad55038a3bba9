// What the pictures say, in words: for the first look, for captions, and for each point of a picture. Pure.
import { fromPack, locale, number, t } from "../language.ts";
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

/** 250 as "4 minutes": as precise as one would say it. In the accusative where a language has one. */
export function duration(seconds: number): string {
  if (seconds < 90)
    return t("{count, plural, one {# second} other {# seconds}}", {
      count: Math.max(1, Math.round(seconds)),
    });
  if (seconds < 5_400)
    return t("{count, plural, one {# minute} other {# minutes}}", { count: Math.round(seconds / 60) });
  if (seconds < 172_800)
    return t("{count, plural, one {# hour} other {# hours}}", { count: Math.round(seconds / 3_600) });
  return t("{count, plural, one {# day} other {# days}}", { count: Math.round(seconds / 86_400) });
}

/** The time a bar or point stands for. */
export function timeName(start: string, { bucket, zone }: { bucket: Bucket; zone: string }): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options }).format(new Date(start));
  if (bucket === "hour")
    return say({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  if (bucket === "week")
    return t("Week of {date}", { date: say({ day: "numeric", month: "short", year: "numeric" }) });
  return say({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

/** Below the axis, where there is little room. */
export function shortTimeName(start: string, { bucket, zone }: { bucket: Bucket; zone: string }): string {
  const options: Intl.DateTimeFormatOptions =
    bucket === "hour" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options }).format(
    new Date(start),
  );
}

export const OUTCOMES = ["approved", "rejected", "spam"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME_NAMES: Record<Outcome, string> = {
  approved: t("Approved"),
  rejected: t("Rejected"),
  spam: t("Spam"),
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
  if (decided === 0)
    return t("{came, plural, one {# comment} other {# comments}} came; nothing was decided.", { came });
  return t(
    "{came, plural, one {# comment} other {# comments}} came. Of {decided, plural, one {# decision} other {# decisions}}, people made {byPeople, number} and rules {byRules, number}.",
    { came, decided, byPeople, byRules },
  );
}

/** How long visitors waited; where rules decided, too, people's part of it apart. */
export function waitingSentence({ all, rules, people }: Waiting): string {
  if (all.p50Seconds === null) return t("No comment was decided for the first time.");
  const byPeople = rules.comments === 0 || people.p50Seconds === null ? "none" : duration(people.p50Seconds);
  return t(
    "{comments, plural, =1 {One comment was decided, after about {half}} other {Half of the comments were decided within about {half}}}{byPeople, select, none {} other {, half of those that people decided within {byPeople}}}; {late, plural, =0 {none waited for an hour} other {# waited for an hour or longer}}.",
    { comments: all.comments, half: duration(all.p50Seconds), byPeople, late: all.overHour },
  );
}

/** People's time: rules answer at once, and would hide it. */
export function peopleWaitingSentence({ people }: Waiting): string {
  if (people.p50Seconds === null || people.p95Seconds === null) return t("People have decided nothing.");
  return t(
    "Of {comments, plural, one {# comment} other {# comments}} that people decided, half had waited for about {half} or less, and 95 % for about {most} or less.",
    {
      comments: people.comments,
      half: duration(people.p50Seconds),
      most: duration(people.p95Seconds),
    },
  );
}

export function backlogSentence(backlog: readonly Backlog[], isToday: boolean): string {
  const held = Math.max(0, backlog.at(-1)?.held ?? 0);
  const most = Math.max(0, ...backlog.map(({ mostHeld }) => mostHeld));
  return t(
    "{held, plural, =0 {Nothing is waiting} one {# comment is waiting} other {# comments are waiting}} {when, select, now {now} other {at the end}}{most, plural, =0 {, and nothing did} =1 {; at most one did} other {; at most # did}}.",
    { held, when: isToday ? "now" : "end", most },
  );
}

export function rulesSentence(rules: readonly RuleNumbers[]): string {
  const [first] = rules;
  if (first === undefined) return t("No rule has hit anything.");
  const [judged, overturned] = [sum(rules, (rule) => rule.judged), sum(rules, (rule) => rule.overturned)];
  const word =
    judged === 0
      ? t("People have judged none of these hits.")
      : t(
          "People judged {judged, plural, one {# hit} other {# hits}} and overturned {overturned, plural, =0 {none} other {#}}.",
          { judged, overturned },
        );
  const most = t(
    "{rules, plural, one {# rule} other {# rules}} hit something, most of all “{name}” ({hits, plural, one {# hit} other {# hits}}).",
    { rules: rules.length, name: fromPack(first.name), hits: first.hits },
  );
  return `${most} ${word}`;
}

export function moderatorsSentence(moderators: readonly ModeratorLoad[]): string {
  const decisions = sum(moderators, (moderator) => moderator.decisions);
  const [first] = moderators;
  if (first === undefined) return t("Nobody has decided anything.");
  const { name } = first;
  if (moderators.length === 1)
    return t("{name} made {decisions, plural, one {# decision} other {# decisions}}.", { name, decisions });
  return t(
    "{moderators, number} moderators made {decisions, plural, one {# decision} other {# decisions}}; {name} made {share} of them.",
    { moderators: moderators.length, decisions, name, share: percent(first.decisions / decisions) },
  );
}

/** 1 is Monday, as the first of January 2024 was. */
export const weekdayName = (weekday: number, length: "long" | "short" = "long"): string =>
  new Intl.DateTimeFormat(locale, { weekday: length, timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
export const hourName = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** What usually comes in this hour of the week. */
export const usually = ({ submitted, times }: HourOfWeek): number => (times === 0 ? 0 : submitted / times);

export function weekSentence(hours: readonly HourOfWeek[]): string {
  const busiest = hours.reduce((most, hour) => (usually(hour) > usually(most) ? hour : most), hours[0]!);
  if (busiest.submitted === 0) return t("No comment came.");
  return t("Most comments come on {weekday}s from {from} to {until}: about {count} in that hour.", {
    weekday: weekdayName(busiest.weekday),
    from: hourName(busiest.hour),
    until: hourName((busiest.hour + 1) % 24),
    count: number(rounded(usually(busiest))),
  });
}

export const rounded = (value: number): number =>
  value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
