// What somebody typed into the search field, taken apart: words, "phrases" and operators such as author:jo.
// Pure, and the same for the server, which refuses what is wrong, and the dashboard, which says so under the field.
import { guessedLanguages } from "./language.ts";

export const searchOperators = {
  author: "author:jo or author:jo@example.org, whose name or address it is",
  email: "email:jo@example.org, or email:example.org for all of a domain",
  ip: "ip:192.0.2.7, where it came from",
  domain: "domain:example.com, linked in it or below it",
  page: "page:harbour, a word of the title or address, or the whole address",
  rule: 'rule:"New author with links", a rule that matched',
  is: "is:held, is:approved, is:rejected, is:spam, is:queued or is:flagged",
  has: "has:link",
  lang: "lang:de, the language it seems to be in",
  before: "before:2026-11-01, or before:4h for what is older than four hours",
  after: "after:2026-11-01, or after:7d for the last seven days",
  id: "id:, with a comment's id after it, for this comment alone",
} as const;
export type SearchOperator = keyof typeof searchOperators;

export const searchStatuses = ["held", "approved", "rejected", "spam", "queued", "flagged"] as const;

export interface SearchPart {
  /** null = words that stand anywhere. */
  operator: SearchOperator | null;
  value: string;
  /** As they stand, in this order. */
  isQuoted: boolean;
}

export interface ParsedSearch {
  parts: SearchPart[];
  /** Sentences; empty = it can be searched. */
  problems: string[];
}

export const maxSearchLength = 500;
const maxParts = 20;

const piece = /(?:([\p{L}]+):(?!\/\/))?(?:"([^"]*)(?:"|$)|(\S+))?/uy;

// As word processors and telephones write them.
const quotationMarks = /[“”„]/gu;

export function parseSearch(asked: string): ParsedSearch {
  const written = asked.replace(quotationMarks, '"');
  const parts: SearchPart[] = [];
  const problems: string[] = [];
  let at = 0;
  const skipSpace = () => {
    while (/\s/u.test(written[at] ?? "")) at++;
  };
  for (skipSpace(); at < written.length; skipSpace()) {
    piece.lastIndex = at;
    const found = piece.exec(written);
    if (found === null || found[0] === "") break;
    at = piece.lastIndex;
    const [, name, quoted, plain] = found;
    const value = (quoted ?? plain ?? "").trim();
    const operator = name?.toLowerCase() ?? null;
    if (operator !== null && !isOperator(operator)) problems.push(unknownOperator(name!));
    else if (operator !== null && value === "")
      problems.push(`${operator}: needs a value, as in ${searchOperators[operator]}.`);
    else if (value !== "") {
      const part = { operator, value, isQuoted: quoted !== undefined };
      const problem = problemOf(part);
      if (problem === null) parts.push(part);
      else problems.push(problem);
    }
  }
  if (parts.length > maxParts) problems.push(`A search has at most ${maxParts} words and operators.`);
  return { parts, problems };
}

/** Written so that `parseSearch` reads the same parts again. */
export const writeSearch = (parts: readonly SearchPart[]): string => parts.map(writePart).join(" ");

export function writePart({ operator, value, isQuoted }: SearchPart): string {
  const needsQuotes =
    isQuoted || /[\s"]/u.test(value) || (operator === null && /^\p{L}+:(?!\/\/)/u.test(value));
  const shown = needsQuotes ? `"${value.replaceAll('"', "")}"` : value;
  return operator === null ? shown : `${operator}:${shown}`;
}

/** Where a span such as 4h or 7d ago, or the beginning of a day (UTC), lies; null where it is neither. */
export function momentOf(value: string, now: Date): Date | null {
  const span = /^(\d{1,5})([hdw])$/i.exec(value);
  if (span !== null) {
    const hours = { h: 1, d: 24, w: 168 }[span[2]!.toLowerCase() as "h" | "d" | "w"];
    return new Date(now.getTime() - Number(span[1]) * hours * 3_600_000);
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/i.test(value))
    return null;
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return null;
  // JavaScript reads 31 February as 3 March.
  return isDay && moment.toISOString().slice(0, 10) !== value ? null : moment;
}

const commentId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isOperator = (name: string): name is SearchOperator => Object.hasOwn(searchOperators, name);

const unknownOperator = (name: string): string =>
  `“${name}:” is no operator. Understood are ${Object.keys(searchOperators).join(", ")}; to search for the words themselves, put them in quotation marks.`;

function problemOf({ operator, value }: SearchPart): string | null {
  const lower = value.toLowerCase();
  switch (operator) {
    case "is":
      return searchStatuses.some((status) => status === lower)
        ? null
        : `is: takes ${listed(searchStatuses)}, not “${value}”.`;
    case "has":
      return /^links?$/.test(lower) ? null : `has: takes link, not “${value}”.`;
    case "lang":
      return guessedLanguages.includes(lower)
        ? null
        : `lang: takes ${listed(guessedLanguages)}, not “${value}”.`;
    case "before":
    case "after":
      return momentOf(value, new Date(0)) === null
        ? `${operator}: takes a day such as 2026-11-01, or a span such as 4h, 7d or 2w, not “${value}”.`
        : null;
    case "id":
      return commentId.test(value) ? null : `id: takes the id of a comment, not “${value}”.`;
    case "ip":
      return isAddress(value) ? null : `ip: takes an IP address, not “${value}”.`;
    case "domain":
      return domainIn(value) === null ? `domain: takes a domain such as example.com, not “${value}”.` : null;
    case "author":
    case "email":
    case "page":
    case "rule":
    case null:
      return null;
  }
}

/** Lower case, international names as punycode, without scheme, path and "www". */
export function domainIn(value: string): string | null {
  const host = value.replace(/^[a-z]+:\/\//i, "").replace(/[/?#:].*$/s, "");
  if (host === "" || /\s|@/u.test(host) || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/^www\./, "").replace(/\.$/, "") || null;
}

const isAddress = (value: string): boolean =>
  /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(value) ||
  (/^[0-9a-f:.]+$/i.test(value) && value.includes(":") && URL.canParse(`http://[${value}]`));

const listed = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
