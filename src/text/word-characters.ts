// What a word is made of, in any script, and where one ends.

/** Kinds of UTF-16 units in a text; both halves of a surrogate pair are of one kind. */
export const gap = 0;
const letter = 1;
const mark = 2;
// Scripts that put no space between words: every place may be a boundary.
const unspaced = 3;
// Words of katakana lie between other Japanese scripts: エセックス (Essex) is one.
const katakana = 4;
// Soft hyphens, joiners, direction marks: part of the word they stand in, nothing to see.
const ignorable = 5;
const unseen = 255;
// Nobody writes more in good faith; without a bound a long run would be walked again from each of its places.
const maxIgnorableRun = 32;
const maxWordReach = 100;

const unspacedScript =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Bopomofo}]/u;
const katakanaCharacter = /^[\p{Script=Katakana}\u30fc\uff70]/u;
const wordCharacter = /^[\p{L}\p{N}]/u;

const kindsSeen = new Uint8Array(0x10000).fill(unseen);
for (let unit = 0; unit < 0x80; unit++) kindsSeen[unit] = kindOf(unit);

/** The kind of each unit. Marks and ignorable characters belong to what they follow: after a gap they are gap. */
export const characterKinds = (text: string): Uint8Array => writeKinds(text, new Uint8Array(text.length));

let scratch = new Uint8Array(1_024);

/** The same, valid until it is called again. */
export function lentCharacterKinds(text: string): Uint8Array {
  if (text.length > scratch.length) scratch = new Uint8Array(text.length * 2);
  return writeKinds(text, scratch.subarray(0, text.length));
}

function writeKinds(text: string, kinds: Uint8Array): Uint8Array {
  let previous = gap;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      previous = kinds[at] = kindsSeen[unit] as number;
      continue;
    }
    const code = text.codePointAt(at) ?? 0;
    let kind = code > 0xffff ? kindOf(code) : (kindsSeen[code] as number);
    if (kind === unseen) kind = kindsSeen[code] = kindOf(code);
    if ((kind === mark || kind === ignorable) && previous === gap) kind = gap;
    kinds[at] = kind;
    if (code > 0xffff) kinds[++at] = kind;
    previous = kind;
  }
  return kinds;
}

/** Whether a unit by itself is part of a word. */
export function isWordUnit(unit: number): boolean {
  const kind = kindsSeen[unit] as number;
  return (kind === unseen ? (kindsSeen[unit] = kindOf(unit)) : kind) !== gap;
}

function kindOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (/^\p{M}/u.test(character)) return mark;
  if (/^\p{Cf}/u.test(character)) return ignorable;
  if (katakanaCharacter.test(character)) return katakana;
  if (unspacedScript.test(character)) return unspaced;
  return wordCharacter.test(character) ? letter : gap;
}

/** Whether the text has a word boundary in front of unit `at`. */
export function isBoundary(kinds: Uint8Array, at: number): boolean {
  if (at <= 0 || at >= kinds.length) return true;
  let next = at;
  while (kinds[next] === ignorable && next - at < maxIgnorableRun) next++;
  const after = next < kinds.length ? kinds[next] : gap;
  if (after === gap || after === ignorable) return true;
  if (after === mark) return false;
  let last = at - 1;
  while (last >= 0 && (kinds[last] === mark || kinds[last] === ignorable)) last--;
  const before = last >= 0 ? kinds[last] : gap;
  return before !== after || before === unspaced || before === gap;
}

const apostrophes = [0x27, 0x60];
const clitics = new Set(["d", "ll", "m", "re", "s", "t", "ve"]);

/**
 * Whether a place beside an apostrophe lies within a word all the same. "Won't" is not "won", while "idiot's" and
 * "l'idiot" have the word itself; what is left of them ("t", "s") is none. In Ukrainian or Hebrew it is a letter.
 */
export function isContracted(unitAt: (at: number) => number, at: number): boolean {
  const isBefore = apostrophes.includes(unitAt(at));
  const apostrophe = isBefore ? at : apostrophes.includes(unitAt(at - 1)) ? at - 1 : -1;
  if (apostrophe < 1) return false;
  const before = unitAt(apostrophe - 1);
  const after = unitAt(apostrophe + 1);
  if (!isWordUnit(before) || !isWordUnit(after)) return false;
  if (hasApostropheAsLetter(before) && hasApostropheAsLetter(after)) return true;
  const clitic = cliticAfter(unitAt, apostrophe);
  return isBefore ? clitic === "t" && before === 0x6e : clitic !== null;
}

/** What a contraction left of the word behind this apostrophe; null where a word of its own stands there. */
export function cliticAfter(unitAt: (at: number) => number, apostrophe: number): string | null {
  let clitic = "";
  for (let at = apostrophe + 1; isWordUnit(unitAt(at)); at++) {
    if (clitic.length === 2) return null;
    clitic += String.fromCharCode(unitAt(at));
  }
  return clitics.has(clitic) ? clitic : null;
}

/** Cyrillic and Hebrew. */
const hasApostropheAsLetter = (unit: number): boolean =>
  (unit >= 0x400 && unit < 0x530) || (unit >= 0x5d0 && unit < 0x5eb);

/** Where the word that `at` stands in begins. */
export function wordStart(kinds: Uint8Array, at: number): number {
  let start = at;
  while (at - start < maxWordReach && !isBoundary(kinds, start)) start--;
  return start;
}

/** Where the word that ends or goes on at `at` ends. */
export function wordEnd(kinds: Uint8Array, at: number): number {
  let end = at;
  while (end - at < maxWordReach && !isBoundary(kinds, end)) end++;
  return end;
}
