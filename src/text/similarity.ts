// How alike two texts are, told from small sketches of them: minhash over runs of letters. A campaign changes a name, a
// number, a link or a few words in each copy; most runs of five characters survive that.
import { foldedLane } from "./folded-lane.ts";
import { lookalikeLane } from "./lookalike-lane.ts";
import { plainLane } from "./plain-lane.ts";

export interface TextSketch {
  /** `sketchBits` in all: the share of bits that two sketches have in common tells how alike the texts are. */
  bits: Uint8Array;
  /** Texts that are much alike have at least one of these in common, at the same place; null = nothing to find by. */
  bands: (number | null)[];
}

export const sketchBits = 256;
export const bandCount = 4;
const rowsPerBand = 3;
const bitsPerRow = 2;
const rows = sketchBits / bitsPerRow;
const shingleLength = 5;
// Of shorter texts one word is too much of the whole: only an equal one is alike.
const shortestCompared = 24;

// Looked up once: where the global object is watched, as by a test runner, each look costs more than the product.
const { imul } = Math;

/** Linear in the length of the text: every run of characters is looked at once. */
export function sketchOf(body: string): TextSketch {
  const text = comparableText(body);
  if (text.length < shortestCompared) return exactSketch(text === "" ? body.trim() : text);
  const least = leastHashes(text);
  const bits = bitsOf((row) => least[row]!);
  const bands: number[] = [];
  for (let band = 0; band < bandCount; band++) {
    let joined = band;
    for (let row = 0; row < rowsPerBand; row++) {
      joined = scrambled(imul(joined, 31) + least[band * rowsPerBand + row]!);
    }
    bands.push(joined);
  }
  return { bits, bands };
}

export function distanceBetween(one: TextSketch, other: TextSketch): number {
  let distance = 0;
  for (let at = 0; at < one.bits.length; at++) {
    for (let differing = one.bits[at]! ^ other.bits[at]!; differing !== 0; differing &= differing - 1)
      distance++;
  }
  return distance;
}

/** Of so many different bits, what share of the two texts is the same: from 0 to 1 (Dice's coefficient). */
export function similarityAt(distance: number): number {
  const shared = Math.max(0, 1 - (2 * distance) / sketchBits);
  return (2 * shared) / (1 + shared);
}

/** How many bits may differ where at least this share of two texts is the same. */
export const distanceFor = (similarity: number): number =>
  Math.floor((sketchBits / 2) * (1 - similarity / (2 - similarity)) + 1e-9);

/** What is compared: folded letters in lower case; any number is a 0, of a link only its host counts. */
export function comparableText(body: string): string {
  const plain = plainLane(body);
  const folded = foldedLane(plain) ?? plain;
  const { text } = lookalikeLane(folded) ?? folded;
  return text
    .replace(/(https?:\/\/[^\s/?#]{1,253})\S*/g, "$1")
    .replace(/\p{N}+/gu, "0")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .replace(/(\p{L})\1{2,}/gu, "$1$1")
    .trim();
}

/**
 * One-permutation minhash (Li, Owen and Zhang 2012): each run of characters falls into one row, and the least of each
 * row is kept. An empty row borrows from one that is picked by chance (Shrivastava 2017), so that of two short texts,
 * too, as large a share of the rows is the same as of the runs.
 */
function leastHashes(text: string): Int32Array {
  const own = new Int32Array(rows).fill(nothing);
  const last = text.length - shingleLength;
  for (let at = 0; at <= last; at++) {
    let hash = 0x811c9dc5;
    for (let unit = at; unit < at + shingleLength; unit++) {
      hash = imul(hash ^ text.charCodeAt(unit), 0x01000193);
    }
    hash = scrambled(hash);
    const row = hash & (rows - 1);
    const value = hash >>> 8;
    if (value < own[row]!) own[row] = value;
  }
  const least = new Int32Array(own);
  for (let row = 0; row < rows; row++) if (own[row] === nothing) least[row] = own[lender(own, row)]!;
  return least;
}

const nothing = 0x7fffffff;

/** The first row with something of its own in an order that is the same for every text. */
function lender(own: Int32Array, row: number): number {
  for (let attempt = 1; attempt <= rows; attempt++) {
    const other = scrambled(imul(row, 0x9e3779b1) + attempt) & (rows - 1);
    if (own[other] !== nothing) return other;
  }
  let next = row;
  while (own[next] === nothing) next = (next + 1) & (rows - 1);
  return next;
}

function exactSketch(text: string): TextSketch {
  let hash = 0x811c9dc5;
  for (let unit = 0; unit < text.length; unit++) hash = imul(hash ^ text.charCodeAt(unit), 0x01000193);
  const bits = bitsOf((row) => hash + imul(row, 0x9e3779b1));
  return {
    bits,
    bands: Array.from({ length: bandCount }, (_, band) => (band === 0 ? scrambled(hash) : null)),
  };
}

function bitsOf(hashOf: (row: number) => number): Uint8Array {
  const bits = new Uint8Array(sketchBits / 8);
  for (let row = 0; row < rows; row++) {
    const at = row * bitsPerRow;
    bits[at >> 3]! |= (scrambled(hashOf(row)) >>> 30) << (6 - (at & 7));
  }
  return bits;
}

/** The finaliser of MurmurHash3: every bit of the input moves half of the output's. */
function scrambled(value: number): number {
  let hash = value | 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
