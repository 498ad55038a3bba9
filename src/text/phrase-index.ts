// Lists made ready for matching: the phrases of all of them share two automata, one over the words of a text and one,
// for phrases with marks of their own, over the text as written.
import { createHash } from "node:crypto";
import { type AhoCorasick, growAhoCorasick } from "./aho-corasick.ts";
import { foldPhrase } from "./folded-lane.ts";
import { finish, finishInTurns, nextTurn, type Slices } from "./in-slices.ts";
import { parsePhrase, type Phrase } from "./phrase.ts";

export interface WordSource {
  phrases: readonly string[];
  /** A hit that lies within one of these is none: "Dick Van Dyke" covers "dick". */
  allow: readonly string[];
  /** The indexes of the phrases that raise suspicion as a part of a longer word, too. */
  suspect?: ReadonlySet<number>;
}

export interface PhraseIndex {
  words: PhraseAutomaton;
  literal: PhraseAutomaton;
}

export interface PhraseAutomaton {
  automaton: AhoCorasick;
  /** The uses of key `k` lie at `firstUse[k]` up to `firstUse[k + 1]`. */
  firstUse: Uint32Array;
  sources: Uint32Array;
  phrases: Uint32Array;
  flags: Uint8Array;
  /** Some key is met as a part of a word, too. */
  hasOpenKeys: boolean;
}

export const openStart = 1;
export const openEnd = 2;
export const allowed = 4;
export const suspected = 8;
const anyOpen = openStart | openEnd | suspected;
// Shorter ones are in words by chance: class, title.
const minStem = 5;
const phrasesASlice = 128;
const usesASlice = 1_024;

export const buildPhraseIndex = (sources: readonly WordSource[]): PhraseIndex =>
  finish(growPhraseIndex(sources));

export const preparePhraseIndex = (sources: readonly WordSource[]): Promise<PhraseIndex> =>
  finishInTurns(growPhraseIndex(sources));

function* growPhraseIndex(sources: readonly WordSource[]): Slices<PhraseIndex> {
  const uses: Uses = { words: [], literal: [] };
  for (const [source, { phrases, allow, suspect }] of sources.entries()) {
    yield* collectUses(uses, phrases, { source, flags: 0, suspect });
    yield* collectUses(uses, allow, { source, flags: allowed });
  }
  return {
    words: yield* growPhraseAutomaton(uses.words),
    literal: yield* growPhraseAutomaton(uses.literal),
  };
}

/** Lists of this size take a part of a second to make ready. */
export const minSharedPhrases = 2_000;
const maxShared = 8;
const shared = new Map<string, PhraseIndex>();

const underWay = new Map<string, Promise<PhraseIndex>>();

/** The index of one large list, the same one for every site, rule and revision of the rules that uses these phrases. */
export function sharedIndex(source: WordSource): PhraseIndex {
  const content = finish(digestOf(source));
  return keep(content, shared.get(content) ?? buildPhraseIndex([source]));
}

/** The same in slices, so that nothing waits for it; whoever asks meanwhile gets the one under way. */
export async function prepareSharedIndex(source: WordSource): Promise<PhraseIndex> {
  await nextTurn();
  const content = await finishInTurns(digestOf(source));
  const known = shared.get(content);
  if (known !== undefined) return keep(content, known);
  const started =
    underWay.get(content) ??
    preparePhraseIndex([source])
      .then((index) => keep(content, index))
      .finally(() => underWay.delete(content));
  underWay.set(content, started);
  return started;
}

function* digestOf({ phrases, allow, suspect }: WordSource): Slices<string> {
  const hash = createHash("sha256");
  for (const part of [phrases, allow, [...(suspect ?? [])]]) {
    hash.update(`${part.length}\n`);
    for (let from = 0; from < part.length; from += usesASlice) {
      hash.update(part.slice(from, from + usesASlice).join("\n"));
      yield;
    }
  }
  return hash.digest("base64");
}

function keep(content: string, index: PhraseIndex): PhraseIndex {
  // The one used last is kept longest.
  shared.delete(content);
  shared.set(content, index);
  const [oldest] = shared.keys();
  if (shared.size > maxShared && oldest !== undefined) shared.delete(oldest);
  return index;
}

export function isOpenKey({ firstUse, flags }: PhraseAutomaton, key: number): boolean {
  for (let use = firstUse[key] as number; use < (firstUse[key + 1] as number); use++) {
    if (((flags[use] as number) & anyOpen) !== 0) return true;
  }
  return false;
}

interface Use {
  key: string;
  source: number;
  phrase: number;
  flags: number;
}

type Uses = Record<Phrase["kind"], Use[]>;

function* collectUses(
  uses: Uses,
  written: readonly string[],
  { source, flags, suspect }: Pick<Use, "source" | "flags"> & Pick<WordSource, "suspect">,
): Slices<void> {
  for (const [phrase, text] of written.entries()) {
    if (phrase % phrasesASlice === 0) yield;
    const parsed = parsePhrase(text);
    if (parsed === null) continue;
    const open = (parsed.openStart ? openStart : 0) | (parsed.openEnd ? openEnd : 0);
    const stem = suspect?.has(phrase) === true && parsed.key.length >= minStem ? suspected : 0;
    const use = { key: parsed.key, source, phrase, flags: flags | open | stem };
    uses[parsed.kind].push(use);
    // The text's later lanes are folded, so the phrase must be, too.
    const folded = foldPhrase(parsed.key);
    if (folded !== parsed.key && folded.trim() !== "") uses[parsed.kind].push({ ...use, key: folded });
  }
}

function* growPhraseAutomaton(uses: readonly Use[]): Slices<PhraseAutomaton> {
  const automaton = yield* growAhoCorasick(uses.map((use) => use.key));
  const keyOf = yield* numberKeys(automaton.keys);
  const keys = new Uint32Array(uses.length);
  const firstUse = new Uint32Array(automaton.keys.length + 1);
  for (const [index, use] of uses.entries()) {
    if (index % usesASlice === 0) yield;
    keys[index] = keyOf.get(use.key) ?? 0;
    firstUse[keys[index] + 1]!++;
  }
  for (let key = 0; key < automaton.keys.length; key++) firstUse[key + 1]! += firstUse[key]!;
  const next = firstUse.slice();
  const sources = new Uint32Array(uses.length);
  const phrases = new Uint32Array(uses.length);
  const flags = new Uint8Array(uses.length);
  let hasOpenKeys = false;
  for (const [index, use] of uses.entries()) {
    if (index % usesASlice === 0) yield;
    const place = next[keys[index]!]!++;
    sources[place] = use.source;
    phrases[place] = use.phrase;
    flags[place] = use.flags;
    if ((use.flags & anyOpen) !== 0) hasOpenKeys = true;
  }
  return { automaton, firstUse, sources, phrases, flags, hasOpenKeys };
}

function* numberKeys(keys: readonly string[]): Slices<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    if (index % usesASlice === 0) yield;
    numbers.set(key, index);
  }
  return numbers;
}
