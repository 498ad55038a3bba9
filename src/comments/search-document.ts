// What is kept of a comment for searching, and how a search looks at it. A document is a tsvector: words where they
// stand, and after a sign for the field ("a=" author …) what operators ask for, so that one index answers everything.
import { canonicalPageUrl } from "../text/canonical-url.ts";
import { guessLanguage } from "../text/language.ts";
import { findLinks, hostOf } from "../text/links.ts";
import { domainIn, momentOf, type SearchPart } from "../text/search-query.ts";
import { foldForSearch, searchedWords, searchWords } from "../text/search-words.ts";

export interface SearchableComment {
  siteId: string;
  status: string;
  decidedBy: string | null;
  score: number;
  authorName: string;
  authorEmail: string | null;
  authorUrl: string | null;
  body: string;
  pageUrl: string;
  pageTitle: string | null;
  createdAt: Date;
  /** What a moderator may see of it: nothing of enforcing rules in a blind review. */
  rules: readonly { id: string; name: string }[];
}

/** Where each word stands; PostgreSQL counts from 1. */
export type SearchDocument = ReadonlyMap<string, readonly number[]>;

const maxPositions = 200;
const maxPosition = 16_000;
const maxKeyLength = 400;

export function searchDocument(comment: SearchableComment): SearchDocument {
  const document = new Map<string, number[]>();
  let position = 0;
  const put = (word: string) => {
    const places = document.get(word);
    if (places === undefined) document.set(word, [Math.min(position, maxPosition)]);
    else if (places.length < maxPositions && position < maxPosition) places.push(position);
  };
  const putWords = (text: string, field = "") => {
    for (const found of searchWords(text)) {
      position++;
      put(field + found);
    }
    // No phrase reaches from one field into the next.
    position += 2;
  };
  const putKey = (key: string) => {
    position++;
    put(keyOf(key));
  };

  putWords(comment.body);
  for (const text of [comment.authorName, comment.authorEmail, comment.pageTitle]) putWords(text ?? "");
  putWords(comment.authorName, "a=");
  putWords(`${comment.pageTitle ?? ""} ${comment.pageUrl}`, "t=");
  for (const rule of comment.rules) {
    putWords(rule.name, "r=");
    putKey(`r=${rule.id}`);
  }
  position += 2;
  if (comment.authorEmail !== null) {
    const email = foldForSearch(comment.authorEmail);
    putKey(`e=${email}`);
    putKey(`e=${email.slice(email.lastIndexOf("@"))}`);
  }
  const links = findLinks(comment.body);
  const hosts = new Set(links.map(({ host }) => host));
  const own = comment.authorUrl === null ? null : hostOf(comment.authorUrl);
  if (own !== null) hosts.add(own);
  for (const domain of new Set([...hosts].flatMap(domainsAbove))) putKey(`d=${domain}`);
  if (links.length > 0) putKey("has=link");
  putKey(`p=${comment.pageUrl}`);
  putKey(`s=${comment.siteId}`);
  putKey(`is=${comment.status}`);
  if (isFlagged(comment)) putKey("is=flagged");
  putKey(`m=${monthOf(comment.createdAt)}`);
  putKey(`on=${dayOf(comment.createdAt)}`);
  const language = guessLanguage(comment.body);
  if (language !== null) putKey(`lang=${language}`);
  return document;
}

/** Published by the rules although some of them gave it points. */
export const isFlagged = ({ status, decidedBy, score }: SearchableComment): boolean =>
  status === "approved" && decidedBy === "rules" && score > 0;

const monthOf = (time: Date): string => time.toISOString().slice(0, 7);
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export const dayMs = 86_400_000;

/** From the UTC day of one moment up to that of another: whole months by their own keys, which are fewer. */
export function onDays(first: Date, last: Date): SearchTerm {
  const keys: string[] = [];
  const until = startOfDay(last) + dayMs;
  for (let day = startOfDay(first); day < until;) {
    const date = new Date(day);
    const nextMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    const isWhole = date.getUTCDate() === 1 && nextMonth <= until;
    keys.push(isWhole ? `m=${monthOf(date)}` : `on=${dayOf(date)}`);
    day = isWhole ? nextMonth : day + dayMs;
  }
  return anyOf(keys);
}

/** Of the UTC day, in ms since 1970. */
export const startOfDay = (time: Date): number => Math.floor(time.getTime() / dayMs) * dayMs;

const keyOf = (key: string) => key.slice(0, maxKeyLength).toWellFormed();

/** a.b.example.com is found by b.example.com and example.com, too. */
function domainsAbove(host: string): string[] {
  const labels = host.replace(/^www\./, "").split(".");
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join("."));
}

export interface SearchTerm {
  /** One after the other; several alternatives where one word is enough. */
  words: readonly string[];
  /** The last word may go on. */
  isBeginning?: boolean;
  /** How it is known to go on: one of these stands for it. */
  endings?: readonly WordOrBeginning[];
  anyOf?: boolean;
}

export interface WordOrBeginning {
  word: string;
  isBeginning: boolean;
}

export interface SearchConditions {
  terms: SearchTerm[];
  ips: string[];
  ids: string[];
  before: Date | null;
  after: Date | null;
}

// Shorter ones begin too many words.
const shortestBeginning = 3;

export function searchConditions(parts: readonly SearchPart[], now: Date): SearchConditions {
  const conditions: SearchConditions = { terms: [], ips: [], ids: [], before: null, after: null };
  const key = (word: string, isBeginning = false) =>
    conditions.terms.push({ words: [keyOf(word)], isBeginning });
  const words = (text: string, { field = "", isQuoted = false }) => {
    const searched = searchedWords(text);
    if (searched.words.length === 0) return;
    conditions.terms.push({
      words: searched.words.map((word) => field + word),
      isBeginning:
        searched.endsOpen || (!isQuoted && (searched.words.at(-1)?.length ?? 0) >= shortestBeginning),
    });
  };
  const statuses: string[] = [];
  for (const { operator, value, isQuoted } of parts) {
    const lower = foldForSearch(value);
    switch (operator) {
      case null:
        words(value, { isQuoted });
        break;
      case "author":
        if (lower.includes("@")) key(`e=${lower}`);
        else words(value, { field: "a=", isQuoted });
        break;
      case "email":
        if (lower.includes("@")) key(`e=${lower}`);
        else if (lower.includes(".")) key(`e=@${lower}`);
        else key(`e=${lower}`, true);
        break;
      case "domain":
        key(`d=${domainIn(value) ?? lower}`);
        break;
      case "page": {
        const url = canonicalPageUrl(value);
        if (url === null) words(value, { field: "t=", isQuoted });
        else key(`p=${url}`);
        break;
      }
      case "rule":
        if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower)) key(`r=${lower}`);
        else words(value, { field: "r=", isQuoted });
        break;
      case "is":
        statuses.push(`is=${lower}`);
        break;
      case "has":
        key("has=link");
        break;
      case "lang":
        key(`lang=${lower}`);
        break;
      case "ip":
        conditions.ips.push(value);
        break;
      case "id":
        conditions.ids.push(lower);
        break;
      case "before":
        conditions.before = pick(conditions.before, momentOf(value, now), Math.min);
        break;
      case "after":
        conditions.after = pick(conditions.after, momentOf(value, now), Math.max);
        break;
    }
  }
  if (statuses.length > 0) conditions.terms.push(anyOf(statuses));
  return conditions;
}

export const anyOf = (words: readonly string[]): SearchTerm => ({ words, anyOf: true });

const pick = (one: Date | null, other: Date | null, of: (...times: number[]) => number): Date | null =>
  one === null || other === null ? (one ?? other) : new Date(of(one.getTime(), other.getTime()));

/** As PostgreSQL reads a tsvector. */
export const storedDocument = (document: SearchDocument): string =>
  [...document].map(([word, places]) => `${quoted(word)}:${places.join(",")}`).join(" ");

/** As PostgreSQL reads a tsquery; null = everything. */
export const storedQuery = (terms: readonly SearchTerm[]): string | null =>
  terms.length === 0
    ? null
    : terms
        .map(({ words, isBeginning = false, endings, anyOf }) => {
          const written = words.map(quoted);
          if (isBeginning) {
            const last = endings ?? [{ word: words.at(-1)!, isBeginning }];
            written.splice(-1, 1, `(${last.map(lexeme).join(" | ")})`);
          }
          return `(${written.join(anyOf === true ? " | " : " <-> ")})`;
        })
        .join(" & ");

const lexeme = ({ word, isBeginning }: WordOrBeginning) => (isBeginning ? `${quoted(word)}:*` : quoted(word));

export const quoted = (word: string): string => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** The same as PostgreSQL's @@, for comments that are not in the index yet. */
export const isFound = (document: SearchDocument, terms: readonly SearchTerm[]): boolean =>
  terms.every((term) =>
    term.anyOf === true ? term.words.some((word) => document.has(word)) : hasPhrase(document, term),
  );

function hasPhrase(document: SearchDocument, { words, isBeginning }: SearchTerm): boolean {
  const placesOf = (word: string, at: number) =>
    isBeginning === true && at === words.length - 1
      ? placesBeginning(document, word)
      : (document.get(word) ?? []);
  const [first = [], ...others] = words.map(placesOf);
  const ends = others.reduce((before, here) => here.filter((place) => before.includes(place - 1)), first);
  return ends.length > 0;
}

const placesBeginning = (document: SearchDocument, beginning: string): readonly number[] =>
  [...document].flatMap(([word, places]) => (word.startsWith(beginning) ? places : []));
