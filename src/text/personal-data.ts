// Phone numbers, e-mail addresses, payment cards and bank accounts in a text. Each unit is looked at a bounded number of
// times, and what has a checksum must pass it: an order number or a score is nobody's secret.
import { ibanLengths } from "./iban-lengths.ts";
import { topLevelDomains } from "./top-level-domains.ts";

export const personalDataKinds = ["phone", "email", "card", "iban"] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

export interface PersonalDatum {
  kind: PersonalDataKind;
  /** UTF-16 units of the text, end exclusive. */
  start: number;
  end: number;
}

// Past this nobody counts.
const maxFound = 100;

/** In the order of the text; a card number or an account is no phone number as well. */
export function findPersonalData(text: string, kinds: ReadonlySet<PersonalDataKind>): PersonalDatum[] {
  const found: PersonalDatum[] = [];
  const add = (kind: PersonalDataKind, spans: Iterable<Span>): void => {
    for (const [start, end] of spans) {
      if (found.length >= maxFound) return;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ kind, start, end });
    }
  };
  // All kinds are looked for, so that the digits of one that was not asked for are not taken for another.
  add("email", emailAddresses(text));
  if (kinds.has("iban") || kinds.has("card") || kinds.has("phone")) {
    add("iban", bankAccounts(text));
    const runs = digitRuns(text);
    add("card", cards(text, runs));
    add("phone", phoneNumbers(text, runs));
  }
  return found.filter(({ kind }) => kinds.has(kind)).sort((a, b) => a.start - b.start);
}

/** What may be repeated of it: enough to know it again, too little to use it. */
export function masked(kind: PersonalDataKind, written: string): string {
  if (kind === "email") {
    const at = written.search(/@|[[(]/);
    return `${[...written][0] ?? ""}…${at < 0 ? "" : written.slice(at)}`;
  }
  const kept = [...written].filter((character) => /[\p{L}\p{Nd}]/u.test(character));
  return kind === "iban"
    ? `${kept.slice(0, 2).join("").toUpperCase()}…${kept.slice(-2).join("")}`
    : `…${kept.slice(kind === "card" ? -4 : -2).join("")}`;
}

/** The same of a place in an e-mail address: what stands before the @ is masked, the domain is not. */
export function maskedInEmail(address: string, [start, end]: Span): string {
  const at = address.lastIndexOf("@");
  if (at >= 0 && start >= at) return address.slice(start, end);
  return `${[...address.slice(start, end)][0] ?? ""}…${at >= 0 && end > at ? address.slice(at, end) : ""}`;
}

type Span = readonly [start: number, end: number];

const maxLocalPart = 64;
const maxDomain = 253;
const isLocal = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const isDomain = /[\p{L}\p{N}.-]/u;
const atSign = /@|\uFF20|[[(] ?at ?[\])]/giu;
const spelledDot = / ?[[(] ?dot ?[\])] ?/giy;

function* emailAddresses(text: string): Generator<Span> {
  for (const at of text.matchAll(atSign)) {
    const isSpelled = at[0].length > 1;
    const localEnd = isSpelled && text[at.index - 1] === " " ? at.index - 1 : at.index;
    let start = localEnd;
    while (start > 0 && localEnd - start < maxLocalPart && isLocal.test(text.charAt(start - 1))) start--;
    while (start < localEnd && /[.'`/=(]/.test(text.charAt(start))) start++;
    if (start === localEnd) continue;
    const domainStart =
      at.index + at[0].length + (isSpelled && text[at.index + at[0].length] === " " ? 1 : 0);
    const end = domainEnd(text, domainStart);
    if (end !== null) yield [start, end];
  }
}

/** Where a domain ends that begins there; null where there is none that can exist. */
function domainEnd(text: string, start: number): number | null {
  let labels = [""];
  let end = start;
  let at = start;
  while (at < text.length && at - start < maxDomain) {
    spelledDot.lastIndex = at;
    const dot = text[at] === "." ? "." : spelledDot.exec(text)?.[0];
    if (dot !== undefined) {
      labels.push("");
      at += dot.length;
      continue;
    }
    if (!isDomain.test(text.charAt(at))) break;
    labels = [...labels.slice(0, -1), `${labels.at(-1) ?? ""}${text.charAt(at++)}`];
    end = at;
  }
  const written = labels.filter(Boolean);
  const last = written.at(-1)?.toLowerCase() ?? "";
  return written.length >= 2 && (topLevelDomains.has(last) || /[^\p{ASCII}]/u.test(last)) ? end : null;
}

const ibanStart = /[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/gi;

function* bankAccounts(text: string): Generator<Span> {
  for (const begin of text.matchAll(ibanStart)) {
    const length = ibanLengths[begin[0].slice(0, 2).toUpperCase()];
    if (length === undefined || isWordCharacter(text.charAt(begin.index - 1))) continue;
    let written = "";
    let at = begin.index;
    for (; at < text.length && written.length < length; at++) {
      const character = text.charAt(at);
      if (/[A-Z0-9]/i.test(character)) written += character.toUpperCase();
      // A space after a group, as people copy it; never two.
      else if (!/[ \u00a0-]/.test(character) || !/[A-Z0-9]/i.test(text.charAt(at - 1))) break;
    }
    if (written.length === length && !isWordCharacter(text.charAt(at)) && passesMod97(written))
      yield [begin.index, at];
  }
}

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1. */
function passesMod97(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Digits with at most two separators between them: 0171 / 123-45. */
interface DigitRun {
  start: number;
  end: number;
  digits: string;
  /** How many digits stand together, group by group. */
  groups: string[];
  /** What parts the groups. */
  separators: string[];
  /** + or ( before the first digit. */
  prefix: string;
}

const minRunDigits = 7;
const maxRunDigits = 24;
const separator = /[ \u00a0\u2009\u202f().\-\u2010-\u2013\u2011/]/;
const maxSeparator = 3;

function digitRuns(text: string): DigitRun[] {
  const runs: DigitRun[] = [];
  for (let at = 0; at < text.length;) {
    if (digitAt(text, at) === null) {
      at++;
      continue;
    }
    const run = readRun(text, at);
    if (run.digits.length >= minRunDigits && run.digits.length <= maxRunDigits) runs.push(run);
    at = run.end;
  }
  return runs;
}

function readRun(text: string, first: number): DigitRun {
  const groups = [""];
  const separators: string[] = [];
  let end = first;
  for (let at = first; at < text.length;) {
    const digit = digitAt(text, at);
    if (digit !== null) {
      groups[groups.length - 1] += digit;
      end = ++at;
      continue;
    }
    let gap = at;
    while (gap - at < maxSeparator && separator.test(text.charAt(gap))) gap++;
    if (gap === at || digitAt(text, gap) === null) break;
    separators.push(text.slice(at, gap));
    groups.push("");
    at = gap;
  }
  const [prefix = ""] = /[+(＋]{0,2}$/u.exec(text.slice(Math.max(0, first - 2), first)) ?? [];
  return { start: first - prefix.length, end, digits: groups.join(""), groups, separators, prefix };
}

/** Digits of other scripts and widths count as what they mean: ０７ and ٠٧ are 07. */
function digitAt(text: string, at: number): string | null {
  const unit = text.charCodeAt(at);
  if (unit >= 0x30 && unit <= 0x39) return text.charAt(at);
  for (const zero of [0x0660, 0x06f0, 0x0966, 0xff10])
    if (unit >= zero && unit <= zero + 9) return String(unit - zero);
  return null;
}

// First digits and lengths by issuer, without which one number in ten would be a card by chance.
const cardKinds: readonly [start: RegExp, lengths: readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[68-9])/, [14, 16]],
  [/^(?:6011|65|64[4-9]|62)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^(?:5018|5020|5038|6304|6759|676[1-3])/, [16, 18, 19]],
];

function* cards(text: string, runs: readonly DigitRun[]): Generator<Span> {
  for (const { start, end, digits, groups, separators, prefix } of runs) {
    if (isPartOfSomething(text, start, end)) continue;
    const known = cardKinds.some(([begin, lengths]) => begin.test(digits) && lengths.includes(digits.length));
    const isGrouped =
      groups.length === 1 ||
      (groups.every(({ length }) => length >= 3) && separators.every(({ length }) => length === 1));
    if (known && isGrouped && prefix === "" && passesLuhn(digits)) yield [start, end];
  }
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

// What people write before a number that one can call, in a few languages.
const cue =
  /(?:call|calls|ring|phone|tel|telephone|mobile|cell|text|txt|whats ?app|telegram|signal|viber|sms|fax|contact|number is|handy|telefon|anruf|numéro|téléphone|móvil|teléfono|телефон|звоните|(?:☎|📞|📱)\ufe0f?)[\s:.,=+(-]{0,4}(?:(?:us|me|him|her|on|at|now|no|nr|num|number|is)[\s:.,=+(-]{1,4}){0,3}$/iu;
const cueReach = 40;

function* phoneNumbers(text: string, runs: readonly DigitRun[]): Generator<Span> {
  for (const run of runs) {
    if (isPartOfSomething(text, run.start, run.end)) continue;
    if (
      isPhoneNumber(run) ||
      (mayBeCalled(run) && cue.test(text.slice(Math.max(0, run.start - cueReach), run.start)))
    )
      yield [run.start, run.end];
  }
}

/** A number that says by its form that it can be called: +44 …, 00 44 …, 0171 …, (212) 555-0123. */
function isPhoneNumber({ digits, groups, separators, prefix }: DigitRun): boolean {
  if (isDateOrRange(groups, separators) || digits.endsWith("123456789")) return false;
  const { length } = digits;
  const first = groups[0] ?? "";
  if (/[+＋]/u.test(prefix)) return length >= 8 && length <= 15 && digits[0] !== "0" && groups.length <= 7;
  if (/^00[1-9]/.test(digits)) return length >= 10 && length <= 17 && groups.length <= 8;
  if (/^0[1-9]/.test(first))
    return length >= 9 && length <= 12 && groups.length <= 6 && (groups.length > 1 || length >= 10);
  return isNorthAmerican(digits, groups);
}

function isNorthAmerican(digits: string, groups: readonly string[]): boolean {
  const shape = groups.map(({ length }) => length).join(" ");
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits) && (shape === "3 3 4" || shape === "1 3 3 4");
}

/** With a word such as "call" before it less is asked, but a date or a price stays one. */
const mayBeCalled = ({ digits, groups, separators }: DigitRun): boolean =>
  digits.length <= 15 &&
  groups.length <= 7 &&
  !isDateOrRange(groups, separators) &&
  !/^(\d)\1+$/.test(digits);

function isDateOrRange(groups: readonly string[], separators: readonly string[]): boolean {
  const [first = "", second = "", third = ""] = groups;
  const day = (written: string): boolean => /^\d{1,2}$/.test(written) && Number(written) <= 31;
  const year = (written: string): boolean => /^(?:1[5-9]|20)\d{2}$/.test(written);
  if (day(first) && day(second) && year(third.slice(0, 4)) && third.length <= 6) return true;
  if (year(first) && groups.length > 1 && groups.every((group) => day(group) || year(group))) return true;
  // 1.000.000 and 2 124 821 694: thousands parted by one sign.
  const isGrouped = groups.length > 1 && groups.slice(1).every(({ length }) => length === 3);
  return isGrouped && first.length <= 3 && first[0] !== "0" && new Set(separators).size === 1;
}

const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);

/** Digits in a word, a web address, an amount or a decimal are no number of their own. */
function isPartOfSomething(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  return (
    isWordCharacter(before) ||
    /[/=#&@$£€¥%_~?]/.test(before) ||
    /[$£€¥%_@]/.test(after) ||
    (/[.,:-]/.test(before) && digitAt(text, start - 2) !== null) ||
    (/[,:]/.test(after) && digitAt(text, end + 1) !== null)
  );
}
