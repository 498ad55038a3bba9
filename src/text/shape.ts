// How a text looks, whatever it says. Each measure is one pass.

export interface Run {
  length: number;
  /** UTF-16 units, end exclusive. */
  start: number;
  end: number;
}

const noRun: Run = { length: 0, start: 0, end: 0 };

export interface Capitals {
  /** Letters that have a case; scripts without one have none. */
  cased: number;
  upper: number;
}

export function countCapitals(text: string): Capitals {
  let upper = 0;
  let lower = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return countAnyCapitals(text);
    if (unit >= 0x41 && unit <= 0x5a) upper++;
    else if (unit >= 0x61 && unit <= 0x7a) lower++;
  }
  return { upper, cased: upper + lower };
}

function countAnyCapitals(text: string): Capitals {
  const upper = countMatches(text, /\p{Lu}/gu);
  return { upper, cased: upper + countMatches(text, /\p{Ll}/gu) };
}

/** Stops at the number asked for: most texts are far longer. */
export function hasLetters(text: string, atLeast: number): boolean {
  const letter = /[\p{L}\p{N}]/gu;
  let count = 0;
  while (count < atLeast && letter.test(text)) count++;
  return count >= atLeast;
}

export const countCodePoints = (text: string): number => {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) at++;
    count++;
  }
  return count;
};

/** The longest run of one letter: "soooo". Digits are left out (1000000), and so are lines of dashes. */
export const longestLetterRun = (text: string): Run =>
  longest(text.matchAll(/(\p{L})\1+/giu), countCodePoints);

/** The longest run of one word over and over: "buy buy buy". */
export function longestWordRun(text: string): Run {
  let best = noRun;
  let current = noRun;
  let previous = "";
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)) {
    const word = match[0].toLowerCase();
    const end = match.index + match[0].length;
    current =
      word === previous
        ? { length: current.length + 1, start: current.start, end }
        : { length: 1, start: match.index, end };
    if (current.length > best.length) best = current;
    previous = word;
  }
  return best;
}

/** The longest run of punctuation and signs: "!!!$$$". Emoji are not counted, and neither are lines of dashes. */
export const longestPunctuationRun = (text: string): Run =>
  longest(text.matchAll(/(?:(?![-_=*~#.])[\p{P}\p{Sc}\p{Sm}\p{Sk}])+/gu), countCodePoints);

/** The most combining marks on one letter, of the marks that belong to no script: what stacks in "z̷̢a̶l̸g̵o". */
export const longestMarkRun = (text: string): Run =>
  longest(text.matchAll(/(?:(?=\p{Mn})\p{Script=Inherited})+/gu), countCodePoints);

/** All controls that turn the direction of text; phones put some of them around numbers in good faith. */
export const bidiControls = (text: string): Run[] => runsOf(text.matchAll(/[\u202a-\u202e\u2066-\u2069]/g));

/** Those that show the text in another order than it is written. */
export const bidiOverrides = (text: string): Run[] => runsOf(text.matchAll(/[\u202d\u202e]/g));

const latin = 1;
const cyrillic = 2;
const greek = 3;
const shortestMixedWord = 4;

/**
 * Words that mix Latin, Cyrillic and Greek letters as nobody writes them. Latin with a Cyrillic ending (iPhoneом) and
 * a Greek letter at either end (TNFα, Δtime) are left out.
 */
export function mixedScriptWords(text: string): Run[] {
  if (!/[\u0370-\u052f]/.test(text)) return [];
  return runsOf(text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)).filter(({ start, end }) =>
    isMixed(text.slice(start, end)),
  );
}

function isMixed(word: string): boolean {
  const scripts = Array.from(word, scriptOf).filter((script) => script !== 0);
  if (scripts.length < shortestMixedWord) return false;
  const switches: [number, number][] = [];
  for (let at = 1; at < scripts.length; at++) {
    const [before, after] = [scripts[at - 1] as number, scripts[at] as number];
    if (before !== after) switches.push([before, after]);
  }
  const [first] = switches;
  if (first === undefined) return false;
  if (switches.length > 1) return !isOneGreekLetterAtEachEnd(scripts);
  if (first[0] === latin && first[1] === cyrillic) return false;
  const greeks = scripts.filter((script) => script === greek).length;
  return greeks !== 1;
}

const isOneGreekLetterAtEachEnd = (scripts: number[]): boolean =>
  scripts[0] === greek &&
  scripts.at(-1) === greek &&
  scripts.slice(1, -1).every((script) => script === scripts[1] && script !== greek);

function scriptOf(character: string): number {
  if (/\p{Script=Latin}/u.test(character)) return latin;
  if (/\p{Script=Cyrillic}/u.test(character)) return cyrillic;
  return /\p{Script=Greek}/u.test(character) ? greek : 0;
}

function longest(matches: Iterable<RegExpExecArray>, measure: (text: string) => number): Run {
  let best = noRun;
  for (const match of matches) {
    const length = measure(match[0]);
    if (length > best.length) best = { length, start: match.index, end: match.index + match[0].length };
  }
  return best;
}

const runsOf = (matches: Iterable<RegExpExecArray>): Run[] =>
  Array.from(matches, (match) => ({ length: 1, start: match.index, end: match.index + match[0].length }));

const countMatches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
