// The fourth lane: digits and signs for letters, in words that hold a letter. "142,460" and "$5" stay numbers.
import { type Lane, type LaneWriter, laneWriter } from "./lane.ts";

const readings: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "g",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "i",
  "+": "t",
  "¡": "i",
  "€": "e",
  "£": "l",
  "¢": "c",
  "§": "s",
  "(": "c",
  "<": "c",
};
// Read as a letter also at the end of a word, where "!" and "(" are what they are.
const atEnds = new Set(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "@", "$", "€", "£", "¢", "§"]);
const maySpeakLeet = /[0-9@$!|+¡€£¢§(<]/;
const twofold = /[1!|¡]/;
const word = /\S+/g;
// Web and e-mail addresses hold what looks like anything.
const address = /:\/\/|^www\.|\w@\w+\.\w/;
// A longer "word" is an address, a hash or a picture, and would only cost time.
const maxWord = 60;

/** The lanes in which signs are read as letters: one, and a second where 1 and its like may be i or l. */
export function leetLanes(base: Lane): Lane[] {
  if (!maySpeakLeet.test(base.text)) return [];
  const first = leetLane(base, "i");
  if (first === null) return [];
  const second = twofold.test(base.text) ? leetLane(base, "l") : null;
  return second === null ? [first] : [first, second];
}

function leetLane(base: Lane, one: "i" | "l"): Lane | null {
  const { text } = base;
  let writer: LaneWriter | null = null;
  let copied = 0;
  for (const match of text.matchAll(word)) {
    const [token] = match;
    if (token.length > maxWord || !maySpeakLeet.test(token) || !holdsLetters(token)) continue;
    if (address.test(token)) continue;
    for (let at = 0; at < token.length; at++) {
      const unit = match.index + at;
      const sign = token.charAt(at);
      const read = readingAt(token, at, one);
      if (read === null) continue;
      writer ??= laneWriter(text.length);
      writer.copy(base, copied, unit);
      const change = sign >= "0" && sign <= "9" ? 2 : 1;
      writer.write(read, base.starts[unit] as number, base.ends[unit] as number, change);
      copied = unit + 1;
    }
  }
  if (writer === null) return null;
  writer.copy(base, copied, text.length);
  return writer.finish("leet");
}

function readingAt(token: string, at: number, one: "i" | "l"): string | null {
  const sign = token.charAt(at);
  const read = readings[sign];
  if (read === undefined) return null;
  const isFinalPlus = sign === "+" && at === token.length - 1 && at > 2;
  if (!atEnds.has(sign) && !isFinalPlus && !(isPart(token, at + 1) && (at === 0 || isPart(token, at - 1))))
    return null;
  return read === "i" ? one : read;
}

/** Signs alone are a price or a score; "@$$" is neither. */
const holdsLetters = (token: string): boolean =>
  /\p{L}/u.test(token) || (token.includes("@") && token.includes("$"));

const isPart = (token: string, at: number): boolean => {
  const character = token.charAt(at);
  return /[\p{L}\p{N}]/u.test(character) || readings[character] !== undefined;
};
