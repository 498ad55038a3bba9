// Between the operators of a search and the form that writes them.
import { asStored, fromPack, fromProblem, locale, t } from "../language.ts";
import type { SearchOperator, SearchPart } from "../../../text/search-query.ts";

export interface Filters {
  author: string;
  page: string;
  rule: string;
  domain: string;
  lang: string;
  hasLink: boolean;
  /** At most so old: a span such as 7d. */
  age: string;
  /** Waiting for more than so many hours. */
  waitingHours: string;
}

export const AGES: readonly (readonly [span: string, name: string])[] = [
  ["1h", t("Last hour")],
  ["24h", t("Last 24 hours")],
  ["7d", t("Last 7 days")],
  ["30d", t("Last 30 days")],
  ["365d", t("Last year")],
];

const fields = { author: "author", page: "page", rule: "rule", domain: "domain", lang: "lang" } as const;

/** What the form shows of a search: of several alike the first; what it has no field for is left alone. */
export function filtersOf(parts: readonly SearchPart[]): Filters {
  const valueOf = (operator: SearchOperator) => {
    const part = parts.find((one) => one.operator === operator);
    return part === undefined ? "" : shownValue(part);
  };
  const age = parts.find(({ operator, value }) => operator === "after" && isAge(value));
  return {
    author: valueOf("author"),
    page: valueOf("page"),
    rule: valueOf("rule"),
    domain: valueOf("domain"),
    lang: valueOf("lang").toLowerCase(),
    hasLink: valueOf("has") !== "",
    age: age?.value.toLowerCase() ?? "",
    waitingHours: parts.flatMap(({ operator, value }) => hoursOf(operator, value) ?? [])[0] ?? "",
  };
}

/** The search with these filters, and everything else that was asked for. */
export function withFilters(parts: readonly SearchPart[], filters: Filters): SearchPart[] {
  const shown = filtersOf(parts);
  const others = parts.filter((part) => !isShown(part, shown));
  const made: SearchPart[] = [];
  const add = (operator: SearchOperator, value: string) => {
    const trimmed = value.replaceAll('"', "").trim();
    if (trimmed !== "") made.push(sought({ operator, value: trimmed, isQuoted: false }));
  };
  for (const [field, operator] of Object.entries(fields) as [keyof typeof fields, SearchOperator][])
    add(operator, filters[field]);
  if (filters.hasLink) add("has", "link");
  add("after", filters.age);
  if (/^\d+$/.test(filters.waitingHours.trim())) add("before", `${filters.waitingHours.trim()}h`);
  return [...others, ...made];
}

/** Rules of packs are searched for by the names they are stored with, also where others are read. */
export const sought = (part: SearchPart): SearchPart =>
  part.operator === "rule" ? { ...part, value: asStored(part.value) } : part;

const shownValue = ({ operator, value }: SearchPart): string =>
  operator === "rule" ? fromPack(value) : value;

function isShown(part: SearchPart, shown: Filters): boolean {
  const { operator, value } = part;
  if (operator === null) return false;
  if (operator in fields)
    return shown[operator as keyof typeof fields].toLowerCase() === shownValue(part).toLowerCase();
  if (operator === "has") return true;
  if (operator === "after") return isAge(value);
  return hoursOf(operator, value) !== null;
}

const isAge = (value: string) => AGES.some(([span]) => span === value.toLowerCase());

const hoursOf = (operator: SearchOperator | null, value: string): string | null =>
  (operator === "before" && /^(\d+)h$/i.exec(value)?.[1]) || null;

const UNITS: Record<string, string> = { h: "hour", d: "day", w: "week" };

/** As a person would say it. */
export function chipText(part: SearchPart): string {
  const { operator, value } = part;
  const span = spanInWords(value);
  switch (operator) {
    case "has":
      return t("with links");
    case "lang":
      return t("language: {name}", { name: languageName(value) });
    case "before":
      return span ? t("older than {span}", { span }) : t("before {value}", { value });
    case "after":
      return span ? t("last {span}", { span }) : t("since {value}", { value });
    case "is":
      return t(
        "{status, select, held {held} approved {approved} rejected {rejected} spam {spam} queued {queued} other {flagged}}",
        { status: value.toLowerCase() },
      );
    case "author":
    case "email":
    case "ip":
    case "domain":
    case "page":
    case "rule":
    case "id":
      return t(
        "{operator, select, author {author} email {e-mail} ip {IP} domain {domain} page {page} id {id} other {rule}}: {value}",
        { operator, value: shownValue(part) },
      );
    case null:
      return value;
  }
}

function spanInWords(value: string): string | null {
  const [, count, letter] = /^(\d+)([hdw])$/i.exec(value) ?? [];
  const unit = UNITS[letter?.toLowerCase() ?? ""];
  const inWords = { style: "unit", unit, unitDisplay: "long", useGrouping: false } as const;
  return unit === undefined ? null : Number(count).toLocaleString(locale, inWords);
}

const names = new Intl.DisplayNames([locale], { type: "language" });
export const languageName = (code: string): string => names.of(code.toLowerCase()) ?? code;

/** Why a search cannot be understood, in one text; null where it can. */
export const problemOf = (problems: readonly string[]): string | null =>
  problems.length > 0 ? problems.map(fromProblem).join(" ") : null;
