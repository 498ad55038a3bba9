// A rule as one sentence for people who do not read JSON.
import { fromPack, locale, t } from "../language.ts";
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
  return t("{effect} when {condition}.", {
    effect: describeThen(then),
    condition: describeCondition(when, listName),
  });
}

const FORCES: Record<Force, string> = {
  hold: t("Holds the comment for a moderator"),
  reject: t("Rejects the comment"),
  spam: t("Marks the comment as spam"),
  approve: t("Publishes the comment"),
};

export function describeThen({ points, force }: Then): string {
  const effect = force && FORCES[force];
  if (points === undefined) return effect ?? t("Does nothing");
  const count = Math.abs(points);
  if (effect === undefined) {
    return points < 0
      ? t("Takes {count, plural, one {# point} other {# points}} off", { count })
      : t("Adds {count, plural, one {# point} other {# points}}", { count });
  }
  return points < 0
    ? t("{effect} and takes {count, plural, one {# point} other {# points}} off", { effect, count })
    : t("{effect} and adds {count, plural, one {# point} other {# points}}", { effect, count });
}

export function describeCondition(condition: Condition, listName: ListName = () => null): string {
  if (isNot(condition)) {
    const denied = describeCondition(condition.not, listName);
    return t("it is not true that {condition}", {
      condition: isGroup(condition.not) && membersOf(condition.not).length > 1 ? bracketed(denied) : denied,
    });
  }
  if (isCheck(condition)) return describeCheck(condition, listName);
  const members = membersOf(condition);
  if (members.length === 0) return t("nothing is asked yet");
  const parts = members.map((member) => {
    const part = describeCondition(member, listName);
    const isMixed =
      isGroup(member) &&
      membersOf(member).length > 1 &&
      members.length > 1 &&
      isAll(member) !== isAll(condition);
    return isMixed ? bracketed(part) : part;
  });
  return isAll(condition) ? every(parts) : either(parts);
}

const FIELD_PLACES: Record<string, string> = {
  body: t("the text"),
  authorName: t("the author’s name"),
  authorEmail: t("the author’s e-mail address"),
  authorUrl: t("the author’s web address"),
};

export const placeOf = (field: string): string => FIELD_PLACES[field] ?? field;

const IN_PLACES: Record<string, string> = {
  body: t("in the text"),
  authorName: t("in the author’s name"),
  authorEmail: t("in the author’s e-mail address"),
  authorUrl: t("in the author’s web address"),
};

function describeCheck(check: Check, listName: ListName): string {
  const describe = Object.hasOwn(DESCRIBERS, check.check) ? DESCRIBERS[check.check] : undefined;
  return describe
    ? describe(check, listName)
    : t("the check “{check}” finds something", { check: check.check });
}

const DESCRIBERS: Record<string, (check: Check, listName: ListName) => string> = {
  words: (check, listName) => {
    const what = [
      ...quoted(textsOf(check.phrases)),
      ...(typeof check.list === "string"
        ? [t("a word of the list “{list}”", { list: fromPack(listName(check.list) ?? "?") })]
        : []),
    ];
    const words = what.length > 0 ? either(what) : t("a listed word");
    const sought = check.count ? t("{uses} of {words}", { uses: countOf(check.count, "use"), words }) : words;
    const place = placesOf(check.fields, t("the text or the author’s name"));
    const allowed = textsOf(check.allow);
    return allowed.length > 0
      ? t("{place} has {sought} (but not in {allowed})", { place, sought, allowed: either(quoted(allowed)) })
      : t("{place} has {sought}", { place, sought });
  },
  pattern: (check) => {
    const place = placesOf(check.fields, t("the text"));
    const pattern = textOf(check.pattern) || "…";
    return check.count
      ? t("{place} has {matches} of the pattern {pattern}", {
          place,
          matches: countOf(check.count, "match"),
          pattern,
        })
      : t("{place} matches the pattern {pattern}", { place, pattern });
  },
  links: (check) => {
    const domains = textsOf(check.domains);
    const kinds = [
      ...(domains.length > 0 ? [t("to {domains}", { domains: either(shortList(domains)) })] : []),
      ...(check.shorteners === true ? [t("through a shortener")] : []),
    ];
    const fields = textsOf(check.fields).map((field) => IN_PLACES[field] ?? field);
    const links = [
      linksOf(check.count),
      ...(kinds.length > 0 ? [either(kinds)] : []),
      ...(check.notOwnSite === true ? [t("to other sites")] : []),
      ...(fields.length > 0 ? [either(fields)] : []),
    ].join(" ");
    return isOne(check.count) ? t("there is {links}", { links }) : t("there are {links}", { links });
  },
  author: (check) => {
    const domains = textsOf(check.emailDomain);
    const parts = [
      check.approvedCount && countOf(check.approvedCount, "approved comment"),
      check.rejectedCount && countOf(check.rejectedCount, "refused comment"),
      check.heldCount && countOf(check.heldCount, "waiting comment"),
      check.ageDays && countOf(check.ageDays, "day known"),
      check.hasEmail !== undefined &&
        (check.hasEmail ? t("gave an e-mail address") : t("gave no e-mail address")),
      check.hasUrl !== undefined && (check.hasUrl ? t("gave a web address") : t("gave no web address")),
      check.emailDomain !== undefined &&
        (domains.length > 0
          ? t("has an e-mail address at {domains}", { domains: either(shortList(domains)) })
          : t("has an e-mail address at a listed domain")),
      check.trusted !== undefined && (check.trusted ? t("is trusted") : t("is not trusted")),
      check.banned !== undefined && (check.banned ? t("is banned") : t("is not banned")),
    ].filter((part) => typeof part === "string");
    return t("the author {does}", { does: every(parts) || t("is looked at") });
  },
  velocity: (check) => {
    const counts = [
      check.count && countOf(check.count, "earlier comment"),
      check.uniqueAuthors && countOf(check.uniqueAuthors, "other author"),
    ].filter((part) => typeof part === "string");
    return t("{comments} came {source} within {window}", {
      comments: every(counts) || t("earlier comments"),
      source: VELOCITY_SOURCES[textOf(check.by)] ?? "",
      window: windowInWords(check.windowSeconds),
    });
  },
  duplicate: (check) => {
    const condition = t("the same text came in {comments} {whose} within {window}", earlierOf(check));
    return typeof check.minLetters === "number"
      ? t("{condition} (texts of {count, plural, one {# letter} other {# letters}} or more)", {
          condition,
          count: check.minLetters,
        })
      : condition;
  },
  "near-duplicate": (check) => {
    const alike = (check.similarity as NumberCondition | undefined)?.gte;
    const earlier = earlierOf(check);
    return alike === undefined
      ? t("much the same text came in {comments} {whose} within {window}", earlier)
      : t(
          "much the same text (at least {alike, number} % alike) came in {comments} {whose} within {window}",
          { ...earlier, alike: Math.round(alike * 100) },
        );
  },
  learned: (check) =>
    t("the site has learnt that a moderator would refuse it, {share} sure", { share: shareOf(check.score) }),
  external: (check) =>
    t("{service} gives it {share}", {
      service: hostIn(check.url) || t("a service of yours"),
      share: shareOf(check.score),
    }),
  akismet: (check) =>
    check.verdict === "discard"
      ? t("Akismet takes it for blatant spam")
      : t("Akismet takes the comment for spam"),
  shape: (check) => {
    const parts = [
      check.length && countOf(check.length, "character"),
      check.capitalShare && t("{share} capitals", { share: shareOf(check.capitalShare) }),
      check.repeatedCharacter &&
        t("one letter {times} in a row", { times: countOf(check.repeatedCharacter, "time") }),
      check.repeatedWord && t("one word {times} in a row", { times: countOf(check.repeatedWord, "time") }),
      check.punctuationRun && countOf(check.punctuationRun, "punctuation mark in a row"),
      check.mixedScriptWords && countOf(check.mixedScriptWords, "word of mixed scripts"),
      check.marksPerLetter && countOf(check.marksPerLetter, "mark stacked on a letter"),
      check.bidiControls && countOf(check.bidiControls, "control of direction"),
      check.bidiOverrides && countOf(check.bidiOverrides, "reversing control"),
    ].filter((part) => typeof part === "string");
    return t("{place} has {parts}", {
      place: placeOf(textOf(check.field) || "body"),
      parts: every(parts) || t("a certain shape"),
    });
  },
  form: (check) => {
    const parts = [
      check.honeypotFilled !== undefined &&
        (check.honeypotFilled
          ? t("the hidden form field was filled")
          : t("the hidden form field was left empty")),
      check.writtenInMs &&
        t("it was written in {seconds}", { seconds: countOf(scaled(check.writtenInMs, 0.001), "second") }),
    ].filter((part) => typeof part === "string");
    return every(parts) || t("the form was filled in a certain way");
  },
  page: (check) => {
    const parts = [
      check.ageDays && t("the page is {days} old", { days: countOf(check.ageDays, "day") }),
      check.closed !== undefined && (check.closed ? t("the page is closed") : t("the page is open")),
    ].filter((part) => typeof part === "string");
    return every(parts) || t("the page is looked at");
  },
  "personal-data": (check) => {
    const kinds = textsOf(check.kinds);
    const named = either(
      (kinds.length > 0 ? kinds : Object.keys(PERSONAL_DATA)).map((kind) => PERSONAL_DATA[kind] ?? kind),
    );
    const place = placesOf(check.fields, t("the text"));
    return check.count
      ? t("{place} has {pieces} ({kinds})", {
          place,
          pieces: countOf(check.count, "piece of personal data"),
          kinds: named,
        })
      : t("{place} has {sought}", { place, sought: named });
  },
};

const PERSONAL_DATA: Record<string, string> = {
  phone: t("a phone number"),
  email: t("an e-mail address"),
  card: t("a card number"),
  iban: t("a bank account"),
};

const VELOCITY_SOURCES: Record<string, string> = {
  ip: t("from the same IP address"),
  email: t("with the same e-mail address"),
  author: t("from the same author"),
  body: t("with the same text"),
};

const DUPLICATE_OF: Record<string, string> = {
  sameAuthor: t("by the same author"),
  otherAuthors: t("by other authors"),
  rejected: t("that had been refused"),
};

const earlierOf = (check: Check): { comments: string; whose: string; window: string } => ({
  comments: countOf(check.count ?? { gte: 1 }, "earlier comment"),
  whose: DUPLICATE_OF[textOf(check.of)] ?? "",
  window: windowInWords(check.windowSeconds),
});

/** What may be counted, after the bounds in words; each in the case that its sentence wants. */
const AMOUNTS = {
  use: "{how, select, none {no use} some {some uses} other {{amount} {count, plural, one {use} other {uses}}}}",
  match:
    "{how, select, none {no match} some {some matches} other {{amount} {count, plural, one {match} other {matches}}}}",
  link: "{how, select, none {no link} some {some links} other {{amount} {count, plural, one {link} other {links}}}}",
  "approved comment":
    "{how, select, none {has no approved comment yet} some {has some approved comments} other {has {amount} {count, plural, one {approved comment} other {approved comments}}}}",
  "refused comment":
    "{how, select, none {has no refused comment} some {has some refused comments} other {has {amount} {count, plural, one {refused comment} other {refused comments}}}}",
  "waiting comment":
    "{how, select, none {has no waiting comment} some {has some waiting comments} other {has {amount} {count, plural, one {waiting comment} other {waiting comments}}}}",
  "day known":
    "{how, select, none {has been known for no day} some {has been known for some days} other {has been known for {amount} {count, plural, one {day} other {days}}}}",
  "earlier comment":
    "{how, select, none {no earlier comment} some {some earlier comments} other {{amount} {count, plural, one {earlier comment} other {earlier comments}}}}",
  "other author":
    "{how, select, none {no other author} some {some other authors} other {{amount} {count, plural, one {other author} other {other authors}}}}",
  percent: "{how, select, none {no %} some {some %} other {{amount} %}}",
  character:
    "{how, select, none {no character} some {some characters} other {{amount} {count, plural, one {character} other {characters}}}}",
  time: "{how, select, none {no time} some {some times} other {{amount} {count, plural, one {time} other {times}}}}",
  "punctuation mark in a row":
    "{how, select, none {no punctuation mark in a row} some {some punctuation marks in a row} other {{amount} {count, plural, one {punctuation mark} other {punctuation marks}} in a row}}",
  "word of mixed scripts":
    "{how, select, none {no word of mixed scripts} some {some words of mixed scripts} other {{amount} {count, plural, one {word} other {words}} of mixed scripts}}",
  "mark stacked on a letter":
    "{how, select, none {no mark stacked on a letter} some {some marks stacked on a letter} other {{amount} {count, plural, one {mark} other {marks}} stacked on a letter}}",
  "control of direction":
    "{how, select, none {no control of direction} some {some controls of direction} other {{amount} {count, plural, one {control of direction} other {controls of direction}}}}",
  "reversing control":
    "{how, select, none {no reversing control} some {some reversing controls} other {{amount} {count, plural, one {reversing control} other {reversing controls}}}}",
  second:
    "{how, select, none {no second} some {some seconds} other {{amount} {count, plural, one {second} other {seconds}}}}",
  day: "{how, select, none {no day} some {some days} other {{amount} {count, plural, one {day} other {days}}}}",
  "piece of personal data":
    "{how, select, none {no piece of personal data} some {some pieces of personal data} other {{amount} {count, plural, one {piece} other {pieces}} of personal data}}",
} as const;

/** "at least 2 links", "no link", "exactly 1 link". */
export function countOf(condition: unknown, noun: keyof typeof AMOUNTS): string {
  const { eq, gte, gt, lte, lt } = (condition ?? {}) as NumberCondition;
  if (condition && isNone(condition)) return t(AMOUNTS[noun], { how: "none", amount: "", count: 0 });
  if (gte !== undefined && lte !== undefined) {
    const amount = t("{from, number} to {to, number}", { from: gte, to: lte });
    return t(AMOUNTS[noun], { how: "bound", amount, count: lte });
  }
  const bounds = [
    eq !== undefined && { words: t("exactly {value, number}", { value: eq }), value: eq },
    gte !== undefined && { words: t("at least {value, number}", { value: gte }), value: gte },
    gt !== undefined && { words: t("more than {value, number}", { value: gt }), value: gt },
    lte !== undefined && { words: t("at most {value, number}", { value: lte }), value: lte },
    lt !== undefined && { words: t("less than {value, number}", { value: lt }), value: lt },
  ].filter((bound) => typeof bound === "object");
  const last = bounds.at(-1);
  return t(AMOUNTS[noun], {
    how: last ? "bound" : "some",
    amount: every(bounds.map(({ words }) => words)),
    count: last?.value ?? 0,
  });
}

const shareOf = (condition: unknown): string => countOf(scaled(condition ?? {}, 100), "percent");

function isNone(condition: unknown): boolean {
  const { eq, gte, gt, lt, lte } = condition as NumberCondition;
  return gte === undefined && gt === undefined && (lt === 1 || lte === 0 || eq === 0);
}

/** What is asked when nobody asks how many, said as people say it. */
const linksOf = (condition: unknown): string => {
  const { gte, ...others } = (condition ?? { gte: 1 }) as NumberCondition;
  return gte === 1 && Object.keys(others).length === 0 ? t("a link") : countOf(condition, "link");
};

function isOne(condition: unknown): boolean {
  const { eq, gte, lt, lte } = (condition ?? { gte: 1 }) as NumberCondition;
  const value = eq ?? gte ?? lte ?? lt;
  return value === 1 || value === 0;
}

export function windowInWords(seconds: unknown): string {
  if (typeof seconds !== "number" || !(seconds > 0)) return t("some time");
  if (seconds % 86_400 === 0)
    return t("{count, plural, =1 {a day} other {# days}}", { count: seconds / 86_400 });
  if (seconds % 3_600 === 0)
    return t("{count, plural, =1 {an hour} other {# hours}}", { count: seconds / 3_600 });
  if (seconds % 60 === 0)
    return t("{count, plural, =1 {a minute} other {# minutes}}", { count: seconds / 60 });
  return t("{count, plural, =1 {a second} other {# seconds}}", { count: seconds });
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
  Array.isArray(fields) && fields.length > 0 ? either(textsOf(fields).map(placeOf)) : otherwise;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string" && item.trim() !== "")
    : [];

const hostIn = (url: unknown): string => (URL.canParse(textOf(url)) ? new URL(textOf(url)).host : "");

const quoted = (phrases: string[]): string[] =>
  shortList(phrases.map((phrase) => t("“{phrase}”", { phrase })));

const shortList = (items: string[]): string[] =>
  items.length > SHOWN_ITEMS + 1
    ? [...items.slice(0, SHOWN_ITEMS), t("{count, number} more", { count: items.length - SHOWN_ITEMS })]
    : items;

const EVERY = new Intl.ListFormat(locale, { type: "conjunction" });
const EITHER = new Intl.ListFormat(locale, { type: "disjunction" });
const every = (parts: string[]): string => EVERY.format(parts);
const either = (parts: string[]): string => EITHER.format(parts);

const bracketed = (text: string): string => `(${text})`;
