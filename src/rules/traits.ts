// All that the learned check looks at in a comment: what it consists of, and beside it what kinds of phrases of the spam
// pack it holds. How much such a sign means, on or off, is learnt from each site's own decisions like any other trait.
import { type Feature, featureId, type FeatureSource, featuresOf, quoted } from "../text/features.ts";
import { originalSpan } from "../text/lane.ts";
import { buildWordMatcher, findWords, type WordMatcher } from "../text/word-matcher.ts";
import { spamPack } from "./packs/spam.ts";
import { sourceOfEntries } from "./word-list.ts";

// A kind of phrase sums up many words that a young model has not seen yet. Measured by test/bench/spam.ts.
const signWeight = 2;
const maxKinds = 3;

const lists = spamPack.wordLists;
// Built when a site first has something to learn with, not whenever a program starts.
let built: WordMatcher | null = null;
const matcher = (): WordMatcher =>
  (built ??= buildWordMatcher(lists.map(({ entries, allow }) => sourceOfEntries(entries, allow ?? []))));

/** Each trait once; linear in the length of the text, and bounded in number. */
export const traitsOf = (source: FeatureSource): Feature[] => [
  ...featuresOf(source),
  ...signsOf(source.body),
];

function signsOf(body: string): Feature[] {
  const spans = spansByList(body);
  const signs = [...spans].flatMap(([list, [first, second]]) => {
    const { key, name } = lists[list]!;
    const sign: Feature = {
      id: featureId(`sign ${key}`),
      label: quoted(body, first!),
      weight: signWeight,
      span: first!,
    };
    if (second === undefined) return [sign];
    return [
      sign,
      { ...sign, id: featureId(`signs ${key}`), label: `several phrases of the list ${name}`, span: second },
    ];
  });
  const kinds = Math.min(spans.size, maxKinds);
  const label = kinds === 0 ? "no phrase that is common in spam" : "phrases that are common in spam";
  return [...signs, { id: featureId(`kinds ${kinds}`), label, weight: signWeight, span: null }];
}

/** The first two places of each list's phrases that do not overlap. */
function spansByList(body: string): Map<number, Span[]> {
  const spans = new Map<number, Span[]>();
  for (const { lane, hits } of findWords(matcher(), body)) {
    // Parts of longer words are no phrases.
    if (lane.name === "suspect") continue;
    for (const [list, ofList] of hits.entries()) {
      for (const { start, end } of ofList ?? []) {
        const span = originalSpan(lane, start, end);
        const known = spans.get(list) ?? [];
        if (known.length < 2 && !known.some((other) => other[0] < span[1] && span[0] < other[1]))
          spans.set(list, [...known, span]);
      }
    }
  }
  return new Map([...spans].sort(([a], [b]) => a - b));
}

type Span = [start: number, end: number];
