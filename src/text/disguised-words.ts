// Words that were changed so that a filter does not see them: signs for letters (sh1t, @$$), letters struck out (f*ck),
// stretched (fuuuck), taken apart (f u c k, fu.ck), and several of these at once. From each place where a word may
// begin the lists' own trie is walked with every reading of every unit, and what arrives at the end of a listed word
// is then judged as a whole. Honest text leaves the trie after two or three letters, so it costs hardly anything.
import { type AhoCorasick, child, childrenOf } from "./aho-corasick.ts";
import {
  asDrawing,
  asMask,
  asReading,
  asSwap,
  disguiseFlags,
  drawings,
  isConsonant,
  isSignLetter,
  mayBeDrawn,
  readingsOf,
} from "./disguise-signs.ts";
import { Lookahead, maxGap } from "./disguise-lookahead.ts";
import { placesIn } from "./disguise-places.ts";
import { maxSpan, role, Trail, type Units } from "./disguise-trail.ts";
import { judgeDisguise } from "./judge-disguise.ts";
import { isWordUnit } from "./word-characters.ts";

export interface DisguisedWord {
  key: number;
  /** Units of the text, end exclusive. */
  start: number;
  end: number;
  /** Only signs and digits were read as letters. */
  isLeet: boolean;
}

const maxStepsPerStart = 3_000;
const minSteps = 20_000;
const stepsPerUnit = 20;
const maxSteps = 2_000_000;
const stepsPerJudgement = 40;
const maxFound = 400;

/** The listed words that no one sees who reads the text unit by unit. */
export function findDisguised(automaton: AhoCorasick, read: Units): readonly DisguisedWord[] {
  if (automaton.keys.length === 0) return none;
  const walker = (spareWalker ??= new Walker());
  return walker.findAll(automaton, read);
}

/** A text in two readings, unit by unit: without the marks of Latin letters, and with them. */
export interface MarkedUnits extends Units {
  marked: Uint16Array;
  hasMarks: boolean;
}

/** Whether a listed word stands there as whole words of Latin letters, or in disguise. */
export function showsOrHides(automaton: AhoCorasick, text: MarkedUnits): boolean {
  if (automaton.keys.length === 0) return false;
  const walker = (spareWalker ??= new Walker());
  return walker.findAny(automaton, text);
}

/** At most so many steps are taken through the trie of the lists, whatever stands in the text. */
export const maxStepsFor = (length: number): number => Math.min(minSteps + stepsPerUnit * length, maxSteps);

/** The steps that the latest search took. */
export const lastSteps = (): number => spareWalker?.stepsTaken ?? 0;

const none: readonly DisguisedWord[] = [];
let spareWalker: Walker | null = null;

class Walker {
  private automaton!: AhoCorasick;
  private readonly trail = new Trail();
  private readonly ahead = new Lookahead(this.trail.unitAt);
  private units!: Uint16Array;
  private length = 0;
  private start = 0;
  private end = 0;
  private steps = 0;
  stepsTaken = 0;
  private found: DisguisedWord[] = [];
  private marked: Uint16Array | null = null;

  findAll(automaton: AhoCorasick, read: Units): readonly DisguisedWord[] {
    this.marked = null;
    this.ahead.read(automaton, read, { seeksShown: false });
    this.search(automaton, read);
    return this.found.length === 0 ? none : this.found;
  }

  findAny(automaton: AhoCorasick, read: MarkedUnits): boolean {
    this.marked = read.hasMarks ? read.marked : null;
    this.ahead.read(automaton, read, { seeksShown: true });
    this.search(automaton, read);
    return this.ahead.isShown || this.found.length > 0;
  }

  private search(automaton: AhoCorasick, read: Units): void {
    this.automaton = automaton;
    this.trail.read(read);
    this.units = read.units;
    this.length = read.length;
    this.stepsTaken = 0;
    this.found = [];
    const { places, count } = placesIn(read);
    for (let index = 0; index < count; index++) this.searchFrom(places[index] as number);
  }

  private searchFrom(start: number): void {
    const { ahead, marked } = this;
    if (marked !== null && ahead.showsIn(marked, start)) ahead.isShown = true;
    if (!ahead.mayOpen(start) || !ahead.leadsOn(start)) return;
    if (this.stepsTaken >= maxStepsFor(this.length) || this.found.length >= maxFound) return;
    this.walkFrom(start);
  }

  private walkFrom(start: number): void {
    this.start = this.trail.start = start;
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
      const also = disguiseFlags[unit] as number;
      const isWord = isWordUnit(unit);
      if (unit === last && at > start) this.passRepeats(state, at, unit);
      if (also !== 0) {
        if ((also & asReading) !== 0) {
          const letters = readingsOf[unit] as string;
          for (let index = 0; index < letters.length; index++) {
            this.step(state, at, 1, isWord ? role.digit : role.sign, letters.charAt(index));
          }
        }
        if ((also & asDrawing) !== 0 && mayBeDrawn(unit, this.trail.unitAt(at + 1)))
          this.readDrawing(state, at);
        if ((also & asSwap) !== 0) this.swap(state, at, unit);
        if ((also & asMask) !== 0 && at > start) this.passMask(state, at);
      }
      if (!isWord) {
        if (at > start) this.passGap(state, at, last, isChanged);
        return;
      }
      state = child(automaton, state, unit);
      if (state === 0) return;
      this.trail.note(at, role.letter, unit);
      last = unit;
      at++;
    }
  }

  /** Reads `length` units as one or more letters. */
  private step(state: number, at: number, length: number, taken: number, letters: string): void {
    let next = state;
    for (let index = 0; index < letters.length; index++) {
      next = child(this.automaton, next, letters.charCodeAt(index));
      if (next === 0) return;
    }
    if (at + length > this.end) return;
    for (let unit = 0; unit < length; unit++) this.trail.note(at + unit, taken, letters.charCodeAt(0));
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
    while (end < this.end && this.units[end] === unit) this.trail.note(end++, role.repeat, unit);
    this.walk(state, end, end === at + 1 ? unit : 0, true);
  }

  /** A mask stands for one letter; of several in a row, for fewer as well. */
  private passMask(state: number, at: number): void {
    const { automaton } = this;
    const first = this.units[this.start] as number;
    if (!(isWordUnit(first) || isSignLetter(first)) || !this.ahead.strikesOut(at)) return;
    let maskEnd = at + 1;
    while (maskEnd < this.end && ((disguiseFlags[this.units[maskEnd] as number] as number) & asMask) !== 0)
      maskEnd++;
    const [firstChild, end] = childrenOf(automaton, state);
    for (let next = firstChild; next < end; next++) {
      const letter = automaton.labels[next] as number;
      if (letter < 0x61 || letter > 0x7a) continue;
      for (let unit = at; unit < maskEnd; unit++) this.trail.note(unit, role.mask, letter);
      this.walk(next, at + 1, 0, true);
      if (maskEnd > at + 1) {
        for (let unit = at; unit < maskEnd; unit++) this.trail.note(unit, role.mask, letter);
        this.walk(next, maskEnd, 0, true);
      }
    }
  }

  /** White space and punctuation: the space in a phrase, or nothing at all within a word that was taken apart. */
  private passGap(state: number, at: number, last: number, isChanged: boolean): void {
    const { automaton, units, start, end } = this;
    let gapEnd = at;
    let mayBeRead = false;
    while (gapEnd < end && !isWordUnit(units[gapEnd] as number)) {
      const unit = units[gapEnd++] as number;
      if ((disguiseFlags[unit] as number) !== 0 && gapEnd - 1 > at) mayBeRead = true;
    }
    if (gapEnd === end) return;
    const spaced = child(automaton, state, 0x20);
    if (spaced !== 0) {
      for (let unit = at; unit < gapEnd; unit++) this.trail.note(unit, role.space, 0x20);
      this.walk(spaced, gapEnd, 0, isChanged);
    }
    const next = units[gapEnd] as number;
    if (!(
      mayBeRead ||
      next === last ||
      (disguiseFlags[next] as number) !== 0 ||
      child(automaton, state, next) !== 0
    ))
      return;
    // One unit at a time where a sign after it may be a letter again.
    const to = mayBeRead ? at + 1 : gapEnd;
    let skipped = to - at;
    while (skipped <= maxGap && this.trail.roles[to - 1 - skipped - start] === role.skipped) skipped++;
    if (skipped > maxGap) return;
    for (let unit = at; unit < to; unit++) this.trail.note(unit, role.skipped, 0);
    this.walk(state, to, last, true);
  }

  private judge(key: number, end: number): void {
    this.steps -= stepsPerJudgement;
    const way = this.trail.wayBetween(this.start, end);
    const span = judgeDisguise(this.trail, way, this.automaton.keys[key] as string);
    if (span === null || this.found.length >= maxFound) return;
    const isLeet = way.masks + way.skipped + way.repeats + way.swaps === 0;
    this.found.push({ key, start: span[0], end: span[1], isLeet });
  }
}
