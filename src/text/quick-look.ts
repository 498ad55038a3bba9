// Most comments hold no listed word, and most are written in one script with nothing between the letters that needs
// to be taken out. One pass tells both without making a lane; what it lets by is read with care afterwards.
import { scan } from "./aho-corasick.ts";
import { decodeEntity } from "./entities.ts";
import { foldCharacter, mayBeginTag } from "./folded-lane.ts";
import { looksLatin, withoutLatinMarks } from "./lookalike-lane.ts";
import { isOpenKey, type PhraseAutomaton } from "./phrase-index.ts";
import { lower } from "./plain-lane.ts";
import { isWordUnit } from "./word-characters.ts";

/** A text in lower case, each unit by itself. The arrays are used by one text after another. */
export interface QuickText {
  /** Without the marks of Latin letters. */
  units: Uint16Array;
  length: number;
  /** Each run of what is no letter or digit as one space. */
  words: Uint16Array;
  bareWords: Uint16Array;
  wordsLength: number;
  /** Each run of white space as one space. */
  written: Uint16Array;
  bareWritten: Uint16Array;
  writtenLength: number;
  hasMarks: boolean;
  /** Something that shows nothing was passed over. */
  hasInvisible: boolean;
}

const arrays = ["units", "words", "bareWords", "written", "bareWritten"] as const;
const quick: QuickText = {
  units: new Uint16Array(2_048),
  length: 0,
  words: new Uint16Array(2_048),
  bareWords: new Uint16Array(2_048),
  wordsLength: 0,
  written: new Uint16Array(2_048),
  bareWritten: new Uint16Array(2_048),
  writtenLength: 0,
  hasMarks: false,
  hasInvisible: false,
};

const trait = {
  known: 1,
  simple: 2,
  word: 4,
  latin: 8,
  foreign: 16,
  space: 32,
  invisible: 64,
  picture: 128,
} as const;
// The text is read with care where the lanes would take this much of it for Latin.
const latinShare = 0.8;

/** Null where a text needs more to be read: scripts mixed in a word, references, tags, characters to be taken out. */
export function readQuickly(text: string): QuickText | null {
  const { length } = text;
  if (length > quick.units.length) for (const name of arrays) quick[name] = new Uint16Array(length * 2);
  const { units, words, bareWords, written, bareWritten } = quick;
  let wordsLength = 0;
  let writtenLength = 0;
  let wasGap = false;
  let wasSpace = false;
  let latin = 0;
  let foreign = 0;
  let inToken = 0;
  let marks = 0;
  let unitsLength = 0;
  let wasPicture = false;
  let hasInvisible = false;
  for (let at = 0; at < length; at++) {
    let original = text.charCodeAt(at);
    if (original === 0x26) {
      const reference = decodeEntity(text, at);
      if (reference !== null) {
        if (reference.text.length !== 1) return null;
        original = reference.text.charCodeAt(0);
        at = reference.end - 1;
      }
    }
    let traits = traitsOf[original] as number;
    if (traits === 0) traits = learn(original);
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
        units[unitsLength++] = original;
        written[writtenLength] = bareWritten[writtenLength++] = original;
        traits = trait.picture;
        at++;
      } else return null;
    }
    wasPicture = (traits & trait.picture) !== 0;
    const isLow = wasPicture && isHighSurrogate(original);
    const unit = isLow ? text.charCodeAt(at) : (plainUnits[original] as number);
    const bare = isLow ? unit : (bareUnits[original] as number);
    marks |= unit ^ bare;
    units[unitsLength++] = bare;
    const isGap = (traits & trait.word) === 0;
    if (!isGap || !wasGap) {
      words[wordsLength] = isGap ? 0x20 : unit;
      bareWords[wordsLength++] = isGap ? 0x20 : bare;
    }
    wasGap = isGap;
    const isSpace = (traits & trait.space) !== 0;
    if (!isSpace || !wasSpace) {
      written[writtenLength] = isSpace ? 0x20 : unit;
      bareWritten[writtenLength++] = isSpace ? 0x20 : bare;
    }
    wasSpace = isSpace;
    if (isSpace) inToken = 0;
    if ((traits & trait.latin) !== 0) latin++;
    if ((traits & trait.foreign) !== 0) foreign++;
    inToken |= traits & (trait.latin | trait.foreign);
    if (inToken === (trait.latin | trait.foreign)) return null;
  }
  if (foreign > 0 && latin > latinShare * (latin + foreign)) return null;
  quick.length = unitsLength;
  quick.wordsLength = wordsLength;
  quick.writtenLength = writtenLength;
  quick.hasMarks = marks !== 0;
  quick.hasInvisible = hasInvisible;
  return quick;
}

/** Whether a key stands there as whole words, or as a part of one where `isOpen` says that it may. */
export const mayHoldWords = (
  phrases: PhraseAutomaton,
  { words, bareWords, wordsLength, hasMarks }: QuickText,
): boolean =>
  mayHoldIn(phrases, words, wordsLength) || (hasMarks && mayHoldIn(phrases, bareWords, wordsLength));

/** Whether a key stands there as it is written. */
export const mayHoldWritten = (
  phrases: PhraseAutomaton,
  { written, bareWritten, writtenLength, hasMarks }: QuickText,
): boolean =>
  mayHoldIn(phrases, written, writtenLength) || (hasMarks && mayHoldIn(phrases, bareWritten, writtenLength));

function mayHoldIn(phrases: PhraseAutomaton, units: Uint16Array, length: number): boolean {
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

const traitsOf = new Uint8Array(0x10000);
const plainUnits = new Uint16Array(0x10000);
const bareUnits = new Uint16Array(0x10000);

function learn(original: number): number {
  const traits = trait.known | traitsFor(original);
  traitsOf[original] = traits;
  return traits;
}

/** A unit is simple where each lane leaves it one unit, whatever stands beside it. */
function traitsFor(original: number): number {
  const character = String.fromCharCode(original);
  if (/^[\p{Cf}\ufe0f]/u.test(character) && foldCharacter(character) === "") return trait.invisible;
  if (/^[\p{M}\p{Cf}\p{Cs}\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character)) return 0;
  const plain = lower(character);
  const bare = withoutLatinMarks(plain);
  if (plain.length !== 1 || bare.length !== 1 || character.normalize("NFC") !== character) return 0;
  const unit = plain.charCodeAt(0);
  const isWord = isWordUnit(unit);
  const folded = foldCharacter(plain);
  // Three dots in one part words as three do, a wide space as a narrow one.
  if (folded !== plain && character !== "…" && !/^\s/.test(plain)) return 0;
  plainUnits[original] = unit;
  bareUnits[original] = bare.charCodeAt(0);
  // What comes after it tells what it is.
  if (original === 0x3c) return 0;
  const isLetter = /^\p{L}/u.test(plain);
  const isLatin = looksLatin(plain);
  return (
    trait.simple |
    (isPicture(plain) ? trait.picture : 0) |
    (isWord ? trait.word : 0) |
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
