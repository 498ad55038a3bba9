// The second lane: what Unicode itself calls the same. Compatible forms (NFKC), characters that show nothing, boxed
// and circled letters, marks that Arabic and Hebrew readers supply by themselves, tags, and text turned around.
import { isAscii } from "./plain-lane.ts";
import { type Lane, type LaneWriter, laneWriter } from "./lane.ts";

const inlineTags =
  "a|abbr|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|n|q|s|small|span|strike|strong|sub|sup|tt|u|wbr";
const blockTags = "blockquote|br|dd|div|dl|dt|h[1-6]|hr|img|li|ol|p|pre|table|td|th|tr|ul";
// Only names that HTML knows, and no more than its attributes may take: "a<b and c>d" is no tag.
const tag = new RegExp(`</?(?:(${inlineTags})|(?:${blockTags}))(?:\\s[^<>]{0,200})?/?>`, "y");

// The same from a text in which it may be written in parts as references.
const tagName = new RegExp(
  `/?(?:(?:${inlineTags}|${blockTags})(?![a-z0-9])|[a-z0-9]*[&\\x80-\\uffff])`,
  "iy",
);

/** Whether what stands behind this "<" could be read as a tag once the text is decoded. */
export function mayBeginTag(text: string, at: number): boolean {
  tagName.lastIndex = at + 1;
  return tagName.test(text);
}

const rightToLeftOverride = 0x202e;
const endsOverride = new Set([0x202c, 0x202d, 0x0a, 0x2029]);
const joiner = 0x200d;
const maxReversed = 1_000;

/** Null where nothing is folded: the plain lane stands for this one too. */
export function foldedLane(plain: Lane): Lane | null {
  const { text } = plain;
  const mayHaveTags = text.includes("<");
  if (!mayHaveTags && isAscii(text)) return null;
  let writer: LaneWriter | null = null;
  let copied = 0;
  // Everything before a difference is copied at once, and nothing where there is none.
  const differ = (at: number, next: number): LaneWriter => {
    writer ??= laneWriter();
    writer.copy(plain, copied, at);
    copied = next;
    return writer;
  };
  let previousIsPicture = false;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80 && (unit !== 0x3c || !mayHaveTags)) {
      previousIsPicture = false;
      at++;
      continue;
    }
    const code = text.codePointAt(at) as number;
    const length = code > 0xffff ? 2 : 1;
    const start = plain.starts[at] as number;
    const end = plain.ends[at + length - 1] as number;
    if (code === rightToLeftOverride) {
      const stop = overrideEnd(text, at + 1);
      const turned = differ(at, stop);
      for (const back of reversed(text, at + 1, stop)) {
        turned.write(
          foldCharacter(back.character),
          plain.starts[back.at] as number,
          plain.ends[back.at + back.character.length - 1] as number,
        );
      }
      at = stop;
      continue;
    }
    if (code === 0x3c) {
      tag.lastIndex = at;
      const match = tag.exec(text);
      const tagEnd = match === null ? at + 1 : at + match[0].length;
      if (match !== null) {
        differ(at, tagEnd).write(match[1] === undefined ? " " : "", start, plain.ends[tagEnd - 1] as number);
      }
      at = tagEnd;
      continue;
    }
    const character = text.slice(at, at + length);
    // A joiner or a variation selector within an emoji is part of it.
    const isKept: boolean = previousIsPicture && (code === joiner || code === 0xfe0f);
    const folded: string = isKept ? character : foldCharacter(character);
    if (folded !== character) differ(at, at + length).write(folded, start, end);
    previousIsPicture = isKept || isPicture(character);
    at += length;
  }
  if (copied === 0 && writer === null) return null;
  return differ(text.length, text.length).finish("folded");
}

/** The same folding for a phrase of a list. */
export function foldPhrase(plain: string): string {
  return isAscii(plain) ? plain : [...plain].map(foldCharacter).join("");
}

function overrideEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < maxReversed && !endsOverride.has(text.charCodeAt(at))) at++;
  return at;
}

function* reversed(text: string, from: number, to: number): Iterable<{ character: string; at: number }> {
  for (let at = to - 1; at >= from; at--) {
    const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00 && at > from;
    if (isLow) at--;
    yield { character: String.fromCodePoint(text.codePointAt(at) as number), at };
  }
}

const isPicture = (character: string): boolean => /^\p{Extended_Pictographic}/u.test(character);

const known = new Map<string, string>();

/** What Unicode calls the same as this character, in lower case; nothing where it shows nothing. */
export function foldCharacter(character: string): string {
  if (character.charCodeAt(0) < 0x80) return character;
  const found = known.get(character);
  if (found !== undefined) return found;
  const folded = foldUnknown(character);
  // Bounded by what Unicode has, and by what a stranger can be bothered to send.
  if (known.size < 50_000) known.set(character, folded);
  return folded;
}

function foldUnknown(character: string): string {
  const code = character.codePointAt(0) as number;
  const boxed = boxedLetter(code);
  if (boxed !== null) return boxed;
  if (isInvisible(character) || isSuppliedMark(code)) return "";
  const arabic = arabicLetters.get(code);
  if (arabic !== undefined) return arabic;
  const compatible = character.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ſ", "s");
  return compatible === "ı" ? "i" : compatible;
}

/** Letters in circles, squares and as flags, that NFKC leaves alone. */
function boxedLetter(code: number): string | null {
  for (const first of [0x1f130, 0x1f150, 0x1f170, 0x1f1e6]) {
    if (code >= first && code < first + 26) return String.fromCharCode(0x61 + code - first);
  }
  // Tags: letters that no font shows.
  if (code > 0xe0020 && code < 0xe007f) return "";
  return null;
}

const isInvisible = (character: string): boolean =>
  /^\p{Default_Ignorable_Code_Point}|^\p{Cf}/u.test(character);

/** Tatweel and the vowel signs of Arabic, the points of Hebrew. */
const isSuppliedMark = (code: number): boolean =>
  code === 0x640 ||
  (code >= 0x64b && code <= 0x65f) ||
  code === 0x670 ||
  (code >= 0x591 && code <= 0x5c7 && code !== 0x5be && code !== 0x5c0 && code !== 0x5c3 && code !== 0x5c6);

const arabicLetters: ReadonlyMap<number, string> = new Map([
  [0x622, "ا"],
  [0x623, "ا"],
  [0x625, "ا"],
  [0x671, "ا"],
  [0x649, "ي"],
  [0x6cc, "ي"],
  [0x6a9, "ك"],
]);
