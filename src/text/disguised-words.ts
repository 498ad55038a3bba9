// Words that were changed so that a filter does not see them: signs for letters (sh1t, @$$), letters struck out (f*ck),
// stretched (fuuuck), taken apart (f u c k, fu.ck), and several of these at once. From each place where a word may
// begin the lists' own trie is walked with every reading of every unit, and what arrives at the end of a listed word
// is then judged as a whole. Honest text leaves the trie after two or three letters, so it costs hardly anything.
import { type AhoCorasick, child, childrenOf } from "./aho-corasick.ts";
import { characterKinds, gap, isBoundary, isWordUnit } from "./word-characters.ts";

export interface DisguisedWord {
  key: number;
  /** Units of the text, end exclusive. */
  start: number;
  end: number;
  /** Only signs and digits were read as letters. */
  isLeet: boolean;
}

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
  "@": "ao",
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
const drawings: Readonly<Record<string, string>> = {
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
const onlyInside = "!|+¡(<&";
const strongMasks = "*#^~•·■█×";
const weakMasks = "._-'?%&+=[]";

// What a unit may be besides itself.
const reading = 1;
const mask = 2;
const drawn = 4;
const swapped = 8;
const flags = new Uint8Array(0x10000);
const flag = (characters: string, value: number): void => {
  for (const character of characters) flags[character.charCodeAt(0)]! |= value;
};
flag(Object.keys(readings).join(""), reading);
/** The readings by unit. */
const lettersOf: string[] = [];
for (const [sign, letters] of Object.entries(readings)) lettersOf[sign.charCodeAt(0)] = letters;
flag(strongMasks + weakMasks, mask);
for (const drawing of Object.keys(drawings)) flag(drawing.charAt(0), drawn);
flag("kpvlx", swapped);

const maxSpan = 120;
const maxToken = 60;
const maxGap = 3;
const maxStepsPerStart = 3_000;
const minSteps = 20_000;
const stepsPerUnit = 20;
const maxSteps = 2_000_000;
const stepsPerJudgement = 40;
const maxFound = 400;

/** What became of each unit on the way through the trie. */
const role = { letter: 1, digit: 2, sign: 3, mask: 4, repeat: 5, skipped: 6, space: 7, swap: 8 } as const;

/** A text by its units in lower case, of which the first `length` count. */
export interface Units {
  units: Uint16Array;
  length: number;
}

/** The listed words that no one sees who reads the text unit by unit. */
export function findDisguised(automaton: AhoCorasick, read: Units): readonly DisguisedWord[] {
  if (automaton.keys.length === 0) return none;
  const walker = (spareWalker ??= new Walker());
  return walker.findAll(automaton, read);
}

/** At most so many steps are taken through the trie of the lists, whatever stands in the text. */
export const maxStepsFor = (length: number): number => Math.min(minSteps + stepsPerUnit * length, maxSteps);

/** The steps that the latest search took. */
export const lastSteps = (): number => spareWalker?.stepsTaken ?? 0;

const textDecoder = new TextDecoder("utf-16le", { ignoreBOM: true });
const none: readonly DisguisedWord[] = [];
let spareWalker: Walker | null = null;

class Walker {
  private automaton!: AhoCorasick;
  private written: string | null = null;
  private kinds: Uint8Array | null = null;
  private units!: Uint16Array;
  private length = 0;
  private start = 0;
  private end = 0;
  private steps = 0;
  stepsTaken = 0;
  private found: DisguisedWord[] = [];
  /** By the distance from the start: what a unit was taken for, and the letter that it was read as. */
  private readonly roles = new Uint8Array(maxSpan + 8);
  private readonly letters = new Uint16Array(maxSpan + 8);

  findAll(automaton: AhoCorasick, { units, length }: Units): readonly DisguisedWord[] {
    this.automaton = automaton;
    this.written = null;
    this.kinds = null;
    this.units = units;
    this.length = length;
    this.stepsTaken = 0;
    const mostSteps = maxStepsFor(length);
    this.found = [];
    let at = 0;
    while (at < length) {
      if (isSpace(units[at] as number)) {
        at++;
        continue;
      }
      const tokenStart = at;
      let letters = 0;
      let signs = 0;
      for (; at < length && !isSpace(units[at] as number); at++) {
        const unit = units[at] as number;
        if ((flags[unit]! & reading) !== 0) signs++;
        else if (isWordUnit(unit)) letters++;
      }
      // A word with signs for letters may hide within another one; a longer "word" is an address or a picture.
      const mayHide = signs > 0 && letters > 0 && at - tokenStart <= maxToken;
      for (let start = tokenStart; start < at; start++) {
        if (this.stepsTaken >= mostSteps || this.found.length >= maxFound) return this.found;
        if (start === tokenStart || mayHide || !isWordUnit(units[start - 1] as number)) this.walkFrom(start);
      }
    }
    return this.found.length === 0 ? none : this.found;
  }

  /** Made when a listed word has been met, which is seldom. */
  private get text(): string {
    return (this.written ??= textDecoder.decode(this.units.subarray(0, this.length)));
  }

  private walkFrom(start: number): void {
    this.start = start;
    this.end = Math.min(this.length, start + maxSpan);
    this.steps = maxStepsPerStart;
    this.walk(0, start, 0, false);
    this.stepsTaken += maxStepsPerStart - this.steps;
  }

  /** `lastUnit`: the unit that was read last, which may be repeated. */
  private walk(from: number, firstAt: number, lastUnit: number, isChanged: boolean): void {
    const { automaton, units, start, end } = this;
    let state = from;
    let at = firstAt;
    let last = lastUnit;
    while (--this.steps >= 0) {
      if (isChanged && (automaton.keyAt[state] as number) >= 0)
        this.judge(automaton.keyAt[state] as number, at);
      if (at >= end) return;
      const unit = units[at] as number;
      const also = flags[unit] as number;
      const isWord = isWordUnit(unit);
      if (unit === last && at > start) this.passRepeats(state, at, unit);
      if (also !== 0) {
        if ((also & reading) !== 0) {
          const letters = lettersOf[unit] as string;
          for (let index = 0; index < letters.length; index++) {
            this.step(state, at, 1, isWord ? role.digit : role.sign, letters.charAt(index));
          }
        }
        if ((also & drawn) !== 0 && mayBeDrawn(unit, this.unitAt(at + 1))) this.readDrawing(state, at);
        if ((also & swapped) !== 0) this.swap(state, at, unit);
        if ((also & mask) !== 0 && at > start) this.passMask(state, at);
      }
      if (!isWord) {
        if (at > start) this.passGap(state, at, last, isChanged);
        return;
      }
      state = child(automaton, state, unit);
      if (state === 0) return;
      this.note(at, role.letter, unit);
      last = unit;
      at++;
    }
  }

  private note(at: number, taken: number, letter: number): void {
    this.roles[at - this.start] = taken;
    this.letters[at - this.start] = letter;
  }

  /** Reads `length` units as one or more letters. */
  private step(state: number, at: number, length: number, taken: number, letters: string): void {
    let next = state;
    for (let index = 0; index < letters.length; index++) {
      next = child(this.automaton, next, letters.charCodeAt(index));
      if (next === 0) return;
    }
    if (at + length > this.end) return;
    for (let unit = 0; unit < length; unit++) this.note(at + unit, taken, letters.charCodeAt(0));
    this.walk(next, at + length, this.units[at + length - 1] as number, true);
  }

  private readDrawing(state: number, at: number): void {
    for (let length = 2; length <= 4 && at + length <= this.end; length++) {
      const letter = drawings[String.fromCharCode(...this.units.subarray(at, at + length))];
      if (letter !== undefined) this.step(state, at, length, role.sign, letter);
    }
  }

  /** Letters that look or sound like another: fukk, phuck, fvck, shlt, fxck. */
  private swap(state: number, at: number, unit: number): void {
    const next = at + 1 < this.end ? this.units[at + 1] : 0;
    if (unit === 0x6b) {
      if (next === 0x6b) this.step(state, at, 2, role.swap, "ck");
    } else if (unit === 0x70) {
      if (next === 0x68) this.step(state, at, 2, role.swap, "f");
    } else if (unit === 0x76) {
      this.step(state, at, 1, role.swap, "u");
      if (next === 0x76) this.step(state, at, 2, role.swap, "w");
    } else if (at > this.start && isConsonant(this.units[at - 1]) && isConsonant(next)) {
      // An l or an x for a vowel stands between consonants; "txt" is how people shorten "text".
      if (unit === 0x6c) this.step(state, at, 1, role.swap, "i");
      else if (next !== 0x74 || this.units[at - 1] !== 0x74) {
        for (const vowel of "aeiou") this.step(state, at, 1, role.swap, vowel);
      }
    }
  }

  /** Once one of a run is left out, so is the rest of it: each run has as many ways as it has units. */
  private passRepeats(state: number, at: number, unit: number): void {
    let end = at;
    while (end < this.end && this.units[end] === unit) this.note(end++, role.repeat, unit);
    this.walk(state, end, end === at + 1 ? unit : 0, true);
  }

  /** A mask stands for one letter; of several in a row, for fewer as well. */
  private passMask(state: number, at: number): void {
    const { automaton } = this;
    let maskEnd = at + 1;
    while (maskEnd < this.end && ((flags[this.units[maskEnd] as number] as number) & mask) !== 0) maskEnd++;
    const [first, end] = childrenOf(automaton, state);
    for (let next = first; next < end; next++) {
      const letter = automaton.labels[next] as number;
      if (letter < 0x61 || letter > 0x7a) continue;
      for (let unit = at; unit < maskEnd; unit++) this.note(unit, role.mask, letter);
      this.walk(next, at + 1, 0, true);
      if (maskEnd > at + 1) {
        for (let unit = at; unit < maskEnd; unit++) this.note(unit, role.mask, letter);
        this.walk(next, maskEnd, 0, true);
      }
    }
  }

  /** White space and punctuation: the space in a phrase, or nothing at all within a word that was taken apart. */
  private passGap(state: number, at: number, last: number, isChanged: boolean): void {
    const { automaton, units, start, end } = this;
    let gapEnd = at;
    let mayBeRead = false;
    let isSeam = true;
    while (gapEnd < end && !isWordUnit(units[gapEnd] as number)) {
      const unit = units[gapEnd++] as number;
      if ((flags[unit] as number) !== 0 && gapEnd - 1 > at) mayBeRead = true;
      if (unit === 0x0a) isSeam = false;
    }
    if (gapEnd === end) return;
    const spaced = child(automaton, state, 0x20);
    if (spaced !== 0) {
      for (let unit = at; unit < gapEnd; unit++) this.note(unit, role.space, 0x20);
      this.walk(spaced, gapEnd, 0, isChanged);
    }
    const next = units[gapEnd] as number;
    if (
      !isSeam ||
      !(mayBeRead || next === last || (flags[next] as number) !== 0 || child(automaton, state, next) !== 0)
    )
      return;
    // One unit at a time where a sign after it may be a letter again.
    const to = mayBeRead ? at + 1 : gapEnd;
    let skipped = to - at;
    while (skipped <= maxGap && this.roles[to - 1 - skipped - start] === role.skipped) skipped++;
    if (skipped > maxGap) return;
    for (let unit = at; unit < to; unit++) this.note(unit, role.skipped, 0);
    this.walk(state, to, last, true);
  }

  private judge(key: number, end: number): void {
    this.steps -= stepsPerJudgement;
    const way = this.wayTo(end);
    const size = this.automaton.keyLengths[key] as number;
    const span =
      way.masks > 0
        ? this.judgeMasked(way, size)
        : way.skipped > 0
          ? this.judgeApart(way, size)
          : this.judgeWhole(way, size);
    if (span === null || this.found.length >= maxFound) return;
    const isLeet = way.masks + way.skipped + way.repeats + way.swaps === 0;
    this.found.push({ key, start: span[0], end: span[1], isLeet });
  }

  private wayTo(end: number): Way {
    const way = { end, letters: 0, digits: 0, signs: 0, masks: 0, repeats: 0, skipped: 0, swaps: 0 };
    for (let at = this.start; at < end; at++) {
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

  /** One word or phrase, nothing taken out or put in between: signs for letters, letters for letters, stretching. */
  private judgeWhole(way: Way, size: number): Span | null {
    const { start, units } = this;
    const { end } = way;
    const signs = way.digits + way.signs;
    const mayInflect = way.repeats + way.swaps > 0 && size >= minHidden;
    const wordEnd = this.isFree(end) ? end : mayInflect ? this.endOfInflection(end) : null;
    const isWhole = wordEnd !== null && this.isFree(start);
    if (way.repeats > 0 && !this.isStretched(start, end)) return null;
    if (way.swaps > 0 && !(isWhole && size >= minHidden && way.letters >= 2)) return null;
    if (signs > 0) {
      const written = this.text.slice(start, end);
      if (way.letters === 0 && !(written.includes("@") && written.includes("$"))) return null;
      if (way.digits * 2 > size && !(size >= 5 && way.letters >= 2 && this.isToken(start, end))) return null;
      if (written.startsWith("(") || written.startsWith("+")) return null;
      const isLast = this.roles[end - 1 - start] === role.sign && onlyInside.includes(written.at(-1)!);
      if (isLast && isWhole && !(written.endsWith("+") && size >= 4)) return null;
      if (isAddress(this.tokenAround(start))) return null;
    }
    if (isWhole) return [start, wordEnd];
    // What is joined to a word with a sign for a letter does not make it another: "c0cksucker". Shorter ones come
    // about by chance, and "@" before a name is no letter.
    const isSignWithin =
      signs > (isWordUnit(units[start] as number) ? 0 : 1) &&
      (isWordUnit(units[end - 1] as number) || !onlyInside.includes(this.text.charAt(end - 1)));
    return size >= minHidden && isSignWithin && !this.hasSpace(end) ? this.wholeWord(start, end) : null;
  }

  /** A disguised word may go on as English words do: fuuuckers, fvcking. Null where it goes on otherwise. */
  private endOfInflection(end: number): number | null {
    let wordEnd = end;
    while (wordEnd < this.length && wordEnd - end <= 4 && isWordUnit(this.units[wordEnd] as number))
      wordEnd++;
    return inflections.has(String.fromCharCode(...this.units.subarray(end, wordEnd))) ? wordEnd : null;
  }

  /** Masked words stand alone, or are followed by letters where the mask is one that nobody writes but to hide. */
  private judgeMasked(way: Way, size: number): Span | null {
    const { start } = this;
    const { end } = way;
    if (way.skipped > 0) return this.judgeApart(way, size);
    if (!this.isFree(start) || this.hasSpace(end)) return null;
    if (way.repeats > 0 && !this.isStretched(start, end)) return null;
    const { token, offset } = this.maskedToken(start);
    if (offset !== start || end > offset + token.length || !isMaskedToken(token)) return null;
    if (
      (way.digits + way.signs + way.swaps > 0 || /[^a-z]/.test(unmasked(token))) &&
      !(way.letters >= 2 && strong.test(token))
    )
      return null;
    const isOneRun = /^[^*#^~•·■█×]+[*#^~•·■█×]*[^*#^~•·■█×]*$/.test(token);
    // One letter of four, f***, must at least have the length of the word; "A*A*" is a pair of marks at school.
    if (way.letters === 1 ? size !== token.length : !isOneRun && way.masks * 2 >= size) return null;
    const rest = token.slice(end - start);
    // A hyphen or a full stop joins words: what follows it is no ending of the word before.
    const mayGoOn =
      size >= minHidden && (strong.test(token) || /[_[\]]{2}/.test(token)) && /^[a-z]+$/.test(rest);
    return rest === "" || mayGoOn ? [start, start + token.length] : null;
  }

  /** A word taken apart: every letter by itself, or in a few pieces that are no words of their own. */
  private judgeApart(way: Way, size: number): Span | null {
    const { start } = this;
    const { end } = way;
    const before = start > 0 ? this.units[start - 1] : 0;
    if (before === 0x27 || !this.isFree(end) || !this.isFree(start)) return null;
    const pieces = this.piecesTo(end);
    if (pieces.length < 2) return null;
    const areSingle = pieces.every((piece) => piece.read.length === 1);
    // Placeholders: "x.x.x".
    if (areSingle && pieces.every((piece) => piece.read === pieces[0]!.read)) return null;
    if (areSingle && pieces.length >= minSingles && way.swaps === 0) {
      const isReadable = way.letters >= 2 && way.letters * 2 >= size + way.masks;
      const areStrong = way.masks + way.signs === 0 || (size >= minHidden && !this.hasWeakMask(end));
      return isReadable && areStrong ? [start, end] : null;
    }
    if (way.masks + way.swaps > 0 || pieces.some((piece) => piece.exact === 0)) return null;
    if (way.repeats > 0 && !this.isStretched(start, end)) return null;
    if (pieces.some((piece) => !isSeam(piece.gap))) return null;
    const isSpaced = pieces.some((piece) => /\s/.test(piece.gap));
    const isShort = pieces.some((piece) => isFragment(piece.read));
    if (pieces.length <= maxPieces && (!isSpaced || (isShort && size >= minHidden))) return [start, end];
    // Long words seldom come about by chance: "gang bang", "mother fuc ker".
    const shortest = Math.min(...pieces.map((piece) => piece.read.length));
    if (pieces.length === 2 && pieces.some((piece) => commonWords.has(piece.read))) return null;
    const isLong = pieces.length === 2 ? size >= 8 && shortest >= 3 : size >= 10 && shortest >= 2;
    return isLong && pieces.length <= maxPieces + 1 && way.digits + way.signs === 0 ? [start, end] : null;
  }

  private piecesTo(end: number): Piece[] {
    const pieces: Piece[] = [];
    let isBetween = true;
    let gapText = "";
    for (let at = this.start; at < end; at++) {
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

  /** A letter three times, every letter twice, or a double that no language of ours writes there. */
  private isStretched(start: number, end: number): boolean {
    let runs = 0;
    let doubles = 0;
    let isLikely = true;
    let isLong = false;
    for (let at = start; at < end;) {
      const unit = this.units[at] as number;
      let runEnd = at + 1;
      while (runEnd < this.length && this.units[runEnd] === unit) runEnd++;
      const isDropped = this.roles.subarray(at - start, Math.min(runEnd, end) - start).includes(role.repeat);
      runs++;
      if (runEnd - at > 1) doubles++;
      if (runEnd - at > 2) isLong = true;
      else if (isDropped && !isOddDouble(unit, this.unitAt(runEnd), this.unitAt(runEnd + 1), this.isFree(at)))
        isLikely = false;
      at = runEnd;
    }
    return isLong || isLikely || (runs >= 3 && doubles === runs);
  }

  private hasSpace(end: number): boolean {
    return this.roles.subarray(0, end - this.start).includes(role.space);
  }

  private hasWeakMask(end: number): boolean {
    for (let at = this.start; at < end; at++) {
      if (this.roles[at - this.start] === role.mask && !strong.test(this.text.charAt(at))) return true;
    }
    return false;
  }

  /** Whether no word goes on over this place. A "$" or "@" between letters is one of them. */
  private isFree(at: number): boolean {
    const { units, length } = this;
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
  private unitAt(at: number): number | undefined {
    return at < this.length ? this.units[at] : undefined;
  }

  private isToken(start: number, end: number): boolean {
    return /^[^\p{L}\p{N}]{0,3}$/u.test(this.tokenAround(start).replace(this.text.slice(start, end), ""));
  }

  private tokenAround(at: number): string {
    let start = at;
    let end = at;
    while (start > 0 && at - start < maxSpan && !isSpace(this.units[start - 1] as number)) start--;
    while (end < this.length && end - at < maxSpan && !isSpace(this.units[end] as number)) end++;
    return this.text.slice(start, end);
  }

  /** The token without quotes and brackets around it and the punctuation of the sentence after it. */
  private maskedToken(at: number): { token: string; offset: number } {
    let offset = at;
    while (offset > 0 && at - offset < maxSpan && !isSpace(this.units[offset - 1] as number)) offset--;
    const written = this.tokenAround(at).toLowerCase();
    const lead = /^[^a-z0-9@$]*/.exec(written)?.[0] ?? "";
    const core = written.slice(lead.length);
    // Of a word that is nearly all there, what follows is a footnote or the end of **emphasis**.
    const [, letters = "", masks = ""] = /^([a-z0-9@$]+)([*#^~•·■█×]+)[^a-z0-9]*$/.exec(core) ?? [];
    const isOpen =
      !strong.test(lead) &&
      masks !== "" &&
      (letters.length === 1 ? masks.length >= 3 : letters.length <= 3 || masks.length >= letters.length - 1);
    return {
      token: core.replace(isOpen ? /[^*#^~•·■█×]+$/ : /[^a-z0-9$]+$/, ""),
      offset: offset + lead.length,
    };
  }

  private wholeWord(start: number, end: number): Span {
    let from = start;
    let to = end;
    while (from > 0 && start - from < maxToken && isWordUnit(this.units[from - 1] as number)) from--;
    while (to < this.length && to - end < maxToken && isWordUnit(this.units[to] as number)) to++;
    return [from, to];
  }
}

type Span = [start: number, end: number];

/** How often each role was taken on the way to `end`. */
interface Way {
  end: number;
  letters: number;
  digits: number;
  signs: number;
  masks: number;
  repeats: number;
  skipped: number;
  swaps: number;
}

interface Piece {
  /** The letters it is read as. */
  read: string;
  /** Of those, the ones that stand there. */
  exact: number;
  /** What stands in front of it. */
  gap: string;
}

// "Babel and" is no "babeland".
const commonWords = new Set(
  (
    "about after again all also and any are back because been before but came can come could did does down each " +
    "even for from get give good had has have her here him his how into its just know like make many may more most " +
    "much must not now off one only other our out over own said same say see she should some such take than that " +
    "the their them then there these they this those through time too under upon use very was way well were what " +
    "when where which while who will with work would year you your"
  ).split(" "),
);

const inflections = new Set(["s", "d", "y", "es", "ed", "er", "in", "ers", "ing", "ings"]);

const minHidden = 4;
const minSingles = 3;
const maxPieces = 4;
const maxMasked = 24;

const strong = /[*#^~•·■█×]/;
const anyMask = /[*#^~•·■█×._\-'?%&+=[\]]/g;
const unmasked = (token: string): string => token.replace(anyMask, "");

function isMaskedToken(token: string): boolean {
  // Full stops in a row are a pause between two words.
  if (token.length < 3 || token.length > maxMasked || token.includes("..")) return false;
  if (token.length < minHidden && !strong.test(token)) return false;
  return /^[a-z0-9@$!]*$/.test(unmasked(token));
}

/** What may part the pieces of one word: no address, no end of a sentence. */
const isSeam = (between: string): boolean =>
  between.length <= 2 && !/[:/@?=&\n']/.test(between) && !(between.length > 1 && /\s/.test(between));

/** No word of its own: ck, sh, single letters but a, i and o. */
const isFragment = (read: string): boolean =>
  /^[a-z]{1,4}$/.test(read) && (read.length === 1 ? !/[aio]/.test(read) : !/[aeiouy]/.test(read));

// Web and e-mail addresses hold what looks like anything.
const isAddress = (token: string): boolean => /:\/\/|^www\.|\w@\w+\.\w/.test(token);

const isSpace = (unit: number): boolean =>
  unit <= 0x20 || unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a);
const secondStrokes = new Set(Object.keys(drawings).map((drawing) => drawing.charCodeAt(1)));
const mayBeDrawn = (first: number, second: number | undefined): boolean =>
  second !== undefined && (isWordUnit(first) ? second === 0x33 : secondStrokes.has(second));
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const isConsonant = (unit: number | undefined): boolean =>
  unit !== undefined && unit >= 0x61 && unit <= 0x7a && !"aeiou".includes(String.fromCharCode(unit));
const isSignLetter = (unit: number | undefined): boolean =>
  unit !== undefined &&
  (unit === 0x24 || unit === 0x40 || unit === 0xa7 || unit === 0xa2 || unit === 0xa3 || unit === 0x20ac);
const isPart = (unit: number | undefined): boolean =>
  unit !== undefined && (isWordUnit(unit) || isSignLetter(unit));

/** Doubles that words have: ee, ll at any place, rr between vowels; not kk, uu, or rr before a consonant. */
function isOddDouble(
  unit: number,
  next: number | undefined,
  afterNext: number | undefined,
  isAtStart: boolean,
): boolean {
  const letter = String.fromCharCode(unit);
  if ("hjkquvwxy".includes(letter)) return true;
  if (isAtStart) return "bcdfgmnprstz".includes(letter);
  if (!"bcdgmnprtz".includes(letter) || !isConsonant(next)) return false;
  const follows = String.fromCharCode(next as number);
  return follows === "s" ? afterNext !== undefined && isWordUnit(afterNext) : !"lrhyw".includes(follows);
}
