import { plainLane } from "./plain-lane.ts";
import { characterKinds, gap } from "./word-characters.ts";

/**
 * A listed phrase, ready for matching. `words`: letters and digits with any run of white space or punctuation
 * between them. `literal`: it holds marks of its own (`c++`, `/buy.php`, `👎`) and is met as written.
 */
export interface Phrase {
  key: string;
  kind: "words" | "literal";
  /** An asterisk stood there: the word may go on. */
  openStart: boolean;
  openEnd: boolean;
}

const noGap = gap + 1;
const joinsWords = /^[\s_-]$/;

/** Reads a phrase as a moderator writes it; null where nothing is left to look for. */
export function parsePhrase(written: string): Phrase | null {
  const text = plainLane(written.trim()).text;
  const kinds = characterKinds(text);
  const start = leadingAsterisks(text);
  const end = text.length - leadingAsterisks([...text].reverse().join(""));
  if (start >= end) return null;

  const openStart = start > 0 && kinds[start] !== gap;
  const openEnd = end < text.length && kinds[end - 1] !== gap;
  const from = openStart ? start : 0;
  const to = openEnd ? end : text.length;
  const kind = isPlainWords(text.slice(from, to), kinds.subarray(from, to)) ? "words" : "literal";
  const key =
    kind === "words"
      ? textOf(wordStream(text.slice(from, to), kinds.subarray(from, to)))
      : textOf(literalStream(text.slice(from, to)));
  return { key, kind, openStart, openEnd };
}

export function phraseProblem(written: string): string | null {
  if (written.trim() === "") return "A phrase may not be empty";
  if (parsePhrase(written) === null)
    return "A phrase needs something besides asterisks, or it would match everything";
  return null;
}

/** A text as the automaton reads it: unit `i` stands at unit `positions[i]` of the lane. Valid until the next is made. */
export interface Stream {
  units: Uint16Array;
  positions: Uint32Array;
  length: number;
}

/** Every run of white space and punctuation becomes one space. */
export function wordStream(text: string, kinds: Uint8Array): Stream {
  const stream = emptyStream(text.length);
  const { units, positions } = stream;
  let length = 0;
  let inGap = false;
  for (let at = 0; at < text.length; at++) {
    const isGap = kinds[at] === gap;
    if (isGap && inGap) continue;
    inGap = isGap;
    units[length] = isGap ? 0x20 : text.charCodeAt(at);
    positions[length++] = at;
  }
  stream.length = length;
  return stream;
}

/** Every run of white space becomes one space. */
export function literalStream(text: string): Stream {
  const kinds = new Uint8Array(text.length).fill(noGap);
  for (let at = 0; at < text.length; at++) if (isSpace(text.charCodeAt(at))) kinds[at] = gap;
  return wordStream(text, kinds);
}

// Used by one text after another: nothing waits between making a stream and reading it.
let used: Stream = { units: new Uint16Array(0), positions: new Uint32Array(0), length: 0 };

function emptyStream(room: number): Stream {
  if (room > used.units.length) {
    const size = Math.max(1_024, room * 2);
    used = { units: new Uint16Array(size), positions: new Uint32Array(size), length: 0 };
  }
  return used;
}

const textDecoder = new TextDecoder("utf-16le", { ignoreBOM: true });
const textOf = (stream: Stream): string => textDecoder.decode(stream.units.subarray(0, stream.length));

function isPlainWords(text: string, kinds: Uint8Array): boolean {
  if (kinds[0] === gap || kinds[kinds.length - 1] === gap) return false;
  for (let at = 0; at < text.length; at++) {
    if (kinds[at] === gap && !joinsWords.test(text.charAt(at))) return false;
  }
  return true;
}

const leadingAsterisks = (text: string): number => /^\**/.exec(text)?.[0].length ?? 0;

export const isSpace = (unit: number): boolean =>
  unit === 0x20 ||
  (unit >= 0x09 && unit <= 0x0d) ||
  unit === 0xa0 ||
  (unit > 0x167f && /\s/.test(String.fromCharCode(unit)));
