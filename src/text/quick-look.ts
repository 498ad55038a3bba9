// Most comments hold no listed word, and most are written in one script with nothing between the letters that needs
// to be taken out. One pass tells both without making a lane; what it lets by is read with care afterwards.
import { scan } from "./aho-corasick.ts";
import type { Units } from "./disguise-trail.ts";
import { decodeEntity } from "./entities.ts";
import { foldCharacter, mayBeginTag } from "./folded-lane.ts";
import { looksLatin, withoutLatinMarks } from "./lookalike-lane.ts";
import { isSpace } from "./phrase.ts";
import { isOpenKey, type PhraseAutomaton } from "./phrase-index.ts";
import { lower } from "./plain-lane.ts";
import { isWordUnit } from "./word-characters.ts";

/** A text in lower case, each unit by itself. The arrays are used by one text after another. */
export interface QuickText {
  /** Without the marks of Latin letters. */
  units: Uint16Array;
  /** With them. */
  marked: Uint16Array;
  length: number;
  hasMarks: boolean;
  /** There are letters that are not Latin. */
  hasForeign: boolean;
  /** Something that shows nothing was passed over. */
  hasInvisible: boolean;
}

const quick: QuickText = {
  units: new Uint16Array(2_048),
  marked: new Uint16Array(2_048),
  length: 0,
  hasMarks: false,
  hasForeign: false,
  hasInvisible: false,
};

const trait = {
  known: 1,
  simple: 2,
  marked: 4,
  latin: 8,
  foreign: 16,
  space: 32,
  invisible: 64,
  picture: 128,
} as const;
const bothScripts = trait.latin | trait.foreign;
// The text is read with care where the lanes would take this much of it for Latin.
const latinShare = 0.8;

/** Null where a text needs more to be read: scripts mixed in a word, references, tags, characters to be taken out. */
export function readQuickly(text: string): QuickText | null {
  const { length } = text;
  if (length > quick.units.length) {
    quick.units = new Uint16Array(length * 2);
    quick.marked = new Uint16Array(length * 2);
  }
  const { units, marked } = quick;
  const plainEnd = readPlainAscii(text, units);
  // What comes next may belong to the word before it.
  let unitsLength = plainEnd === length ? length : startOfToken(units, plainEnd);
  const careStart = unitsLength;
  let latin = 0;
  let foreign = 0;
  let inToken = 0;
  let seen = 0;
  let wasPicture = false;
  let hasInvisible = false;
  for (let at = careStart; at < length; at++) {
    let original = text.charCodeAt(at);
    if (original === 0x26) {
      const reference = decodeEntity(text, at);
      if (reference !== null) {
        if (reference.text.length !== 1) return null;
        original = reference.text.charCodeAt(0);
        at = reference.end - 1;
      }
    }
    let learned = learnedUnits[original] as number;
    if (learned === 0) learned = learn(original);
    let traits = learned >>> traitsShift;
    if ((traits & trait.simple) === 0) {
      if (original === 0x3c) {
        if (mayBeginTag(text, at)) return null;
        traits = trait.known;
      } else if ((traits & trait.invisible) !== 0) {
        // At the end of a word it takes nothing apart, in an emoji it belongs there.
        if (!wasPicture && at + 1 < length && text.charCodeAt(at + 1) > 0x20) return null;
        hasInvisible = true;
        continue;
      } else if (isHighSurrogate(original) && isPlainPicture(text.codePointAt(at) as number)) {
        // A picture parts words by both its halves.
        units[unitsLength] = marked[unitsLength++] = original;
        traits = trait.picture;
        at++;
      } else return null;
    }
    wasPicture = (traits & trait.picture) !== 0;
    const isLow = wasPicture && isHighSurrogate(original);
    const unit = isLow ? text.charCodeAt(at) : learned & unitMask;
    marked[unitsLength] = (traits & trait.marked) === 0 ? unit : (markedUnits[original] as number);
    units[unitsLength++] = unit;
    seen |= traits;
    if ((traits & trait.latin) !== 0) latin++;
    if ((traits & trait.foreign) !== 0) foreign++;
    inToken = (traits & trait.space) !== 0 ? 0 : inToken | (traits & bothScripts);
    if (inToken === bothScripts) return null;
  }
  if (foreign > 0) {
    latin += countLetters(units, careStart);
    if (latin > latinShare * (latin + foreign)) return null;
  }
  quick.length = unitsLength;
  quick.hasMarks = (seen & trait.marked) !== 0;
  if (quick.hasMarks) marked.set(units.subarray(0, careStart));
  quick.hasForeign = foreign > 0;
  quick.hasInvisible = hasInvisible;
  return quick;
}

/** Most texts are nothing else: in lower case up to what needs a closer look, which is where it stops. */
function readPlainAscii(text: string, units: Uint16Array): number {
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const original = text.charCodeAt(at);
    const unit = original < 0x80 ? (plainAscii[original] as number) : closerLook;
    if (unit === closerLook) return at;
    units[at] = unit;
  }
  return length;
}

const closerLook = 0xff;
const plainAscii = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit === 0x26 || unit === 0x3c ? closerLook : lower(String.fromCharCode(unit)).charCodeAt(0),
);

function startOfToken(units: Uint16Array, from: number): number {
  let at = from;
  while (at > 0 && !isSpace(units[at - 1] as number)) at--;
  return at;
}

function countLetters(units: Uint16Array, end: number): number {
  let letters = 0;
  for (let at = 0; at < end; at++)
    if ((units[at] as number) >= 0x61 && (units[at] as number) <= 0x7a) letters++;
  return letters;
}

/** Whether a key stands there as whole words, or as a part of one where `isOpen` says that it may. */
export const mayHoldWords = (phrases: PhraseAutomaton, text: QuickText): boolean =>
  mayHoldIn(phrases, text, isWordUnit);

/** Whether a key stands there as it is written. */
export const mayHoldWritten = (phrases: PhraseAutomaton, text: QuickText): boolean =>
  mayHoldIn(phrases, text, isNoSpace);

const isNoSpace = (unit: number): boolean => !isSpace(unit);

function mayHoldIn(
  phrases: PhraseAutomaton,
  { units, marked, length, hasMarks }: QuickText,
  isKept: (unit: number) => boolean,
): boolean {
  return (
    hasKey(phrases, collapse(units, length, isKept)) ||
    (hasMarks && hasKey(phrases, collapse(marked, length, isKept)))
  );
}

let collapsed = new Uint16Array(2_048);

/** Each run of what is not kept as one space. */
function collapse(units: Uint16Array, length: number, isKept: (unit: number) => boolean): Units {
  if (length > collapsed.length) collapsed = new Uint16Array(length * 2);
  let collapsedLength = 0;
  let wasKept = true;
  for (let at = 0; at < length; at++) {
    const unit = units[at] as number;
    const kept = isKept(unit);
    if (kept || wasKept) collapsed[collapsedLength++] = kept ? unit : 0x20;
    wasKept = kept;
  }
  return { units: collapsed, length: collapsedLength };
}

function hasKey(phrases: PhraseAutomaton, { units, length }: Units): boolean {
  let isFound = false;
  scan(phrases.automaton, { units, length }, (key, start, end) => {
    const startsWithin = start > 0 && isAsciiWord(units[start]) && isAsciiWord(units[start - 1]);
    const endsWithin = end < length && isAsciiWord(units[end - 1]) && isAsciiWord(units[end]);
    isFound = (!startsWithin && !endsWithin) || isOpenKey(phrases, key);
    return !isFound;
  });
  return isFound;
}

/** An ASCII letter or digit: next to another one there is no boundary. Of others the lanes know more. */
const isAsciiWord = (unit: number | undefined): boolean =>
  unit !== undefined && unit < 0x80 && isWordUnit(unit);

const traitsShift = 16;
const unitMask = 0xffff;
/** By unit: its traits, and what it is in lower case without marks. */
const learnedUnits = new Uint32Array(0x10000);
const markedUnits = new Uint16Array(0x10000);

function learn(original: number): number {
  const traits = trait.known | traitsFor(original);
  const plain = lower(String.fromCharCode(original));
  const bare = withoutLatinMarks(plain);
  markedUnits[original] = plain.charCodeAt(0);
  const isMarked = bare !== plain ? trait.marked : 0;
  return (learnedUnits[original] = ((traits | isMarked) << traitsShift) | bare.charCodeAt(0));
}

/** A unit is simple where each lane leaves it one unit, whatever stands beside it. */
function traitsFor(original: number): number {
  const character = String.fromCharCode(original);
  if (/^[\p{Cf}\ufe0f]/u.test(character) && foldCharacter(character) === "") return trait.invisible;
  if (/^[\p{M}\p{Cf}\p{Cs}\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character)) return 0;
  const plain = lower(character);
  const bare = withoutLatinMarks(plain);
  if (plain.length !== 1 || bare.length !== 1 || character.normalize("NFC") !== character) return 0;
  const folded = foldCharacter(plain);
  // Three dots in one part words as three do, a wide space as a narrow one.
  if (folded !== plain && character !== "…" && !/^\s/.test(plain)) return 0;
  // What comes after it tells what it is.
  if (original === 0x3c) return 0;
  const isLetter = /^\p{L}/u.test(plain);
  const isLatin = looksLatin(plain);
  return (
    trait.simple |
    (isPicture(plain) ? trait.picture : 0) |
    (isLetter && isLatin ? trait.latin : 0) |
    (isLetter && !isLatin ? trait.foreign : 0) |
    (/^\s/.test(plain) ? trait.space : 0)
  );
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isPicture = (character: string): boolean => /^\p{Extended_Pictographic}/u.test(character);

const plainPictures = new Map<number, boolean>();

function isPlainPicture(code: number): boolean {
  const known = plainPictures.get(code);
  if (known !== undefined) return known;
  const character = String.fromCodePoint(code);
  const isPlain = code > 0xffff && isPicture(character) && foldCharacter(character) === character;
  if (plainPictures.size < 10_000) plainPictures.set(code, isPlain);
  return isPlain;
}
