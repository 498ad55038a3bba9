// Between the operators of a search and the form that writes them.
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
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
  ["365d", "Last year"],
];

const fields = { author: "author", page: "page", rule: "rule", domain: "domain", lang: "lang" } as const;

/** What the form shows of a search: of several alike the first; what it has no field for is left alone. */
export function filtersOf(parts: readonly SearchPart[]): Filters {
  const valueOf = (operator: SearchOperator) => parts.find((part) => part.operator === operator)?.value ?? "";
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
    if (trimmed !== "") made.push({ operator, value: trimmed, isQuoted: false });
  };
  for (const [field, operator] of Object.entries(fields) as [keyof typeof fields, SearchOperator][])
    add(operator, filters[field]);
  if (filters.hasLink) add("has", "link");
  add("after", filters.age);
  if (/^\d+$/.test(filters.waitingHours.trim())) add("before", `${filters.waitingHours.trim()}h`);
  return [...others, ...made];
}

function isShown({ operator, value }: SearchPart, shown: Filters): boolean {
  if (operator === null) return false;
  if (operator in fields) return shown[operator as keyof typeof fields].toLowerCase() === value.toLowerCase();
  if (operator === "has") return true;
  if (operator === "after") return isAge(value);
  return hoursOf(operator, value) !== null;
}

const isAge = (value: string) => AGES.some(([span]) => span === value.toLowerCase());

const hoursOf = (operator: SearchOperator | null, value: string): string | null =>
  (operator === "before" && /^(\d+)h$/i.exec(value)?.[1]) || null;

const SPANS: Record<string, [one: string, many: string]> = {
  h: ["hour", "hours"],
  d: ["day", "days"],
  w: ["week", "weeks"],
};

/** As a person would say it. */
export function chipText({ operator, value }: SearchPart): string {
  const span = /^(\d+)([hdw])$/i.exec(value);
  const words = span && `${span[1]} ${SPANS[span[2]!.toLowerCase()]![span[1] === "1" ? 0 : 1]}`;
  switch (operator) {
    case "has":
      return "with links";
    case "lang":
      return `language: ${languageName(value)}`;
    case "before":
      return words ? `older than ${words}` : `before ${value}`;
    case "after":
      return words ? `last ${words}` : `since ${value}`;
    case "is":
      return value.toLowerCase();
    case "author":
    case "email":
    case "ip":
    case "domain":
    case "page":
    case "rule":
      return `${operator === "ip" ? "IP" : operator === "email" ? "e-mail" : operator}: ${value}`;
    case null:
      return value;
  }
}

const names = new Intl.DisplayNames(["en"], { type: "language" });
export const languageName = (code: string): string => names.of(code.toLowerCase()) ?? code;
