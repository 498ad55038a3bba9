// What people put in place of a letter: a sign that looks like it, several signs that draw it, another letter that
// sounds like it, or a mark that strikes it out.
import { isWordUnit } from "./word-characters.ts";

const readings: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "il",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "gb",
  "7": "t",
  "8": "b",
  "9": "gpq",
  "@": "aoeiu",
  $: "s",
  "!": "il",
  "|": "il",
  "+": "t",
  "¡": "i",
  "€": "e",
  "£": "l",
  "¢": "c",
  "§": "s",
  "(": "c",
  "<": "c",
  "&": "a",
};
// Letters drawn with several signs.
export const drawings: Readonly<Record<string, string>> = {
  "()": "o",
  "[]": "o",
  "|3": "b",
  l3: "b",
  "13": "b",
  "|<": "k",
  "|{": "k",
  "|)": "d",
  "|]": "d",
  "|>": "d",
  "|_|": "u",
  "(_)": "u",
  "\\/": "v",
  "\\/\\/": "w",
  "/\\": "a",
  "/-\\": "a",
  "|-|": "h",
  "|\\|": "n",
  "/\\/": "n",
  "|\\/|": "m",
  "/\\/\\": "m",
  "><": "x",
  "|2": "r",
};
// At the end of a word these are what they are: the end of a question, of a bracket, of a sum.
export const onlyInside = "!|+¡(<&";
const strongMasks = "*#^~•·■█×";
const weakMasks = "._-'?%&+=[]";

/** What a unit may be besides itself. */
export const asReading = 1;
export const asMask = 2;
export const asDrawing = 4;
export const asSwap = 8;
export const disguiseFlags = new Uint8Array(0x10000);
const flag = (characters: string, value: number): void => {
  for (const character of characters) disguiseFlags[character.charCodeAt(0)]! |= value;
};
flag(Object.keys(readings).join(""), asReading);
flag(strongMasks + weakMasks, asMask);
for (const drawing of Object.keys(drawings)) flag(drawing.charAt(0), asDrawing);
flag("kpvlx", asSwap);

export const asAnyOther = asReading | asMask | asDrawing | asSwap;
export const asWord = 16;
export const asSpace = 32;
const known = 64;
export const asOnlyInside = 128;
const traits = new Uint8Array(0x10000);

/** All of these at once, whether it is part of a word or white space, and whether it is a letter only within one. */
export const traitsOf = (unit: number): number => (traits[unit] as number) || learnTraits(unit);

function learnTraits(unit: number): number {
  const kind = isWordUnit(unit) ? asWord : isSpace(unit) ? asSpace : 0;
  const place = onlyInside.includes(String.fromCharCode(unit)) ? asOnlyInside : 0;
  return (traits[unit] = known | kind | place | (disguiseFlags[unit] as number));
}

/** The letters that a unit may be read as, by unit. */
export const readingsOf: string[] = [];
for (const [sign, letters] of Object.entries(readings)) readingsOf[sign.charCodeAt(0)] = letters;

/** The first of the letters that a letter may be put for, by unit: fukk, phuck, fvck, shlt, fxck. */
export const swappedFor: string[] = [];
for (const [letter, letters] of Object.entries({ k: "c", p: "f", v: "uw", l: "i", x: "aeiou" })) {
  swappedFor[letter.charCodeAt(0)] = letters;
}

const secondStrokes = new Set(Object.keys(drawings).map((drawing) => drawing.charCodeAt(1)));
export const mayBeDrawn = (first: number, second: number | undefined): boolean =>
  second !== undefined && (isWordUnit(first) ? second === 0x33 : secondStrokes.has(second));

/** Nobody writes these within a word but to hide it. */
export const strongMask = /[*#^~•·■█×]/;
const anyMask = /[*#^~•·■█×._\-'?%&+=[\]]/g;
export const unmasked = (token: string): string => token.replace(anyMask, "");

export const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
export const isConsonant = (unit: number | undefined): boolean =>
  unit !== undefined && unit >= 0x61 && unit <= 0x7a && !"aeiou".includes(String.fromCharCode(unit));
export const isStrongMask = (unit: number): boolean => strongMasks.includes(String.fromCharCode(unit));
export const isSpace = (unit: number): boolean =>
  unit <= 0x20 || unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a);
/** Written between letters, these are one. */
export const isSignLetter = (unit: number | undefined): boolean =>
  unit !== undefined &&
  (unit === 0x24 || unit === 0x40 || unit === 0xa7 || unit === 0xa2 || unit === 0xa3 || unit === 0x20ac);
export const isPart = (unit: number | undefined): boolean =>
  unit !== undefined && (isWordUnit(unit) || isSignLetter(unit));
