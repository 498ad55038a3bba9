// What a comment consists of, for a check that learns: words, stems and pairs of stems of the folded text, and how it looks.
import { foldedLane } from "./folded-lane.ts";
import { type Lane, originalSpan } from "./lane.ts";
import { findLinks } from "./links.ts";
import { lookalikeLane } from "./lookalike-lane.ts";
import { plainLane } from "./plain-lane.ts";
import { countCapitals, countCodePoints, longestLetterRun } from "./shape.ts";

export interface Feature {
  /** The same number for the same trait of any comment; no word can be read from it. */
  id: number;
  /** To be read in a sentence: “subscribe”, 2 links. */
  label: string;
  /** How much a trait of its kind counts beside others, whatever is learnt of it. */
  weight: number;
  /** Where it first stands in the body; null for what belongs to no place. */
  span: [start: number, end: number] | null;
}

export interface FeatureSource {
  body: string;
  authorName: string;
  authorEmail: string | null;
}

// Enough to know a text by; more would only make a long one dearer.
const maxWords = 400;
const maxNameWords = 8;
const maxLinkDomains = 10;
const longestWord = 40;
// subscribe, subscribed, subscriber: in most languages the ending says least.
const stemLength = 5;
const widestPairGap = 3;

// Measured by test/bench/spam.ts: whether there are links says more than another word, a name less.
const linkWeight = 2;
const nameWeight = 0.5;
// Pieces of a text tell where its words are new: other endings and spellings, words written as one.
const pieceWeight = 0.2;
const pieceLength = 4;
const maxPieces = 200;

// Looked up once: where the global object is watched, as by a test runner, each look costs more than the product.
const { imul } = Math;

const word = /[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;
const number = /^\p{N}+$/u;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

type Add = (key: string, label: string, more?: { span?: Feature["span"]; weight?: number }) => void;

/** Each trait once, in the order of the text. Linear in the length of the text, and bounded in number. */
export function featuresOf({ body, authorName, authorEmail }: FeatureSource): Feature[] {
  const features = new Map<string, Feature>();
  const add: Add = (key, label, { span = null, weight = 1 } = {}) => {
    if (!features.has(key)) features.set(key, { id: featureId(key), label, weight, span });
  };
  addWords(body, add);
  addShape(body, add);
  addPunctuation(body, add);
  addAuthor(authorName, authorEmail, add);
  return [...features.values()];
}

interface Word {
  text: string;
  start: number;
  end: number;
}

function addWords(body: string, add: Add): void {
  const lane = folded(body);
  const words = wordsOf(lane, maxWords);
  let previous: Word | null = null;
  for (const current of words) {
    const { text, start, end } = current;
    const span = originalSpan(lane, start, end);
    const label = quoted(body, span);
    add(`word ${text}`, label, { span });
    if (stemOf(text) !== text) add(`stem ${stemOf(text)}`, label, { span });
    if (previous !== null && start - previous.end <= widestPairGap) {
      const pair = originalSpan(lane, previous.start, end);
      add(`stems ${stemOf(previous.text)} ${stemOf(text)}`, quoted(body, pair), { span: pair });
    }
    previous = current;
  }
  addPieces(body, lane, add);
  // How a text begins and ends says what it is for: a greeting, an offer, a thank-you.
  for (const [place, edge] of [["first", words[0]] as const, ["last", words.at(-1)] as const]) {
    if (edge === undefined) continue;
    const span = originalSpan(lane, edge.start, edge.end);
    add(`${place} ${stemOf(edge.text)}`, `${quoted(body, span)} as the ${place} word`, { span });
  }
}

function addPieces(body: string, lane: Lane, add: Add): void {
  const { text } = lane;
  const places: number[] = [];
  let piece = "";
  for (let at = 0, pieces = 0; at < text.length && pieces < maxPieces; at++) {
    const unit = text[at]!;
    if (isSpace(unit) && (at === 0 || isSpace(text[at - 1]!))) continue;
    piece = piece.slice(1 - pieceLength) + (isSpace(unit) ? "_" : isDigit(unit) ? "0" : unit);
    places.push(at);
    if (piece.length < pieceLength) continue;
    pieces++;
    const span = originalSpan(lane, ...wordsAround(text, places.at(-pieceLength)!, at + 1));
    add(`piece ${piece}`, quoted(body, span), { span, weight: pieceWeight });
  }
}

const isSpace = (unit: string): boolean => unit === " " || /\s/.test(unit);
const isDigit = (unit: string): boolean => unit >= "0" && unit <= "9";

/** A reader is shown whole words, as far as they are no monsters. */
function wordsAround(text: string, start: number, end: number): [start: number, end: number] {
  let [from, to] = [start, end];
  while (from < to && isSpace(text[from]!)) from++;
  while (to > from && isSpace(text[to - 1]!)) to--;
  while (from > 0 && start - from < longestWord && !isSpace(text[from - 1]!)) from--;
  while (to < text.length && to - end < longestWord && !isSpace(text[to]!)) to++;
  return [from, to];
}

export const quoted = (body: string, span: readonly [number, number]): string => `“${body.slice(...span)}”`;

const stemOf = (text: string): string => text.slice(0, stemLength);

function folded(original: string): Lane {
  const plain = plainLane(original);
  const lane = foldedLane(plain) ?? plain;
  return lookalikeLane(lane) ?? lane;
}

function wordsOf({ text }: Lane, limit: number): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(word)) {
    if (words.length >= limit) break;
    const [found] = match;
    const start = match.index;
    if (unspaced.test(found)) {
      words.push(...pairsOfCharacters(found, start, limit - words.length));
    } else {
      const value = number.test(found) ? `${Math.min(found.length, 12)} digits` : withoutStretch(found);
      words.push({ text: value, start, end: start + found.length });
    }
  }
  return words;
}

const withoutStretch = (found: string): string => found.slice(0, longestWord).replace(/(.)\1{2,}/gu, "$1$1");

/** Where no space parts the words, two characters are about a word. */
function pairsOfCharacters(found: string, start: number, limit: number): Word[] {
  const words: Word[] = [];
  let before: Word | null = null;
  let at = start;
  for (const character of found) {
    if (words.length >= limit) break;
    const end = at + character.length;
    const current: Word = { text: character, start: at, end };
    if (before !== null) words.push({ text: before.text + character, start: before.start, end });
    before = current;
    at = end;
  }
  return words.length === 0 && before !== null ? [before] : words;
}

function addShape(body: string, add: Add): void {
  const links = findLinks(body);
  add(`links ${Math.min(links.length, 3)}`, links.length === 0 ? "no link" : count(links.length, "link"), {
    weight: linkWeight,
  });
  for (const { domain, start, end } of links.slice(0, maxLinkDomains)) {
    add(`domain ${domain}`, `a link to ${domain}`, { span: [start, end] });
  }
  const { cased, upper } = countCapitals(body);
  if (cased >= 8) add(`capitals ${bucket(upper / cased, [0.12, 0.3, 0.7])}`, "the share of capital letters");
  const length = countCodePoints(body);
  add(
    `length ${bucket(length, [16, 32, 64, 128, 256, 512, 1024])}`,
    `a length of ${count(length, "character")}`,
  );
  const digits = body.match(/\p{N}/gu)?.length ?? 0;
  add(`digits ${bucket(digits, [1, 4, 10])}`, digits === 0 ? "no digits" : count(digits, "digit"));
  const marks = body.match(/[!?]/g)?.length ?? 0;
  if (marks > 0) add(`marks ${bucket(marks, [2, 6])}`, count(marks, "exclamation or question mark"));
  const run = longestLetterRun(body);
  if (run.length >= 4) add("stretched", "a stretched word", { span: [run.start, run.end] });
}

const emoji = /\p{Extended_Pictographic}/gu;
const sentenceEnd = /[.!?。！？]+/gu;
const marksInARow = /([!?.,])[!?.,]{1,19}/g;
const maxMarkRuns = 10;

/** How it is set: hurried, spelled out, shouted, with faces. */
function addPunctuation(body: string, add: Add): void {
  const faces = amountOf(emoji, body, 3);
  add(`emoji ${faces}`, faces === 0 ? "no emoji" : "emoji");
  if (/[:;]-?[)D(P]/.test(body)) add("smiley", "a smiley");
  const sentences = amountOf(sentenceEnd, body, 6);
  add(`sentences ${sentences}`, `the number of sentences`);
  if (body.includes("\n")) add("lines", "several lines");
  if (/^\p{Ll}/u.test(body)) add("small start", "a small letter at the start");
  if (/[.!?。！？]\s*$/u.test(body.slice(-20))) add("full stop", "a full stop at the end");
  let runs = 0;
  for (const { 0: run, 1: first, index } of body.matchAll(marksInARow)) {
    if (runs++ >= maxMarkRuns) break;
    add(`run ${first} ${Math.min(run.length, 4)}`, quoted(run, [0, run.length]), {
      span: [index, index + run.length],
    });
  }
}

function amountOf(pattern: RegExp, body: string, most: number): number {
  let amount = 0;
  for (const found of body.matchAll(pattern)) {
    void found;
    if (++amount >= most) break;
  }
  return amount;
}

function addAuthor(name: string, email: string | null, add: Add): void {
  for (const { text } of wordsOf(folded(name), maxNameWords))
    add(`name ${text}`, `“${text}” in the author's name`, { weight: nameWeight });
  const at = email?.lastIndexOf("@") ?? -1;
  if (email === null || at < 0) return;
  const domain = email.slice(at + 1).toLowerCase();
  add(`mail ${domain}`, `an e-mail address at ${domain}`);
}

const count = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? "" : "s"}`;

/** How many of the bounds a value reaches. */
const bucket = (value: number, bounds: readonly number[]): number =>
  bounds.filter((bound) => value >= bound).length;

/** 53 bits, which JSON and bigint carry exactly (cyrb53): two traits of a vocabulary hardly ever share one. */
export function featureId(key: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    high = imul(high ^ unit, 2654435761);
    low = imul(low ^ unit, 1597334677);
  }
  high = imul(high ^ (high >>> 16), 2246822507) ^ imul(low ^ (low >>> 13), 3266489909);
  low = imul(low ^ (low >>> 16), 2246822507) ^ imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
