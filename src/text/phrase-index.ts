// Lists made ready for matching: the phrases of all of them share two automata, one over the words of a text and one,
// for phrases with marks of their own, over the text as written.
import { buildAhoCorasick, type AhoCorasick } from "./aho-corasick.ts";
import { foldPhrase } from "./folded-lane.ts";
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
}

export const openStart = 1;
export const openEnd = 2;
export const allowed = 4;
export const suspected = 8;
// Shorter ones are in words by chance: class, title.
const minStem = 5;

export function buildPhraseIndex(sources: readonly WordSource[]): PhraseIndex {
  const uses = sources.flatMap(({ phrases, allow, suspect }, source) => [
    ...usesOf(phrases, source, 0, suspect),
    ...usesOf(allow, source, allowed),
  ]);
  const usesOfKind = (wanted: Phrase["kind"]): Use[] =>
    uses.filter(([kind]) => kind === wanted).map(([, use]) => use);
  return {
    words: buildPhraseAutomaton(usesOfKind("words")),
    literal: buildPhraseAutomaton(usesOfKind("literal")),
  };
}

/** Lists of this size take a part of a second to make ready. */
export const minSharedPhrases = 2_000;
const maxShared = 8;
const shared = new Map<string, PhraseIndex>();

/** The index of one large list, the same one for every site, rule and revision of the rules that uses these phrases. */
export function sharedIndex(source: WordSource): PhraseIndex {
  const content = [...source.phrases, "", ...source.allow, "", ...(source.suspect ?? [])].join("\n");
  const index = shared.get(content) ?? buildPhraseIndex([source]);
  // The one used last is kept longest.
  shared.delete(content);
  shared.set(content, index);
  const [oldest] = shared.keys();
  if (shared.size > maxShared && oldest !== undefined) shared.delete(oldest);
  return index;
}

export function isOpenKey({ firstUse, flags }: PhraseAutomaton, key: number): boolean {
  for (let use = firstUse[key] as number; use < (firstUse[key + 1] as number); use++) {
    if (((flags[use] as number) & (openStart | openEnd | suspected)) !== 0) return true;
  }
  return false;
}

interface Use {
  key: string;
  source: number;
  phrase: number;
  flags: number;
}

function usesOf(
  written: readonly string[],
  source: number,
  flags: number,
  suspect?: ReadonlySet<number>,
): [Phrase["kind"], Use][] {
  return written.flatMap((text, phrase): [Phrase["kind"], Use][] => {
    const parsed = parsePhrase(text);
    if (parsed === null) return [];
    const open = (parsed.openStart ? openStart : 0) | (parsed.openEnd ? openEnd : 0);
    const stem = suspect?.has(phrase) === true && parsed.key.length >= minStem ? suspected : 0;
    const use = { key: parsed.key, source, phrase, flags: flags | open | stem };
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
