// A rule as one sentence for people who do not read JSON.
import {
  type Check,
  type Condition,
  isAll,
  isCheck,
  isGroup,
  isNot,
  membersOf,
  type NumberCondition,
} from "./condition.ts";
import type { Force, Then } from "./rules-api.ts";

/** The name of a word list, or null where it is not known. */
export type ListName = (id: string) => string | null;

const SHOWN_ITEMS = 3;

export function describeRule(
  { when, then }: { when: Condition; then: Then },
  listName: ListName = () => null,
): string {
  return `${capitalised(describeThen(then))} when ${describeCondition(when, listName)}.`;
}

const FORCES: Record<Force, string> = {
  hold: "holds the comment for a moderator",
  reject: "rejects the comment",
  spam: "marks the comment as spam",
  approve: "publishes the comment",
};

export function describeThen({ points, force }: Then): string {
  const effects = [force && FORCES[force], points !== undefined && pointsInWords(points)].filter(Boolean);
  return effects.length > 0 ? effects.join(" and ") : "does nothing";
}

function pointsInWords(points: number): string {
  const count = counted(Math.abs(points), "point");
  return points < 0 ? `takes ${count} off` : `adds ${count}`;
}

export function describeCondition(condition: Condition, listName: ListName = () => null): string {
  if (isNot(condition)) {
    const denied = describeCondition(condition.not, listName);
    return isGroup(condition.not) && membersOf(condition.not).length > 1
      ? `it is not true that ${bracketed(denied)}`
      : `it is not true that ${denied}`;
  }
  if (isCheck(condition)) return describeCheck(condition, listName);
  const members = membersOf(condition);
  if (members.length === 0) return "nothing is asked yet";
  const parts = members.map((member) => {
    const part = describeCondition(member, listName);
    const isMixed =
      isGroup(member) &&
      membersOf(member).length > 1 &&
      members.length > 1 &&
      isAll(member) !== isAll(condition);
    return isMixed ? bracketed(part) : part;
  });
  return listed(parts, isAll(condition) ? "and" : "or");
}

const FIELD_PLACES: Record<string, string> = {
  body: "the text",
  authorName: "the author’s name",
  authorEmail: "the author’s e-mail address",
  authorUrl: "the author’s web address",
};

export const placeOf = (field: string): string => FIELD_PLACES[field] ?? field;

function describeCheck(check: Check, listName: ListName): string {
  const describe = Object.hasOwn(DESCRIBERS, check.check) ? DESCRIBERS[check.check] : undefined;
  return describe ? describe(check, listName) : `the check “${check.check}” finds something`;
}

const DESCRIBERS: Record<string, (check: Check, listName: ListName) => string> = {
  words: (check, listName) => {
    const phrases = textsOf(check.phrases);
    const what = [
      phrases.length > 0 && quoted(phrases),
      typeof check.list === "string" && `a word of the list “${listName(check.list) ?? "?"}”`,
    ].filter(Boolean);
    const sought = what.length > 0 ? what.join(" or ") : "a listed word";
    const place = placesOf(check.fields, "the text or the author’s name");
    const allowed = textsOf(check.allow);
    const except = allowed.length > 0 ? ` (but not in ${quoted(allowed)})` : "";
    return check.count
      ? `${place} ${has(check.fields)} ${countOf(check.count, "use")} of ${sought}${except}`
      : `${place} ${has(check.fields)} ${sought}${except}`;
  },
  pattern: (check) => {
    const place = placesOf(check.fields, "the text");
    const name = `the pattern ${textOf(check.pattern) || "…"}`;
    return check.count
      ? `${place} ${has(check.fields)} ${countOf(check.count, "match", "matches")} of ${name}`
      : `${place} matches ${name}`;
  },
  links: (check) => {
    const domains = textsOf(check.domains);
    const shortened = check.shorteners === true;
    const where = check.fields ? ` in ${placesOf(check.fields, "")}` : "";
    const others = check.notOwnSite === true ? " to other sites" : "";
    if (domains.length === 0 && !shortened)
      return `there ${countVerb(check.count)} ${linksOf(check.count)}${others}${where}`;
    const kinds = [
      domains.length > 0 && `to ${listed(shortList(domains), "or")}`,
      shortened && "through a shortener",
    ]
      .filter(Boolean)
      .join(" or ");
    return `there ${countVerb(check.count)} ${linksOf(check.count)} ${kinds}${others}${where}`;
  },
  author: (check) => {
    const parts = [
      check.approvedCount &&
        `has ${countOf(check.approvedCount, "approved comment")}${isNone(check.approvedCount) ? " yet" : ""}`,
      check.rejectedCount && `has ${countOf(check.rejectedCount, "refused comment")}`,
      check.heldCount && `has ${countOf(check.heldCount, "waiting comment")}`,
      check.ageDays && `has been known for ${countOf(check.ageDays, "day")}`,
      check.hasEmail !== undefined && (check.hasEmail ? "gave an e-mail address" : "gave no e-mail address"),
      check.hasUrl !== undefined && (check.hasUrl ? "gave a web address" : "gave no web address"),
      check.emailDomain !== undefined &&
        `has an e-mail address at ${listed(shortList(textsOf(check.emailDomain)), "or") || "a listed domain"}`,
      check.trusted !== undefined && (check.trusted ? "is trusted" : "is not trusted"),
      check.banned !== undefined && (check.banned ? "is banned" : "is not banned"),
    ].filter((part) => typeof part === "string");
    return `the author ${listed(parts, "and") || "is looked at"}`;
  },
  velocity: (check) => {
    const source = VELOCITY_SOURCES[textOf(check.by)] ?? "";
    const counts = [
      check.count && countOf(check.count, "earlier comment"),
      check.uniqueAuthors && countOf(check.uniqueAuthors, "other author"),
    ].filter(Boolean);
    return `${counts.join(" and ") || "comments"} came ${source} within ${windowInWords(check.windowSeconds)}`;
  },
  duplicate: (check) => {
    const whose = DUPLICATE_OF[textOf(check.of)] ?? "";
    const short =
      typeof check.minLetters === "number"
        ? ` (texts of ${counted(check.minLetters, "letter")} or more)`
        : "";
    return `the same text came in ${countOf(check.count ?? { gte: 1 }, "earlier comment")} ${whose} within ${windowInWords(check.windowSeconds)}${short}`;
  },
  "near-duplicate": (check) => {
    const whose = DUPLICATE_OF[textOf(check.of)] ?? "";
    const alike = (check.similarity as NumberCondition | undefined)?.gte;
    const share = alike === undefined ? "" : ` (at least ${number(Math.round(alike * 100))} % alike)`;
    return `much the same text${share} came in ${countOf(check.count ?? { gte: 1 }, "earlier comment")} ${whose} within ${windowInWords(check.windowSeconds)}`;
  },
  learned: (check) =>
    `the site has learnt that a moderator would refuse it, ${countOf(scaled(check.score ?? {}, 100), "% sure", "% sure")}`,
  external: (check) =>
    `${hostIn(check.url) || "a service of yours"} gives it ${countOf(scaled(check.score ?? {}, 100), "%", "%")}`,
  akismet: (check) =>
    check.verdict === "discard" ? "Akismet takes it for blatant spam" : "Akismet takes it for spam",
  shape: (check) => {
    const parts = [
      check.length && countOf(check.length, "character"),
      check.capitalShare && `${countOf(scaled(check.capitalShare, 100), "% capitals", "% capitals")}`,
      check.repeatedCharacter && `one letter ${countOf(check.repeatedCharacter, "time")} in a row`,
      check.repeatedWord && `one word ${countOf(check.repeatedWord, "time")} in a row`,
      check.punctuationRun && `${countOf(check.punctuationRun, "punctuation mark")} in a row`,
      check.mixedScriptWords && `${countOf(check.mixedScriptWords, "word")} of mixed scripts`,
      check.marksPerLetter && `${countOf(check.marksPerLetter, "mark")} stacked on a letter`,
      check.bidiControls && countOf(check.bidiControls, "control of direction", "controls of direction"),
      check.bidiOverrides && countOf(check.bidiOverrides, "reversing control"),
    ].filter((part) => typeof part === "string");
    return `${placeOf(textOf(check.field) || "body")} has ${listed(parts, "and") || "a certain shape"}`;
  },
  form: (check) => {
    const parts = [
      check.honeypotFilled !== undefined &&
        (check.honeypotFilled ? "the hidden form field was filled" : "the hidden form field was left empty"),
      check.writtenInMs && `it was written in ${countOf(scaled(check.writtenInMs, 0.001), "second")}`,
    ].filter((part) => typeof part === "string");
    return listed(parts, "and") || "the form was filled in a certain way";
  },
  page: (check) => {
    const parts = [
      check.ageDays && `the page is ${countOf(check.ageDays, "day")} old`,
      check.closed !== undefined && (check.closed ? "the page is closed" : "the page is open"),
    ].filter((part) => typeof part === "string");
    return listed(parts, "and") || "the page is looked at";
  },
  "personal-data": (check) => {
    const kinds = textsOf(check.kinds);
    const named = (kinds.length > 0 ? kinds : Object.keys(PERSONAL_DATA)).map(
      (kind) => PERSONAL_DATA[kind] ?? kind,
    );
    const place = placesOf(check.fields, "the text");
    return check.count
      ? `${place} ${has(check.fields)} ${countOf(check.count, "piece")} of personal data (${listed(named, "or")})`
      : `${place} ${has(check.fields)} ${listed(named, "or")}`;
  },
};

const PERSONAL_DATA: Record<string, string> = {
  phone: "a phone number",
  email: "an e-mail address",
  card: "a card number",
  iban: "a bank account",
};

const VELOCITY_SOURCES: Record<string, string> = {
  ip: "from the same IP address",
  email: "with the same e-mail address",
  author: "from the same author",
  body: "with the same text",
};

const DUPLICATE_OF: Record<string, string> = {
  sameAuthor: "by the same author",
  otherAuthors: "by other authors",
  rejected: "that had been refused",
};

/** "at least 2 links", "no link", "exactly 1 link". */
export function countOf(condition: unknown, one: string, many = `${one}s`): string {
  const { eq, gte, gt, lte, lt } = (condition ?? {}) as NumberCondition;
  if (condition && isNone(condition)) return `no ${one}`;
  const noun = (count: number): string => (one.startsWith("%") ? ` ${one}` : ` ${count === 1 ? one : many}`);
  if (gte !== undefined && lte !== undefined) return `${number(gte)} to ${number(lte)}${noun(lte)}`;
  const bounds = [
    eq !== undefined && { words: `exactly ${number(eq)}`, value: eq },
    gte !== undefined && { words: `at least ${number(gte)}`, value: gte },
    gt !== undefined && { words: `more than ${number(gt)}`, value: gt },
    lte !== undefined && { words: `at most ${number(lte)}`, value: lte },
    lt !== undefined && { words: `less than ${number(lt)}`, value: lt },
  ].filter((bound) => typeof bound === "object");
  const last = bounds.at(-1);
  return last ? `${bounds.map(({ words }) => words).join(" and ")}${noun(last.value)}` : `some ${many}`;
}

function isNone(condition: unknown): boolean {
  const { eq, gte, gt, lte, lt } = condition as NumberCondition;
  return gte === undefined && gt === undefined && (lt === 1 || lte === 0 || eq === 0);
}

/** What is asked when nobody asks how many, said as people say it. */
const linksOf = (condition: unknown): string => {
  const { gte, ...others } = (condition ?? { gte: 1 }) as NumberCondition;
  return gte === 1 && Object.keys(others).length === 0 ? "a link" : countOf(condition, "link");
};

function countVerb(condition: unknown): "is" | "are" {
  const { eq, gte, lt, lte } = (condition ?? { gte: 1 }) as NumberCondition;
  const value = eq ?? gte ?? lte ?? lt;
  return value === 1 || value === 0 ? "is" : "are";
}

const UNITS: [number, string][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

export function windowInWords(seconds: unknown): string {
  if (typeof seconds !== "number" || !(seconds > 0)) return "some time";
  const [size, name] = UNITS.find(([unit]) => seconds % unit === 0) ?? [1, "second"];
  const count = seconds / size;
  return count === 1 ? `${name === "hour" ? "an" : "a"} ${name}` : `${number(count)} ${name}s`;
}

function scaled(condition: unknown, factor: number): NumberCondition {
  return Object.fromEntries(
    Object.entries(condition as NumberCondition).map(([bound, value]) => [
      bound,
      typeof value === "number" ? Math.round(value * factor * 1e6) / 1e6 : value,
    ]),
  );
}

const placesOf = (fields: unknown, otherwise: string): string =>
  Array.isArray(fields) && fields.length > 0 ? listed(textsOf(fields).map(placeOf), "or") : otherwise;

const has = (fields: unknown): string => (Array.isArray(fields) && fields.length === 0 ? "have" : "has");

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string" && item.trim() !== "")
    : [];

const hostIn = (url: unknown): string => (URL.canParse(textOf(url)) ? new URL(textOf(url)).host : "");

const quoted = (phrases: string[]): string => listed(shortList(phrases.map((phrase) => `“${phrase}”`)), "or");

const shortList = (items: string[]): string[] =>
  items.length > SHOWN_ITEMS + 1
    ? [...items.slice(0, SHOWN_ITEMS), `${number(items.length - SHOWN_ITEMS)} more`]
    : items;

export function listed(parts: string[], word: "and" | "or"): string {
  if (parts.length < 3) return parts.join(` ${word} `);
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}

const counted = (count: number, one: string): string => `${number(count)} ${count === 1 ? one : `${one}s`}`;

const number = (value: number): string => value.toLocaleString("en");

const bracketed = (text: string): string => `(${text})`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
