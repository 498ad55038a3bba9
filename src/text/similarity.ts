// How alike two texts are, told from small sketches of them: minhash over runs of letters. A campaign changes a name, a
// number, a link or a few words in each copy; most runs of four characters survive that.
import { foldedLane } from "./folded-lane.ts";
import { lookalikeLane } from "./lookalike-lane.ts";
import { plainLane } from "./plain-lane.ts";

export interface TextSketch {
  /** `sketchBits` times 0 or 1: the share of bits that two sketches have in common tells how alike the texts are. */
  bits: string;
  /** Texts that are much alike have at least one of these in common, at the same place; null = nothing to find by. */
  bands: (number | null)[];
}

export const sketchBits = 256;
export const bandCount = 6;
const rowsPerBand = 3;
const bitsPerRow = 2;
const rows = sketchBits / bitsPerRow;
const shingleLength = 4;
// Of shorter texts one word is too much of the whole: only an equal one is alike.
const shortestCompared = 24;

// Looked up once: where the global object is watched, as by a test runner, each look costs more than the product.
const { imul } = Math;

// Each row of the sketch sees the shingles in an order of its own: odd factors and offsets from a fixed seed.
const factors = new Int32Array(rows);
const offsets = new Int32Array(rows);
let state = 0x6d6f6465;
for (let row = 0; row < rows; row++) {
  factors[row] = nextState() | 1;
  offsets[row] = nextState();
}

/** Linear in the length of the text: every run of characters is looked at once for each row. */
export function sketchOf(body: string): TextSketch {
  const text = comparableText(body);
  if (text.length < shortestCompared) return exactSketch(text === "" ? body.trim() : text);
  const least = leastHashes(text);
  let bits = "";
  for (const hash of least) bits += bitPairs[scrambled(hash) >>> 30]!;
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

function leastHashes(text: string): Int32Array {
  const least = new Int32Array(rows).fill(0x7fffffff);
  const last = text.length - shingleLength;
  for (let at = 0; at <= last; at++) {
    let hash = 0x811c9dc5;
    for (let unit = at; unit < at + shingleLength; unit++) {
      hash = imul(hash ^ text.charCodeAt(unit), 0x01000193);
    }
    hash = scrambled(hash);
    for (let row = 0; row < rows; row++) {
      const value = (imul(hash, factors[row]!) + offsets[row]!) | 0;
      if (value < least[row]!) least[row] = value;
    }
  }
  return least;
}

function exactSketch(text: string): TextSketch {
  let hash = 0x811c9dc5;
  for (let unit = 0; unit < text.length; unit++) hash = imul(hash ^ text.charCodeAt(unit), 0x01000193);
  let bits = "";
  for (let row = 0; row < rows; row++) bits += bitPairs[scrambled(hash + imul(row, factors[row]!)) >>> 30]!;
  return {
    bits,
    bands: Array.from({ length: bandCount }, (_, band) => (band === 0 ? scrambled(hash) : null)),
  };
}

const bitPairs = ["00", "01", "10", "11"];

/** The finaliser of MurmurHash3: every bit of the input moves half of the output's. */
function scrambled(value: number): number {
  let hash = value | 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

function nextState(): number {
  state = (imul(state, 1664525) + 1013904223) | 0;
  return scrambled(state);
}
