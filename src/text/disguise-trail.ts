// The way that a search took through a text, unit by unit, and what stands around it.
import { isDigit, isPart, isSignLetter, isSpace, strongMask } from "./disguise-signs.ts";
import { characterKinds, gap, isBoundary, isContracted, isWordUnit } from "./word-characters.ts";

export const maxSpan = 120;
const maxToken = 60;
const maxBracketed = 200;

/** A text by its units in lower case, of which the first `length` count. */
export interface Units {
  units: Uint16Array;
  length: number;
}

/** What a unit was taken for. */
export const role = {
  letter: 1,
  digit: 2,
  sign: 3,
  mask: 4,
  repeat: 5,
  skipped: 6,
  space: 7,
  swap: 8,
} as const;

export type Span = [start: number, end: number];

/** How often each role was taken from `start` to `end`. */
export interface Way {
  start: number;
  end: number;
  letters: number;
  digits: number;
  signs: number;
  masks: number;
  repeats: number;
  skipped: number;
  swaps: number;
}

export interface Piece {
  /** The letters it is read as. */
  read: string;
  /** Of those, the ones that stand there. */
  exact: number;
  /** What stands in front of it. */
  gap: string;
}

export class Trail {
  units!: Uint16Array;
  length = 0;
  start = 0;
  /** By the distance from the start: what a unit was taken for, and the letter that it was read as. */
  readonly roles = new Uint8Array(maxSpan + 8);
  readonly letters = new Uint16Array(maxSpan + 8);
  private written: string | null = null;
  private kinds: Uint8Array | null = null;

  read({ units, length }: Units): void {
    this.units = units;
    this.length = length;
    this.written = null;
    this.kinds = null;
  }

  note(at: number, taken: number, letter: number): void {
    this.roles[at - this.start] = taken;
    this.letters[at - this.start] = letter;
  }

  /** Made when a listed word has been met, which is seldom. */
  get text(): string {
    return (this.written ??= textDecoder.decode(this.units.subarray(0, this.length)));
  }

  wayBetween(start: number, end: number): Way {
    const way = { start, end, letters: 0, digits: 0, signs: 0, masks: 0, repeats: 0, skipped: 0, swaps: 0 };
    for (let at = start; at < end; at++) {
      const taken = this.roles[at - this.start] as number;
      const unit = this.units[at] as number;
      if (taken === role.letter) way.letters++;
      else if (taken === role.mask) way.masks++;
      else if (taken === role.repeat) way.repeats++;
      else if (taken === role.skipped) way.skipped++;
      else if (taken === role.swap) way.swaps++;
      else if (taken !== role.space) {
        if (isDigit(unit)) way.digits++;
        else way.signs++;
      }
    }
    return way;
  }

  /** The words of a phrase, parted by what was taken for its spaces. */
  wordsTo(end: number): Way[] {
    const words: Way[] = [];
    let from = this.start;
    for (let at = from; at <= end; at++) {
      if (at < end && this.roles[at - this.start] !== role.space) continue;
      if (at > from) words.push(this.wayBetween(from, at));
      from = at + 1;
    }
    return words;
  }

  pieces({ start, end }: Way): Piece[] {
    const pieces: Piece[] = [];
    let isBetween = true;
    let gapText = "";
    for (let at = start; at < end; at++) {
      const taken = this.roles[at - this.start] as number;
      if (taken === role.skipped || taken === role.space) {
        isBetween = true;
        gapText += String.fromCharCode(this.units[at] as number);
        continue;
      }
      if (isBetween) pieces.push({ read: "", exact: 0, gap: gapText });
      isBetween = false;
      gapText = "";
      const piece = pieces.at(-1)!;
      if (taken !== role.repeat || piece.read === "") {
        piece.read += String.fromCharCode(this.letters[at - this.start] as number);
      }
      if (taken === role.letter || taken === role.repeat) piece.exact++;
    }
    return pieces;
  }

  roleAt(at: number): number {
    return this.roles[at - this.start] as number;
  }

  hasSpace({ start, end }: Way): boolean {
    return this.roles.subarray(start - this.start, end - this.start).includes(role.space);
  }

  hasWeakMask({ start, end }: Way): boolean {
    for (let at = start; at < end; at++) {
      if (this.roles[at - this.start] === role.mask && !strongMask.test(this.text.charAt(at))) return true;
    }
    return false;
  }

  /** Whether no word goes on over this place. A "$" or "@" between letters is one of them. */
  isFree(at: number): boolean {
    const { units, length } = this;
    if (isContracted(this.unitAt, at)) return false;
    if (at > 0 && at < length && isSignLetter(units[at - 1]) && isPart(units[at])) {
      if (at > 1 && isPart(units[at - 2])) return false;
    }
    if (at > 0 && at < length && isSignLetter(units[at]) && isPart(units[at - 1]))
      return !isPart(this.unitAt(at + 1));
    if (at <= 0 || at >= length || units[at]! < 0x80 || units[at - 1]! < 0x80) {
      return at <= 0 || at >= length || !isWordUnit(units[at]!) || !isWordUnit(units[at - 1]!);
    }
    this.kinds ??= characterKinds(this.text);
    return this.kinds[at] === gap || isBoundary(this.kinds, at);
  }

  /** The array goes on behind the text, with what an earlier one left there. */
  readonly unitAt = (at: number): number => (at < this.length ? (this.units[at] as number) : 0);

  isToken(start: number, end: number): boolean {
    return /^[^\p{L}\p{N}]{0,3}$/u.test(this.tokenAround(start).replace(this.text.slice(start, end), ""));
  }

  /** Whether the bracket that opens here is closed again, so that it is no letter. */
  isClosed(at: number): boolean {
    return this.text.slice(at, at + maxBracketed).includes(")");
  }

  /** How far into its token a place lies. */
  tokenOffset(at: number): number {
    let start = at;
    while (start > 0 && at - start < maxSpan && !isSpace(this.units[start - 1] as number)) start--;
    return at - start;
  }

  tokenAround(at: number): string {
    const start = at - this.tokenOffset(at);
    let end = at;
    while (end < this.length && end - at < maxSpan && !isSpace(this.units[end] as number)) end++;
    return this.text.slice(start, end);
  }

  /** The token of a masked word without quotes and brackets around it and the punctuation of the sentence after it. */
  maskedToken({ start: at, end }: Way): { token: string; offset: number } {
    let offset = at - this.tokenOffset(at);
    const written = this.tokenAround(at).toLowerCase();
    const lead = /^[^a-z0-9@$]*/.exec(written)?.[0] ?? "";
    const core = written.slice(lead.length);
    // Of a word that is nearly all there, what follows is a footnote or the end of **emphasis**.
    const [, letters = "", masks = ""] = /^([a-z0-9@$]+)([*#^~•·■█×]+)[^a-z0-9]*$/.exec(core) ?? [];
    const isOpen =
      !strongMask.test(lead) &&
      masks !== "" &&
      (letters.length === 1 ? masks.length >= 3 : letters.length <= 3 || masks.length >= letters.length - 1);
    offset += lead.length;
    const token = core.replace(isOpen ? /[^*#^~•·■█×]+$/ : /[^a-z0-9$]+$/, "");
    // Where letters are struck out within the word, so is the last one.
    const isStruck = strongMask.test(token) && !strongMask.test(lead) && this.roleAt(end - 1) === role.mask;
    return { token: isStruck && end - offset > token.length ? core.slice(0, end - offset) : token, offset };
  }

  wholeWord(start: number, end: number): Span {
    let from = start;
    let to = end;
    while (from > 0 && start - from < maxToken && isWordUnit(this.units[from - 1] as number)) from--;
    while (to < this.length && to - end < maxToken && isWordUnit(this.units[to] as number)) to++;
    return [from, to];
  }
}

const textDecoder = new TextDecoder("utf-16le", { ignoreBOM: true });
