// Words as the search compares them, the same on both sides: in what is stored and in what is looked for.
// Case, width and accents do not count. Scripts without spaces are cut into overlapping pairs of characters.
import { isAscii } from "./plain-lane.ts";

const maxWords = 12_000;
const maxWordLength = 60;

const accents = /[\u0300-\u036f]/g;
const word = /[\p{L}\p{M}\p{N}]+/gu;
const spaceless =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー";
const runs = new RegExp(`[${spaceless}]+|[^${spaceless}]+`, "gu");
const isSpaceless = new RegExp(`^[${spaceless}]`, "u");

export const foldForSearch = (text: string): string =>
  text.normalize("NFKD").replace(accents, "").normalize("NFC").toLowerCase();

/** In the order of the text. */
export function searchWords(text: string): string[] {
  // Most texts: nothing to fold but case, and no scripts without spaces.
  if (isAscii(text)) return plainWords(text);
  const words: string[] = [];
  for (const [found] of foldForSearch(text).matchAll(word)) {
    for (const [run] of found.matchAll(runs)) {
      if (isSpaceless.test(run)) {
        const characters = [...run];
        for (let at = 0; at < characters.length; at++) words.push(characters.slice(at, at + 2).join(""));
      } else words.push(run.slice(0, maxWordLength).toWellFormed().replaceAll("\ufffd", ""));
      if (words.length >= maxWords) return words.slice(0, maxWords);
    }
  }
  return words;
}

const plainWords = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z0-9]+/g) ?? [])
    .slice(0, maxWords)
    .map((found) => found.slice(0, maxWordLength));

/**
 * The same for a text that is looked for. `endsOpen`: its last character, where that belongs to a script without
 * spaces, may be followed by another one.
 */
export function searchedWords(text: string): { words: string[]; endsOpen: boolean } {
  const words = searchWords(text);
  const last = words.at(-1);
  if (last === undefined || !isSpaceless.test(last)) return { words, endsOpen: false };
  const before = words.at(-2);
  // 東京 was cut into 東京 and 京: the pair says it all, and 京 alone stands only at the end of a run.
  const isPart = before !== undefined && isSpaceless.test(before) && [...before].at(-1) === last;
  return isPart ? { words: words.slice(0, -1), endsOpen: false } : { words, endsOpen: true };
}
