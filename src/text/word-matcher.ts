// Many lists, one pass over each reading of a text.
import { scan } from "./aho-corasick.ts";
import type { Units } from "./disguise-trail.ts";
import { findDisguised, showsOrHides, type DisguisedWord } from "./disguised-words.ts";
import type { Lane } from "./lane.ts";
import { buildLanes } from "./lanes.ts";
import { literalStream, wordStream, type Stream } from "./phrase.ts";
import {
  allowed,
  buildPhraseIndex,
  minSharedPhrases,
  openEnd,
  openStart,
  suspected,
  type PhraseAutomaton,
  type PhraseIndex,
  preparePhraseIndex,
  prepareSharedIndex,
  sharedIndex,
  type WordSource,
} from "./phrase-index.ts";
import { mayHoldWords, mayHoldWritten, type QuickText, readQuickly } from "./quick-look.ts";
import { gap, lentCharacterKinds, isBoundary, isContracted, wordEnd, wordStart } from "./word-characters.ts";

const maxHitsPerText = 10_000;
// A word with a sign for a letter was disguised, so what is joined to it does not make it another: "c0cksucker".
// Shorter ones come about by chance.
const minDisguised = 4;

export interface WordHit {
  /** The phrase's index in its source. */
  phrase: number;
  /** Units of the lane, end exclusive. */
  start: number;
  end: number;
}

/** What one reading of a text shows. */
export interface LaneHits {
  lane: Lane;
  /** By the source's number, in the order of the text; sources without a hit have no entry. */
  hits: (WordHit[] | undefined)[];
}

export interface WordMatcher {
  sourceCount: number;
  parts: readonly MatcherPart[];
}

interface MatcherPart {
  index: PhraseIndex;
  /** The matcher's number of each of the index's sources. */
  sources: readonly number[];
}

/** Small lists are read together; a large one by itself, made ready once for all that use it. */
export function buildWordMatcher(sources: readonly WordSource[]): WordMatcher {
  const { large, small } = bySize(sources);
  const parts = large.map((number) => ({ index: sharedIndex(sources[number]!), sources: [number] }));
  if (small.length > 0) parts.push({ index: buildPhraseIndex(pick(sources, small)), sources: small });
  return { sourceCount: sources.length, parts };
}

/** The same, in slices that let other work pass. */
export async function prepareWordMatcher(sources: readonly WordSource[]): Promise<WordMatcher> {
  const { large, small } = bySize(sources);
  const parts: MatcherPart[] = [];
  for (const number of large) {
    parts.push({ index: await prepareSharedIndex(sources[number]!), sources: [number] });
  }
  if (small.length > 0) parts.push({ index: await preparePhraseIndex(pick(sources, small)), sources: small });
  return { sourceCount: sources.length, parts };
}

function bySize(sources: readonly WordSource[]): { large: number[]; small: number[] } {
  const numbers = sources.map((_, number) => number);
  const isLarge = (number: number): boolean => sources[number]!.phrases.length >= minSharedPhrases;
  return { large: numbers.filter(isLarge), small: numbers.filter((number) => !isLarge(number)) };
}

const pick = (sources: readonly WordSource[], numbers: readonly number[]): WordSource[] =>
  numbers.map((number) => sources[number]!);

/** The hits in each lane that shows any, those left out that an allowed phrase covers. */
export function findWords(matcher: WordMatcher, original: string): LaneHits[] {
  if (matcher.sourceCount === 0) return [];
  const text = readQuickly(original);
  if (text === null) return findWithCare(matcher, original);
  const parts = matcher.parts.filter(({ index }) => mayHold(index, text));
  return parts.length === 0 ? [] : findWithCare({ ...matcher, parts }, original);
}

/** The same without the quick look at first. */
export function findWithCare({ parts }: WordMatcher, original: string): LaneHits[] {
  const lanes = buildLanes(original);
  const readings = lanes.map((lane) => findInLane(parts, lane));
  // Disguises are looked for where letters are read as letters already.
  const last = lanes.at(-1)!;
  const leet: (WordHit[] | undefined)[] = [];
  const joined: (WordHit[] | undefined)[] = [];
  const units = unitsOf(last.text);
  for (const part of parts) {
    for (const word of findDisguised(part.index.words.automaton, units)) {
      addDisguised(part, word, word.isLeet ? leet : joined);
    }
  }
  const found: LaneHits[] = [];
  const show = (lane: Lane, hits: Found["hits"], allow: Found["allow"]): void => {
    if (hits.length === 0) return;
    found.push({ lane, hits: hits.map((of, source) => uncovered(of ?? [], allow[source] ?? [])) });
  };
  for (const [index, { hits, allow }] of readings.entries()) show(lanes[index]!, hits, allow);
  const { allow } = readings.at(-1)!;
  show({ ...last, name: "leet" }, leet, allow);
  show({ ...last, name: "joined" }, joined, allow);
  for (const [index, { suspects, allow }] of readings.entries()) {
    show({ ...lanes[index]!, name: "suspect" }, suspects, allow);
  }
  return found;
}

/** Whether one look at a text is not enough to see that it holds nothing. */
const mayHold = ({ words, literal }: PhraseIndex, text: QuickText): boolean =>
  // Where words are words and nothing else, one walk from the start of each tells of disguises as well.
  (words.hasOpenKeys || text.hasForeign
    ? mayHoldWords(words, text) || findDisguised(words.automaton, text).length > 0
    : showsOrHides(words.automaton, text)) ||
  (literal.automaton.keys.length > 0 && (text.hasInvisible || mayHoldWritten(literal, text)));

interface Found {
  hits: (WordHit[] | undefined)[];
  /** Words of which a phrase is only a part. */
  suspects: (WordHit[] | undefined)[];
  allow: (WordHit[] | undefined)[];
}

function findInLane(parts: readonly MatcherPart[], lane: Lane): Found {
  const found: Found = { hits: [], allow: [], suspects: [] };
  const kinds = lentCharacterKinds(lane.text);
  for (const { index, sources } of parts) {
    let room = maxHitsPerText;
    const collect = (kind: keyof Found, source: number, hit: WordHit): boolean => {
      add(found[kind], sources[source] as number, hit);
      return --room > 0;
    };
    scanPhrases(index.words, { kinds, lane, stream: () => wordStream(lane.text, kinds) }, collect);
    scanPhrases(index.literal, { kinds, lane, stream: () => literalStream(lane.text) }, collect);
  }
  return found;
}

function add(lists: (WordHit[] | undefined)[], source: number, hit: WordHit): void {
  (lists[source] ??= []).push(hit);
}

function addDisguised(
  { index, sources: numbers }: MatcherPart,
  { key, start, end }: DisguisedWord,
  hits: Found["hits"],
): void {
  const { firstUse, sources, phrases, flags } = index.words;
  for (let use = firstUse[key] ?? 0; use < (firstUse[key + 1] ?? 0); use++) {
    if (((flags[use] ?? 0) & allowed) !== 0) continue;
    add(hits, numbers[sources[use] as number] as number, { phrase: phrases[use] ?? 0, start, end });
  }
}

let scratch = new Uint16Array(1_024);

function unitsOf(text: string): Units {
  if (text.length > scratch.length) scratch = new Uint16Array(text.length * 2);
  for (let at = 0; at < text.length; at++) scratch[at] = text.charCodeAt(at);
  return { units: scratch, length: text.length };
}

type Span = Pick<WordHit, "start" | "end">;

function scanPhrases(
  { automaton, firstUse, sources, phrases, flags }: PhraseAutomaton,
  { kinds, lane, stream }: { kinds: Uint8Array; lane: Lane; stream: () => Stream },
  collect: (kind: keyof Found, source: number, hit: WordHit) => boolean,
): void {
  if (automaton.keys.length === 0) return;
  const read = stream();
  const { positions } = read;
  const unitAt = (at: number): number => (at < lane.text.length ? lane.text.charCodeAt(at) : 0);
  const isWordBoundary = (at: number): boolean => isBoundary(kinds, at) && !isContracted(unitAt, at);
  scan(automaton, read, (key, streamStart, streamEnd) => {
    const start = positions[streamStart] ?? 0;
    const end = (positions[streamEnd - 1] ?? 0) + 1;
    const startIsFree = kinds[start] === gap || isWordBoundary(start);
    const endIsFree = kinds[end - 1] === gap || isWordBoundary(end);
    const isDisguised = end - start >= minDisguised && hasChanged(lane, start, end);
    for (let use = firstUse[key] ?? 0; use < (firstUse[key + 1] ?? 0); use++) {
      const flag = flags[use] ?? 0;
      const startIsOpen = isDisguised || (flag & openStart) !== 0;
      const endIsOpen = isDisguised || (flag & openEnd) !== 0;
      const isWithin = (!startIsFree && !startIsOpen) || (!endIsFree && !endIsOpen);
      if (isWithin && (flag & suspected) === 0) continue;
      const hit = {
        phrase: phrases[use] ?? 0,
        start: startIsOpen || isWithin ? wordStart(kinds, start) : start,
        end: endIsOpen || isWithin ? wordEnd(kinds, end) : end,
      };
      const kind = isWithin ? "suspects" : (flag & allowed) !== 0 ? "allow" : "hits";
      if (!collect(kind, sources[use] ?? 0, hit)) return false;
    }
    return true;
  });
}

/** Whether a letter of another script was read as one of these. */
function hasChanged({ changed }: Lane, start: number, end: number): boolean {
  for (let at = start; changed !== undefined && at < end; at++) if (changed.has(at)) return true;
  return false;
}

function uncovered(hits: WordHit[], allow: Span[]): WordHit[] {
  const byPlace = (a: Span, b: Span): number => a.start - b.start || b.end - a.end;
  hits.sort((a, b) => byPlace(a, b) || a.phrase - b.phrase);
  allow.sort(byPlace);
  let next = 0;
  let reach = 0;
  return hits.filter((hit, index) => {
    for (let span = allow[next]; span !== undefined && span.start <= hit.start; span = allow[++next]) {
      reach = Math.max(reach, span.end);
    }
    const before = hits[index - 1];
    const isRepeat = before?.start === hit.start && before.end === hit.end && before.phrase === hit.phrase;
    return hit.end > reach && !isRepeat;
  });
}
