// What can be told of a place without walking the trie with every reading: whether a listed word may begin there at all,
// whether it stands there openly, and whether the text leads to somewhere it may be read otherwise. Where this says no,
// a walk would find nothing; it seldom says yes.
import { type AhoCorasick, child } from "./aho-corasick.ts";
import {
  asAnyOther,
  asDrawing,
  asMask,
  asReading,
  asSpace,
  asSwap,
  asWord,
  disguiseFlags,
  isConsonant,
  isStrongMask,
  mayBeDrawn,
  readingsOf,
  swappedFor,
  traitsOf,
} from "./disguise-signs.ts";
import { maxSpan, type Units } from "./disguise-trail.ts";
import { cliticAfter, isWordUnit } from "./word-characters.ts";

/** Units that are skipped between the letters of a word that was taken apart. */
export const maxGap = 3;

const openingsWidth = 128;
const closed = 0;
const open = 1;
const knownOpenings = new WeakMap<AhoCorasick, Uint32Array>();

/**
 * For each two ASCII units, at `first * 128 + second`, whether a listed word may begin with them in any reading: open
 * or closed, or where only a word does that begins with these letters, the state of the trie behind them.
 */
function openingsOf(automaton: AhoCorasick): Uint32Array {
  let openings = knownOpenings.get(automaton);
  if (openings === undefined) {
    openings = Uint32Array.from({ length: openingsWidth * openingsWidth }, (_, pair) =>
      openingOf(automaton, Math.floor(pair / openingsWidth), pair % openingsWidth),
    );
    knownOpenings.set(automaton, openings);
  }
  return openings;
}

// Rather open than not: a walk tells more.
function openingOf(automaton: AhoCorasick, first: number, second: number): number {
  const as = disguiseFlags[first] as number;
  if ((as & asReading) !== 0 || ((as & asDrawing) !== 0 && mayBeDrawn(first, second))) return open;
  if (first === 0x76 || (first === 0x6b && second === first) || (first === 0x70 && second === 0x68))
    return open;
  const state = isWordUnit(first) ? child(automaton, 0, first) : 0;
  if (state === 0) return closed;
  if (second === first || !isWordUnit(second)) return open;
  const then = disguiseFlags[second] as number;
  if ((then & (asReading | asMask | asDrawing)) !== 0) return open;
  for (const letter of swappedFor[second] ?? "") {
    if (child(automaton, state, letter.charCodeAt(0)) !== 0) return open;
  }
  return child(automaton, state, second);
}

const isPlain = (unit: number): boolean => (traitsOf(unit) & (asWord | asAnyOther)) === asWord;

export class Lookahead {
  private automaton!: AhoCorasick;
  private openings!: Uint32Array;
  private units!: Uint16Array;
  private length = 0;
  private seeksShown = false;
  /** What the latest look has seen, where that was asked for: a listed word that stands there as it is listed. */
  isShown = false;

  /** The unit there, 0 behind the end. */
  private readonly unitAt: (at: number) => number;

  constructor(unitAt: (at: number) => number) {
    this.unitAt = unitAt;
  }

  read(automaton: AhoCorasick, { units, length }: Units, { seeksShown }: { seeksShown: boolean }): void {
    this.seeksShown = seeksShown;
    this.isShown = false;
    if (this.automaton !== automaton) this.openings = openingsOf(automaton);
    this.automaton = automaton;
    this.units = units;
    this.length = length;
  }

  /** Three units are enough to see that most words are no listed one, however they are read. */
  mayOpen(start: number): boolean {
    const { units, length } = this;
    const first = units[start] as number;
    const second = start + 1 < length ? (units[start + 1] as number) : 0x20;
    if (first >= openingsWidth || second >= openingsWidth) return true;
    const opening = this.openings[first * openingsWidth + second] as number;
    if (opening <= open) return opening === open;
    const third = start + 2 < length ? (units[start + 2] as number) : 0x20;
    if (isPlain(third)) return third === second || child(this.automaton, opening, third) !== 0;
    return third !== 0x20 || this.outlastsSpace(opening, start + 3, second);
  }

  /** Whether there is more to two letters, one space behind them and what follows than two words. */
  private outlastsSpace(state: number, at: number, last: number): boolean {
    const { automaton, units, length } = this;
    if (at >= length || (automaton.keyAt[state] as number) >= 0) return true;
    const next = units[at] as number;
    if (next === last || !isPlain(next)) return true;
    return child(automaton, state, 0x20) !== 0 || child(automaton, state, next) !== 0;
  }

  /**
   * Whether the text as it stands follows the trie to a place where it may be read otherwise. It seldom does: most
   * words leave the trie after a few letters, which tells as well that none is shown.
   */
  leadsOn(start: number): boolean {
    return this.leadsOnFrom(start, start, 0);
  }

  private leadsOnFrom(start: number, from: number, fromState: number): boolean {
    const { automaton, units, length } = this;
    let state = fromState;
    let last = 0;
    for (let at = from; at < length; at++) {
      const unit = units[at] as number;
      const traits = traitsOf(unit);
      if (
        (unit === last && this.outlastsRun(state, at)) ||
        ((traits & asAnyOther) !== 0 && this.mayBeOther(state, at, at > start))
      ) {
        this.look(at, state);
        return true;
      }
      if ((traits & asWord) === 0) {
        this.look(at, state);
        return at > start && this.crossesGap(state, at, last);
      }
      state = child(automaton, state, unit);
      if (state === 0) return false;
      last = unit;
    }
    this.look(length, state);
    return false;
  }

  private look(at: number, state: number): void {
    if (this.seeksShown && this.showsIn(this.units, at, state)) this.isShown = true;
  }

  /** Whether a listed word or phrase stands there as it is listed, each run of what parts words taken for a space. */
  showsIn(units: Uint16Array, from: number, fromState = 0): boolean {
    const { automaton, length } = this;
    let state = fromState;
    for (let at = from; at < length; at++) {
      let unit = units[at] as number;
      if (!isWordUnit(unit)) {
        if ((automaton.keyAt[state] as number) >= 0) return true;
        while (at + 1 < length && !isWordUnit(units[at + 1] as number)) at++;
        unit = 0x20;
      }
      state = child(automaton, state, unit);
      if (state === 0) return false;
    }
    return (automaton.keyAt[state] as number) >= 0;
  }

  private outlastsRun(state: number, at: number): boolean {
    let end = at + 1;
    while (end < this.length && this.units[end] === this.units[at]) end++;
    return this.leadsFrom(state, end, end === at + 1 ? (this.units[at] as number) : 0);
  }

  private mayBeOther(state: number, at: number, isWithin: boolean): boolean {
    const { automaton, units } = this;
    const unit = units[at] as number;
    const also = disguiseFlags[unit] as number;
    const next = this.unitAt(at + 1);
    if ((also & asReading) !== 0 && (isWithin || !this.isExclamation(at))) {
      const letters = readingsOf[unit] as string;
      for (let index = 0; index < letters.length; index++) {
        if (this.leadsFrom(child(automaton, state, letters.charCodeAt(index)), at + 1, unit)) return true;
      }
    }
    if ((also & asDrawing) !== 0 && mayBeDrawn(unit, next)) return true;
    if ((also & asSwap) !== 0 && this.maySwap(state, at, isWithin)) return true;
    return (also & asMask) !== 0 && isWithin && this.strikesOut(at);
  }

  /** Whether a mask may stand for a letter: not at the end of a word, unless nobody writes it there but to hide. */
  strikesOut(at: number): boolean {
    const { units, length } = this;
    const unit = units[at] as number;
    if (isStrongMask(unit)) return true;
    // "Don't" is no donut, and full stops in a row are a pause.
    if (unit === 0x27 && cliticAfter(this.unitAt, at) !== null) return false;
    if (unit === 0x2e && units[at + 1] === unit) return false;
    for (let next = at + 1; next < length && next - at < maxSpan; next++) {
      const traits = traitsOf(units[next] as number);
      if ((traits & asWord) !== 0 || units[next] === 0x24) return true;
      if ((traits & asSpace) !== 0) return false;
    }
    return false;
  }

  private maySwap(state: number, at: number, isWithin: boolean): boolean {
    const { automaton } = this;
    const unit = this.units[at];
    const next = this.unitAt(at + 1);
    if (unit === 0x6b) return next === 0x6b;
    if (unit === 0x70) return next === 0x68 && child(automaton, state, 0x66) !== 0;
    if (unit === 0x76) return next === 0x76 || this.leadsFrom(child(automaton, state, 0x75), at + 1, unit);
    if (!isWithin || !isConsonant(this.units[at - 1]) || !isConsonant(next)) return false;
    return unit === 0x78 || this.leadsFrom(child(automaton, state, 0x69), at + 1, 0x6c);
  }

  private crossesGap(state: number, at: number, last: number): boolean {
    const { automaton, units, length } = this;
    let end = at + 1;
    for (; end < length && !isWordUnit(units[end] as number); end++) {
      if ((disguiseFlags[units[end] as number] as number) !== 0) return true;
    }
    if (end === length) return false;
    const spaced = child(automaton, state, 0x20);
    if (spaced !== 0 && this.leadsOnFrom(at, end, spaced)) return true;
    if (end - at > maxGap) return false;
    const next = units[end] as number;
    if (next === last || ((disguiseFlags[next] as number) !== 0 && this.mayBeOther(state, end, true)))
      return true;
    const joined = child(automaton, state, next);
    return joined !== 0 && (units[end + 1] === next || this.goesOn(joined, end + 1));
  }

  /** Several of them, and no word behind: an outcry. */
  private isExclamation(at: number): boolean {
    const { units } = this;
    if (units[at] !== 0x21 || this.unitAt(at + 1) !== 0x21) return false;
    let end = at + 2;
    while (this.unitAt(end) === 0x21) end++;
    const next = this.unitAt(end);
    return disguiseFlags[next] === 0 && !isWordUnit(next);
  }

  private leadsFrom(state: number, at: number, last: number): boolean {
    if (!this.goesOn(state, at)) return state !== 0 && at < this.length && this.units[at] === last;
    const { keyAt } = this.automaton;
    if ((keyAt[state] as number) >= 0 || at >= this.length) return true;
    const unit = this.units[at] as number;
    if (isWordUnit(unit) || disguiseFlags[unit] !== 0 || unit === last) return true;
    return this.crossesGap(state, at, last);
  }

  private goesOn(state: number, at: number): boolean {
    if (state === 0) return false;
    if ((this.automaton.keyAt[state] as number) >= 0) return true;
    if (at >= this.length) return false;
    const unit = this.units[at] as number;
    return disguiseFlags[unit] !== 0 || !isWordUnit(unit) || child(this.automaton, state, unit) !== 0;
  }
}
