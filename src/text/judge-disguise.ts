// Whether a way through the lists' trie is one that a person took to hide a word, or honest text that came by it.
import { isConsonant, onlyInside, strongMask, unmasked } from "./disguise-signs.ts";
import { role, type Span, type Trail, type Way } from "./disguise-trail.ts";
import { isWordUnit } from "./word-characters.ts";

const minHidden = 4;
const minSingles = 3;
// A column of three letters is a list of answers.
const minUpright = 4;
const minLong = 5;
const maxPieces = 4;
const maxMasked = 24;

/** What the text shows of the listed word or phrase that the trail arrived at, or null where that is no disguise. */
export function judgeDisguise(trail: Trail, way: Way, key: string): Span | null {
  const span = judgeAtOnce(trail, way, key.length);
  return span === null && way.masks + way.skipped > 0 && trail.hasSpace(way)
    ? judgeByWords(trail, way, key.split(" "))
    : span;
}

const judgeAtOnce = (trail: Trail, way: Way, size: number): Span | null =>
  way.masks > 0
    ? judgeMasked(trail, way, size)
    : way.skipped > 0
      ? judgeApart(trail, way, size)
      : judgeWhole(trail, way, size);

/** A phrase of which one word is disguised and another is not, or in another way: "k.i.l.l yourself". */
function judgeByWords(trail: Trail, way: Way, words: readonly string[]): Span | null {
  const ways = trail.wordsTo(way.end);
  if (ways.length !== words.length) return null;
  const spans: Span[] = [];
  for (const [index, one] of ways.entries()) {
    const size = words[index]!.length;
    const isUnchanged = one.letters === size && one.end - one.start === size;
    const isApart = !trail.isFree(one.start) || !trail.isFree(one.end);
    const span: Span | null = !isUnchanged
      ? judgeAtOnce(trail, one, size)
      : isApart
        ? null
        : [one.start, one.end];
    if (span === null) return null;
    spans.push(span);
  }
  return [spans[0]![0], spans.at(-1)![1]];
}

/** One word or phrase, nothing taken out or put in between: signs for letters, letters for letters, stretching. */
function judgeWhole(trail: Trail, way: Way, size: number): Span | null {
  const { units } = trail;
  const { start, end } = way;
  const signs = way.digits + way.signs;
  const mayInflect = way.repeats + way.swaps > 0 && size >= minHidden;
  const wordEnd = trail.isFree(end) ? end : mayInflect ? endOfInflection(trail, end) : null;
  const isWhole = wordEnd !== null && trail.isFree(start);
  if (way.repeats > 0 && !isStretched(trail, start, end)) return null;
  if (way.swaps > 0 && !(isWhole && size >= minHidden && way.letters >= 2)) return null;
  if (signs > 0) {
    const written = trail.text.slice(start, end);
    if (way.letters === 0 && !(written.includes("@") && written.includes("$"))) return null;
    if (way.digits * 2 > size && !(size >= 5 && way.letters >= 2 && trail.isToken(start, end))) return null;
    if ((written.startsWith("(") && trail.isClosed(start)) || written.startsWith("+")) return null;
    const isLast = trail.roleAt(end - 1) === role.sign && onlyInside.includes(written.at(-1)!);
    if (isLast && isWhole && !(written.endsWith("+") && size >= 4)) return null;
    if (isAddress(trail.tokenAround(start))) return null;
  }
  if (isWhole) return [start, wordEnd];
  // What is joined to a word with a sign for a letter does not make it another: "c0cksucker". Shorter ones come
  // about by chance, and "@" before a name is no letter; "rsehole" is no name.
  const isSignWithin =
    signs > (isWordUnit(units[start] as number) || noOnset.test(trail.text.slice(start + 1, end)) ? 0 : 1) &&
    (isWordUnit(units[end - 1] as number) || !onlyInside.includes(trail.text.charAt(end - 1)));
  if (trail.hasSpace(way) || !(size >= minHidden ? isSignWithin : isShortWithin(trail, way))) return null;
  return trail.wholeWord(start, end);
}

/** Three letters, the one in the middle a sign, at the head of a word of letters: "g@ylord". */
function isShortWithin(trail: Trail, { start, end, letters, signs }: Way): boolean {
  if (end - start !== 3 || letters !== 2 || signs !== 1 || !trail.isFree(start)) return false;
  return /^[a-z][@$!€£¢][a-z]{3,}[^a-z0-9]*$/.test(trail.tokenAround(start).slice(trail.tokenOffset(start)));
}

/** A disguised word may go on as English words do: fuuuckers, fvcking. Null where it goes on otherwise. */
function endOfInflection(trail: Trail, end: number): number | null {
  let wordEnd = end;
  while (wordEnd < trail.length && wordEnd - end <= 4 && isWordUnit(trail.units[wordEnd] as number))
    wordEnd++;
  return inflections.has(String.fromCharCode(...trail.units.subarray(end, wordEnd))) ? wordEnd : null;
}

/** Masked words stand alone, or are followed by letters where the mask is one that nobody writes but to hide. */
function judgeMasked(trail: Trail, way: Way, size: number): Span | null {
  const { start, end } = way;
  if (way.skipped > 0) return judgeApart(trail, way, size);
  if (!trail.isFree(start) || trail.hasSpace(way)) return null;
  if (way.repeats > 0 && !isStretched(trail, start, end)) return null;
  const { token, offset } = trail.maskedToken(way);
  if (offset !== start || end > offset + token.length || !isMaskedToken(token)) return null;
  if (
    (way.digits + way.signs + way.swaps > 0 || /[^a-z]/.test(unmasked(token))) &&
    !(way.letters >= 2 && strongMask.test(token))
  )
    return null;
  const isOneRun = /^[^*#^~•·■█×]+[*#^~•·■█×]*[^*#^~•·■█×]*$/.test(token);
  // One letter of four, f***, must at least have the length of the word; "A*A*" is a pair of marks at school.
  if (way.letters === 1 ? size !== token.length : !isOneRun && way.masks * 2 >= size) return null;
  const rest = token.slice(end - start);
  // A hyphen or a full stop joins words: what follows it is no ending of the word before.
  const mayGoOn =
    size >= minHidden && (strongMask.test(token) || /[_[\]]{2}/.test(token)) && /^[a-z]+$/.test(rest);
  if (rest === "'s" && strongMask.test(token)) return [start, end];
  return rest === "" || mayGoOn ? [start, start + token.length] : null;
}

/** A word taken apart: every letter by itself, or in a few pieces that are no words of their own. */
function judgeApart(trail: Trail, way: Way, size: number): Span | null {
  const { start, end } = way;
  const before = start > 0 ? trail.units[start - 1] : 0;
  const wordEnd = trail.isFree(end) ? end : size >= minHidden ? endOfInflection(trail, end) : null;
  if (before === 0x27 || wordEnd === null || !trail.isFree(start)) return null;
  const pieces = trail.pieces(way);
  if (pieces.length < 2) return null;
  pieces.at(-1)!.read += trail.text.slice(end, wordEnd);
  const areSingle = pieces.every((piece) => piece.read.length === 1);
  // Placeholders: "x.x.x".
  if (areSingle && pieces.every((piece) => piece.read === pieces[0]!.read)) return null;
  if (areSingle && pieces.length >= minSingles && way.swaps === 0) {
    const isReadable = way.letters >= 2 && way.letters * 2 >= size + way.masks;
    const areStrong = way.masks + way.signs === 0 || (size >= minHidden && !trail.hasWeakMask(way));
    const isUpright = pieces.some((piece) => piece.gap.includes("\n")) && size < minUpright;
    return isReadable && areStrong && !isUpright ? [start, end] : null;
  }
  const unwritten = pieces.filter((piece) => piece.exact === 0).length;
  if (way.masks + way.swaps > 0 || unwritten > (pieces.length >= minSingles ? 1 : 0)) return null;
  if (way.repeats > 0 && !isStretched(trail, start, end)) return null;
  if (pieces.some((piece) => !isSeam(piece.gap))) return null;
  const isSpaced = pieces.some((piece) => /\s/.test(piece.gap));
  const isShort = pieces.some((piece) => piece.exact > 0 && isFragment(piece.read));
  if (unwritten > 0 && !(isShort && size >= minLong)) return null;
  if (pieces.length <= maxPieces && (!isSpaced || (isShort && size >= minHidden))) return [start, wordEnd];
  // Long words seldom come about by chance: "gang bang", "mother fuc ker".
  const shortest = Math.min(...pieces.map((piece) => piece.read.length));
  if (pieces.length === 2 && pieces.some((piece) => commonWords.has(piece.read))) return null;
  const isLong = pieces.length === 2 ? size >= 8 && shortest >= 3 : size >= 10 && shortest >= 2;
  const isPlain = way.digits + way.signs === 0 && wordEnd === end;
  return isLong && pieces.length <= maxPieces + 1 && isPlain ? [start, end] : null;
}

/** A letter three times, every letter twice, or a double that no language of ours writes there. */
function isStretched(trail: Trail, start: number, end: number): boolean {
  let runs = 0;
  let doubles = 0;
  let isLikely = true;
  let isLong = false;
  for (let at = start; at < end;) {
    const unit = trail.units[at] as number;
    let runEnd = at + 1;
    while (runEnd < trail.length && trail.units[runEnd] === unit) runEnd++;
    const isDropped = trail.roles.subarray(at - start, Math.min(runEnd, end) - start).includes(role.repeat);
    runs++;
    if (runEnd - at > 1) doubles++;
    if (runEnd - at > 2) isLong = true;
    else if (
      isDropped &&
      !isOddDouble(unit, trail.unitAt(runEnd), trail.unitAt(runEnd + 1), trail.isFree(at))
    )
      isLikely = false;
    at = runEnd;
  }
  return isLong || isLikely || (runs >= 3 && doubles === runs);
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

function isMaskedToken(token: string): boolean {
  // Full stops in a row are a pause between two words.
  if (token.length < 3 || token.length > maxMasked || token.includes("..")) return false;
  if (token.length < minHidden && !strongMask.test(token)) return false;
  return /^[a-z0-9@$!]*$/.test(unmasked(token));
}

/** What may part the pieces of one word: no address, no end of a sentence. */
const isSeam = (between: string): boolean =>
  between.length <= 2 && !/[:/@?=&\n']/.test(between) && !(between.length > 1 && /\s/.test(between));

/** No word of its own: ck, sh, single letters but a, i and o, and what no word begins with (nker, cking). */
const isFragment = (read: string): boolean =>
  read.length === 1 ? /[b-hj-np-z]/.test(read) : /^[b-df-hj-np-tv-xz]{2,4}$/.test(read) || noOnset.test(read);
const noOnset =
  /^(?:b[cdfgkmnpstvz]|c[bcdfgkmpst]|d[bcdfgkmnpst]|g[bdgkpt]|[lr][bcdfgkmnpstvz]|[mn][bdfgkpstz]|p[bcdgkmp]|s[bdgs]|t[bcdfgkmpt])[a-z]/;

// Web and e-mail addresses hold what looks like anything.
const isAddress = (token: string): boolean => /:\/\/|^www\.|\w@\w+\.\w/.test(token);

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
