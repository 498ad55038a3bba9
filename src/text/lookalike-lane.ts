// The third lane: letters that only look like Latin ones, in words that mix scripts, and marks on Latin letters.
// A word that is Russian or Greek throughout stays what it is (Unicode TR39: a skeleton is for comparison only).
import { createRequire } from "node:module";
import { type Lane, type LaneWriter, laneWriter } from "./lane.ts";
import { isAscii } from "./plain-lane.ts";

/** Character → what it looks like, from confusables.txt of Unicode TR39. */
const confusables = createRequire(import.meta.url)("unhomoglyph/data.json") as Record<string, string>;

/** Null where nothing is folded. */
export function lookalikeLane(folded: Lane): Lane | null {
  const { text } = folded;
  if (isAscii(text)) return null;
  let isLatin: boolean | null = null;
  const isLatinText = (): boolean => (isLatin ??= latinShare(text) > 0.8);
  let writer: LaneWriter | null = null;
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const end = tokenEnd(text, at);
    const fold = hasForeign(text, at, end) ? foldingOf(text.slice(at, end), isLatinText) : null;
    let onLatin = false;
    for (let unit = at; fold !== null && unit < end;) {
      const code = text.codePointAt(unit) as number;
      const length = code > 0xffff ? 2 : 1;
      if (code < 0x80) {
        onLatin = isLatinLetter(code);
        unit++;
        continue;
      }
      const character = text.slice(unit, unit + length);
      const written = onLatin && isMark(character) ? "" : fold(character);
      if (written !== "") onLatin = isAscii(written);
      if (written !== character) {
        writer ??= laneWriter();
        writer.copy(folded, copied, unit);
        const start = folded.starts[unit] as number;
        const end = folded.ends[unit + length - 1] as number;
        // An accent is how many an honest word is written; it hides nothing.
        writer.write(written, start, end, fold === toLatin);
        copied = unit + length;
      }
      unit += length;
    }
    at = end;
  }
  if (writer === null) return null;
  writer.copy(folded, copied, text.length);
  return writer.finish("lookalike");
}

function hasForeign(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 0x7f) return true;
  return false;
}

type Folding = (character: string) => string;

function foldingOf(token: string, isLatinText: () => boolean): Folding | null {
  const hasLatin = /\p{Script=Latin}/u.test(token);
  const foreign = token.match(/\p{L}/gu)?.filter((letter) => !/\p{Script=Latin}/u.test(letter)) ?? [];
  // A word of look-alikes alone, in a text that is Latin otherwise, is a disguise; in a Russian text it is a word.
  const isDisguise =
    foreign.length > 0 &&
    (hasLatin || (foreign.every((letter) => toLatin(letter) !== letter) && isLatinText()));
  // Rapé, maté, café: an acute at the end is how the word is written.
  const isPlainlyAccented = /^\P{L}*[a-z]+é\P{L}*$/u.test(token);
  return isDisguise ? toLatin : isPlainlyAccented ? null : withoutLatinMarks;
}

const tokenEnd = (text: string, from: number): number => {
  const isSpaceToken = isSpace(text.charCodeAt(from));
  let end = from + 1;
  while (end < text.length && isSpace(text.charCodeAt(end)) === isSpaceToken) end++;
  return end;
};

const isSpace = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0;
const isLatinLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isMark = (character: string): boolean => /^\p{M}/u.test(character);

function latinShare(text: string): number {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return letters.length === 0 ? 0 : latin / letters.length;
}

export const looksLatin = (character: string): boolean => /^\p{Script=Latin}/u.test(character);

const plainLatin = new Map<string, string>();

/** A Latin letter without its marks, strokes and hooks; anything else unchanged. */
export function withoutLatinMarks(character: string): string {
  const known = plainLatin.get(character);
  if (known !== undefined) return known;
  const bare = bareLatin(character);
  if (plainLatin.size < 50_000) plainLatin.set(character, bare);
  return bare;
}

function bareLatin(character: string): string {
  if (!/^\p{Script=Latin}/u.test(character)) return character;
  const stroked =
    strokedLetters[character] ??
    byAlphabet.get(character) ??
    character.normalize("NFD").replace(/\p{M}+/gu, "");
  if (isAscii(stroked)) return stroked;
  const similar = skeletonOf(character);
  return similar ?? character;
}

// Letters that are no base with a mark to Unicode.
const strokedLetters: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ł: "l",
  ŧ: "t",
  ƒ: "f",
  ʂ: "s",
  ɕ: "s",
  ɦ: "h",
  ƙ: "k",
  ɓ: "b",
  ɖ: "d",
  ɗ: "d",
  ɠ: "g",
  ɱ: "m",
  ɲ: "n",
  ŋ: "n",
  ƥ: "p",
  ʀ: "r",
  ɾ: "r",
  ɽ: "r",
  ʈ: "t",
  ƭ: "t",
  ʋ: "v",
  ʐ: "z",
  ȥ: "z",
  þ: "p",
  ʜ: "h",
  ᴛ: "t",
  ᴍ: "m",
  ʙ: "b",
  ᴋ: "k",
  ᴅ: "d",
  ᴇ: "e",
  ɴ: "n",
  ɢ: "g",
  ʟ: "l",
  ᴀ: "a",
  ᴄ: "c",
  ᴊ: "j",
  ᴏ: "o",
  ᴘ: "p",
  ꜱ: "s",
  ᴜ: "u",
  ᴠ: "v",
  ᴡ: "w",
  ʏ: "y",
  ᴢ: "z",
  ꜰ: "f",
  ɪ: "i",
  ɩ: "i",
  ɐ: "a",
  ɑ: "a",
  ǝ: "e",
  ə: "e",
  ɘ: "e",
  ɥ: "h",
  ɯ: "m",
  ʇ: "t",
  ʌ: "v",
  ʍ: "w",
  ʎ: "y",
};

const latinOf = new Map<string, string>();

function toLatin(character: string): string {
  const known = latinOf.get(character);
  if (known !== undefined) return known;
  const latin = readAsLatin(character);
  if (latinOf.size < 50_000) latinOf.set(character, latin);
  return latin;
}

function readAsLatin(character: string): string {
  if (/^\p{Script=Latin}/u.test(character)) return bareLatin(character);
  // Those that the table likens to another letter than people who disguise a word do.
  return (
    byShape[character] ??
    byAlphabet.get(character) ??
    skeletonOf(character) ??
    skeletonOf(character.toUpperCase()) ??
    baseOf(character) ??
    character
  );
}

function baseOf(character: string): string | null {
  const base = character.normalize("NFD").replace(/\p{M}+/gu, "");
  return base === character || base === "" ? null : toLatin(base);
}

function skeletonOf(character: string): string | null {
  const skeleton = confusables[character]
    ?.normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  if (skeleton === undefined || skeleton === "") return null;
  const bare = [...skeleton].map((part) => strokedLetters[part] ?? part).join("");
  return /^[a-z]{1,2}$/.test(bare) ? bare : null;
}

// The alphabets of "fancy text" generators, a to z, from scripts whose letters nobody confuses by chance.
const fancyAlphabets = [
  "卂 乃 匚 ᗪ 乇 千 Ꮆ 卄 丨 ﾌ Ҝ ㄥ 爪 几 ㄖ 卩 Ɋ 尺 丂 ㄒ ㄩ ᐯ 山 乂 ㄚ 乙",
  "ᗩ ᗷ ᑕ ᗪ e ᖴ Ꮐ ᕼ i ᒍ k ᒪ ᗰ ᑎ o ᑭ ᑫ ᖇ s t ᑌ ᐯ ᗯ ᙭ y ᘔ",
  "ǟ ɮ ƈ ɖ ɛ ʄ ɢ ɦ ɨ ʝ ӄ ʟ ʍ ռ օ ք զ ʀ ֆ ȶ ʊ ʋ ա ӽ ʏ ʐ",
  "ꍏ ꌃ ꉓ ꀸ ꍟ ꎇ ꁅ ꃅ ꀤ ꀭ ꀘ ꒒ ꂵ ꈤ ꂦ ꉣ ꆰ ꋪ ꌗ ꓄ ꀎ ꃴ ꅏ ꊼ ꌩ ꁴ",
  "ል ጌ ር ዕ ቿ ቻ ኗ ዘ ጎ ጋ ጕ ረ ጠ ክ ዐ የ ዒ ዪ ነ ፕ ሁ ሀ ሠ ሸ ሃ ጊ",
  "Ꮧ Ᏸ ፈ Ꮄ Ꮛ Ꭶ Ꮆ Ꮒ Ꭵ Ꮰ Ꮶ Ꮭ Ꮇ Ꮑ Ꭷ Ꭾ Ꭴ Ꮢ Ꮥ Ꮦ Ꮼ Ꮙ Ꮗ ጀ Ꭹ ፚ",
];
const byAlphabet = new Map(
  fancyAlphabets.flatMap((alphabet) =>
    alphabet
      .split(" ")
      .map((drawn, index): [string, string] => [drawn.toLowerCase(), String.fromCharCode(0x61 + index)]),
  ),
);

const byShape: Readonly<Record<string, string>> = {
  // Hebrew and Arabic.
  ס: "o",
  ט: "u",
  ש: "w",
  ח: "n",
  נ: "j",
  ן: "l",
  ו: "i",
  ه: "o",
  و: "g",
  ا: "l",
  α: "a",
  β: "b",
  ε: "e",
  ζ: "z",
  η: "n",
  ι: "i",
  κ: "k",
  μ: "u",
  ν: "v",
  π: "n",
  σ: "o",
  τ: "t",
  υ: "u",
  χ: "x",
  ω: "w",
  γ: "y",
  б: "b",
  в: "b",
  г: "r",
  д: "d",
  з: "e",
  и: "u",
  й: "u",
  к: "k",
  л: "n",
  м: "m",
  н: "h",
  п: "n",
  т: "t",
  у: "y",
  х: "x",
  ц: "u",
  ч: "y",
  ш: "w",
  щ: "w",
  ь: "b",
  я: "r",
  і: "i",
  ї: "i",
  ѕ: "s",
  ј: "j",
};
