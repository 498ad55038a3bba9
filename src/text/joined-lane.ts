// The fifth lane: words that were taken apart (f u c k, f.u.c.k, fu ck), stretched (fuuuck) or masked (f*ck). It is no
// copy of the text but a row of candidates, each of which would be a hit as a whole word and is nothing otherwise.
import { type Lane, type LaneWriter, laneWriter } from "./lane.ts";
import type { MaskedWords } from "./masked-words.ts";
import { characterKinds, gap } from "./word-characters.ts";

// Stands between candidates, so that no phrase can run from one into the next.
const divider = " ꙮ ";
const maxCandidates = 400;
const maxWord = 24;
const minSpaced = 3;
const maxPieces = 4;

interface Word {
  start: number;
  end: number;
  text: string;
}

interface Candidates {
  lane: Lane;
  writer: LaneWriter;
  room: number;
}

/** `base` is the lane in which letters are read as far as signs allow. Null where no word was tampered with. */
export function joinedLane(base: Lane, masked: MaskedWords): Lane | null {
  if (!mayBeTamperedWith(base.text)) return null;
  const words = wordsOf(base.text);
  const candidates: Candidates = { lane: base, writer: laneWriter(64), room: maxCandidates };
  addSpaced(candidates, words);
  addPieces(candidates, words);
  for (const word of words) addStretched(candidates, word);
  addMasked(candidates, masked);
  return candidates.room === maxCandidates ? null : candidates.writer.finish("joined");
}

const isLetter = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit > 0x7f;
// a e i o u y, and what stands alone in honest English: a, i, o.
const vowels = 0x1104111;
const isVowel = (unit: number): boolean =>
  unit >= 0x61 && unit <= 0x7a && ((vowels >> (unit - 0x61)) & 1) === 1;

/** One look at each unit, so that ordinary text costs no more: a letter three times, a sign inside a word, a fragment. */
function mayBeTamperedWith(text: string): boolean {
  let wordLength = 0;
  let vowelCount = 0;
  let run = 1;
  let pairs = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0x20;
    if (unit > 0x7f && foreignMasks.includes(text.charAt(at))) return true;
    if (isLetter(unit)) {
      run = wordLength > 0 && unit === text.charCodeAt(at - 1) ? run + 1 : 1;
      if (run === 3) return true;
      if (run === 2) pairs++;
      if (pairs >= 3) return true;
      wordLength++;
      if (isVowel(unit) || unit > 0x7f || unit <= 0x39) vowelCount++;
      continue;
    }
    if (wordLength > 0) {
      const isAlone =
        wordLength === 1 && text.charCodeAt(at - 1) !== 0x61 && text.charCodeAt(at - 1) !== 0x69;
      if (isAlone || (wordLength <= 4 && vowelCount === 0)) return true;
      const next = text.charCodeAt(at + 1);
      if (unit > 0x20 && unit !== 0x27 && (isLetter(next) || isMaskSign(next) || isMaskSign(unit)))
        return true;
    }
    wordLength = vowelCount = pairs = 0;
  }
  return false;
}

const foreignMasks = "•·■█×";

const isMaskSign = (unit: number): boolean =>
  unit === 0x2a ||
  unit === 0x23 ||
  unit === 0x5e ||
  unit === 0x7e ||
  unit === 0x2d ||
  unit === 0x5f ||
  unit === 0x5b;

function wordsOf(text: string): Word[] {
  const kinds = characterKinds(text);
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    while (at < text.length && kinds[at] === gap) at++;
    const start = at;
    while (at < text.length && kinds[at] !== gap) at++;
    if (at > start) words.push({ start, end: at, text: text.slice(start, at) });
  }
  return words;
}

/** Runs of single letters: every part of three or more, since nobody spaces "f u c k y o u" more widely in between. */
function addSpaced(candidates: Candidates, words: readonly Word[]): void {
  const { text } = candidates.lane;
  let first = 0;
  while (first < words.length) {
    let last = first;
    while (
      last < words.length &&
      isSingle(words[last]!) &&
      (last === first || isNarrowGap(text, words[last - 1]!, words[last]!))
    ) {
      last++;
    }
    for (let from = first; from + minSpaced <= last; from++) {
      for (let to = from + minSpaced; to <= Math.min(last, from + maxWord); to++) {
        const run = words.slice(from, to);
        if (run.some((word) => /\p{L}/u.test(word.text))) addJoined(candidates, run);
      }
    }
    first = Math.max(last, first + 1);
  }
}

const isSingle = ({ text }: Word): boolean =>
  text.length === 1 || (text.length === 2 && text.charCodeAt(0) > 0xd7ff);

const isNarrowGap = (text: string, before: Word, after: Word): boolean =>
  after.start - before.end <= 3 && !text.slice(before.end, after.start).includes("\n");

/**
 * Two to four neighbours as one word. Over a space only where one of them is no word of its own (ck, sh, single
 * letters): "push it" and "pen is" are left alone. What follows an apostrophe belongs to the word before: "it's hit".
 */
function addPieces(candidates: Candidates, words: readonly Word[]): void {
  const { text } = candidates.lane;
  for (let first = 0; first < words.length; first++) {
    if (isApostrophe(text.charAt(words[first]!.start - 1))) continue;
    let length = words[first]!.text.length;
    let isSpaced = false;
    let hasFragment = isFragment(words[first]!.text);
    for (let last = first + 1; last < Math.min(words.length, first + maxPieces); last++) {
      const between = text.slice(words[last - 1]!.end, words[last]!.start);
      length += words[last]!.text.length;
      if (length > maxWord || between.length > 2 || between.includes("'") || /[:/@?=&\n]/.test(between))
        break;
      if (between.length > 1 && /\s/.test(between)) break;
      isSpaced ||= between === " " || between === "\u00a0";
      hasFragment ||= isFragment(words[last]!.text);
      if (!isSpaced || hasFragment) addJoined(candidates, words.slice(first, last + 1));
    }
  }
}

const isApostrophe = (character: string): boolean => character === "'";

const isFragment = (text: string): boolean =>
  /^[a-z]{1,4}$/.test(text) && (text.length === 1 ? !/[aio]/.test(text) : !/[aeiouy]/.test(text));

function addJoined(candidates: Candidates, words: readonly Word[]): void {
  if (!begin(candidates)) return;
  for (const word of words) copy(candidates, word);
}

/** Where a letter stands three times, or every letter twice: once, twice, and all pairs as one. */
function addStretched(candidates: Candidates, word: Word): void {
  if (word.text.length > 60) return;
  const runs = runsOf(word.text);
  const isStretched = runs.some((run) => run >= 3) || (runs.length >= 3 && runs.every((run) => run >= 2));
  if (!isStretched || !/\p{L}/u.test(word.text)) return;
  const shapes = new Set([
    runs.map((run) => (run >= 3 ? 1 : run)).join(),
    runs.map((run) => (run >= 3 ? 2 : run)).join(),
    runs.map(() => 1).join(),
  ]);
  for (const shape of shapes) {
    if (!begin(candidates)) return;
    const kept = shape.split(",").map(Number);
    let at = word.start;
    runs.forEach((run, index) => {
      copy(candidates, { start: at, end: at + (kept[index] ?? 1) });
      at += run;
    });
    // The span covers the stretched end as well.
    candidates.writer.write("", word.start, word.end);
  }
}

function runsOf(text: string): number[] {
  const runs: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (at > 0 && text.charCodeAt(at) === text.charCodeAt(at - 1)) runs[runs.length - 1]!++;
    else runs.push(1);
  }
  return runs;
}

function addMasked(candidates: Candidates, masked: MaskedWords): void {
  const { lane, writer } = candidates;
  for (const { start, end, words } of masked.find(lane.text)) {
    for (const word of words) {
      if (!begin(candidates)) return;
      writer.write(word, lane.starts[start] as number, lane.ends[end - 1] as number);
    }
  }
}

/** Puts the divider in front of a candidate; false where there are enough. */
function begin(candidates: Candidates): boolean {
  if (candidates.room === 0) return false;
  candidates.room--;
  candidates.writer.write(divider, 0, 0);
  return true;
}

const copy = ({ lane, writer }: Candidates, { start, end }: Pick<Word, "start" | "end">): void =>
  writer.copy(lane, start, end);
