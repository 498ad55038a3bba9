// Many lists, one pass: the phrases of all of them share two automata, one over the words of a text and one, for
// phrases with marks of their own, over the text as written.
import { buildAhoCorasick, scan, type AhoCorasick } from "./aho-corasick.ts";
import { findDisguised, type DisguisedWord } from "./disguised-words.ts";
import { foldPhrase } from "./folded-lane.ts";
import type { Lane, LaneName } from "./lane.ts";
import { buildLanes } from "./lanes.ts";
import { mayHoldWords, mayHoldWritten, readQuickly } from "./quick-look.ts";
import { literalStream, parsePhrase, wordStream, type Phrase, type Stream } from "./phrase.ts";
import { characterKinds, gap, isBoundary, wordEnd, wordStart } from "./word-characters.ts";

const maxHitsPerText = 10_000;
// A word with a sign for a letter was disguised, so what is joined to it does not make it another: "c0cksucker".
// Shorter ones come about by chance.
const minDisguised = 4;

export interface WordSource {
  phrases: readonly string[];
  /** A hit that lies within one of these is none: "Dick Van Dyke" covers "dick". */
  allow: readonly string[];
}

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
  words: PhraseAutomaton;
  literal: PhraseAutomaton;
}

interface PhraseAutomaton {
  automaton: AhoCorasick;
  /** The uses of key `k` lie at `firstUse[k]` up to `firstUse[k + 1]`. */
  firstUse: Uint32Array;
  sources: Uint32Array;
  phrases: Uint32Array;
  flags: Uint8Array;
}

const openStart = 1;
const openEnd = 2;
const allowed = 4;

export function buildWordMatcher(sources: readonly WordSource[]): WordMatcher {
  const uses = sources.flatMap(({ phrases, allow }, source) => [
    ...usesOf(phrases, source, 0),
    ...usesOf(allow, source, allowed),
  ]);
  const usesOfKind = (wanted: Phrase["kind"]): Use[] =>
    uses.filter(([kind]) => kind === wanted).map(([, use]) => use);
  return {
    sourceCount: sources.length,
    words: buildPhraseAutomaton(usesOfKind("words")),
    literal: buildPhraseAutomaton(usesOfKind("literal")),
  };
}

/** The hits in each lane that shows any, those left out that an allowed phrase covers. */
export function findWords(matcher: WordMatcher, original: string): LaneHits[] {
  return matcher.sourceCount === 0 || isFreeAtOnce(matcher, original) ? [] : findWithCare(matcher, original);
}

/** The same without the quick look at first. */
export function findWithCare(matcher: WordMatcher, original: string): LaneHits[] {
  const lanes = buildLanes(original);
  const found = lanes.map((lane) => ({ lane, found: findInLane(matcher, lane) }));
  // Disguises are looked for where letters are read as letters already.
  const last = found.at(-1)!;
  for (const { name, words } of disguises(matcher, last.lane)) {
    const hits: Found = { hits: [], allow: last.found.allow };
    for (const word of words) addDisguised(matcher.words, word, hits);
    found.push({ lane: { ...last.lane, name }, found: hits });
  }
  return found.flatMap(({ lane, found: { hits, allow } }) =>
    hits.length === 0
      ? []
      : [{ lane, hits: hits.map((of, source) => uncovered(of ?? [], allow[source] ?? [])) }],
  );
}

/** Whether one look at a plain ASCII text is enough to see that it holds nothing. */
function isFreeAtOnce({ words, literal }: WordMatcher, original: string): boolean {
  const text = readQuickly(original);
  return (
    text !== null &&
    !mayHoldWords(words.automaton, text, (key) => isOpenKey(words, key)) &&
    (literal.automaton.keys.length === 0 ||
      !(text.hasInvisible || mayHoldWritten(literal.automaton, text))) &&
    findDisguised(words.automaton, text).length === 0
  );
}

function isOpenKey({ firstUse, flags }: PhraseAutomaton, key: number): boolean {
  for (let use = firstUse[key] as number; use < (firstUse[key + 1] as number); use++) {
    if (((flags[use] as number) & (openStart | openEnd)) !== 0) return true;
  }
  return false;
}

interface Found {
  hits: (WordHit[] | undefined)[];
  allow: (WordHit[] | undefined)[];
}

function findInLane(matcher: WordMatcher, lane: Lane): Found {
  const found: Found = { hits: [], allow: [] };
  const kinds = characterKinds(lane.text);
  let room = maxHitsPerText;
  const collect = (source: number, isAllowed: boolean, hit: WordHit): boolean => {
    add(isAllowed ? found.allow : found.hits, source, hit);
    return --room > 0;
  };
  scanPhrases(matcher.words, { kinds, lane, stream: () => wordStream(lane.text, kinds) }, collect);
  scanPhrases(matcher.literal, { kinds, lane, stream: () => literalStream(lane.text) }, collect);
  return found;
}

function add(lists: (WordHit[] | undefined)[], source: number, hit: WordHit): void {
  (lists[source] ??= []).push(hit);
}

function disguises({ words }: WordMatcher, { text }: Lane): { name: LaneName; words: DisguisedWord[] }[] {
  const units = unitsOf(text);
  const found = findDisguised(words.automaton, { units, length: text.length });
  if (found.length === 0) return [];
  return [
    { name: "leet", words: found.filter(({ isLeet }) => isLeet) },
    { name: "joined", words: found.filter(({ isLeet }) => !isLeet) },
  ];
}

function addDisguised(
  { firstUse, sources, phrases, flags }: PhraseAutomaton,
  { key, start, end }: DisguisedWord,
  found: Found,
): void {
  for (let use = firstUse[key] ?? 0; use < (firstUse[key + 1] ?? 0); use++) {
    if (((flags[use] ?? 0) & allowed) !== 0) continue;
    add(found.hits, sources[use] ?? 0, { phrase: phrases[use] ?? 0, start, end });
  }
}

let scratch = new Uint16Array(1_024);

function unitsOf(text: string): Uint16Array {
  if (text.length > scratch.length) scratch = new Uint16Array(text.length * 2);
  for (let at = 0; at < text.length; at++) scratch[at] = text.charCodeAt(at);
  return scratch;
}

type Span = Pick<WordHit, "start" | "end">;

interface Use {
  key: string;
  source: number;
  phrase: number;
  flags: number;
}

function usesOf(written: readonly string[], source: number, flags: number): [Phrase["kind"], Use][] {
  return written.flatMap((text, phrase): [Phrase["kind"], Use][] => {
    const parsed = parsePhrase(text);
    if (parsed === null) return [];
    const open = (parsed.openStart ? openStart : 0) | (parsed.openEnd ? openEnd : 0);
    const use = { key: parsed.key, source, phrase, flags: flags | open };
    // The text's later lanes are folded, so the phrase must be, too.
    const folded = foldPhrase(parsed.key);
    const uses: [Phrase["kind"], Use][] = [[parsed.kind, use]];
    if (folded !== parsed.key && folded.trim() !== "") uses.push([parsed.kind, { ...use, key: folded }]);
    return uses;
  });
}

function buildPhraseAutomaton(uses: readonly Use[]): PhraseAutomaton {
  const automaton = buildAhoCorasick(uses.map((use) => use.key));
  const indexes = new Map(automaton.keys.map((key, index) => [key, index]));
  const ordered = uses.map((use) => ({ use, key: indexes.get(use.key) ?? 0 })).sort((a, b) => a.key - b.key);
  const firstUse = new Uint32Array(automaton.keys.length + 1);
  for (const { key } of ordered) firstUse[key + 1] = (firstUse[key + 1] ?? 0) + 1;
  for (let key = 0; key < automaton.keys.length; key++) {
    firstUse[key + 1] = (firstUse[key + 1] ?? 0) + (firstUse[key] ?? 0);
  }
  return {
    automaton,
    firstUse,
    sources: Uint32Array.from(ordered, ({ use }) => use.source),
    phrases: Uint32Array.from(ordered, ({ use }) => use.phrase),
    flags: Uint8Array.from(ordered, ({ use }) => use.flags),
  };
}

function scanPhrases(
  { automaton, firstUse, sources, phrases, flags }: PhraseAutomaton,
  { kinds, lane, stream }: { kinds: Uint8Array; lane: Lane; stream: () => Stream },
  collect: (source: number, isAllowed: boolean, hit: WordHit) => boolean,
): void {
  if (automaton.keys.length === 0) return;
  const read = stream();
  const { positions } = read;
  scan(automaton, read, (key, streamStart, streamEnd) => {
    const start = positions[streamStart] ?? 0;
    const end = (positions[streamEnd - 1] ?? 0) + 1;
    const startIsFree = kinds[start] === gap || isBoundary(kinds, start);
    const endIsFree = kinds[end - 1] === gap || isBoundary(kinds, end);
    const disguised = disguiseOf(lane, start, end);
    if (disguised === disguise.number) return true;
    const isDisguised = disguised === disguise.word && end - start >= minDisguised;
    for (let use = firstUse[key] ?? 0; use < (firstUse[key + 1] ?? 0); use++) {
      const flag = flags[use] ?? 0;
      const startIsOpen = isDisguised || (flag & openStart) !== 0;
      const endIsOpen = isDisguised || (flag & openEnd) !== 0;
      if ((!startIsFree && !startIsOpen) || (!endIsFree && !endIsOpen)) continue;
      const hit = {
        phrase: phrases[use] ?? 0,
        start: startIsOpen ? wordStart(kinds, start) : start,
        end: endIsOpen ? wordEnd(kinds, end) : end,
      };
      if (!collect(sources[use] ?? 0, (flag & allowed) !== 0, hit)) return false;
    }
    return true;
  });
}

const disguise = { none: 0, word: 1, number: 2 } as const;

/** How a match was disguised: not at all, as a word with some signs in it, or as what is rather a number (800b). */
function disguiseOf({ changed }: Lane, start: number, end: number): number {
  if (changed === undefined) return disguise.none;
  let signs = 0;
  let digits = 0;
  for (let at = start; at < end; at++) {
    if (changed[at] !== 0) signs++;
    if (changed[at] === 2) digits++;
  }
  return signs === 0 ? disguise.none : digits * 2 > end - start ? disguise.number : disguise.word;
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
