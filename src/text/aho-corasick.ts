// Finds all of many keys in one pass over a text (Aho and Corasick, 1975). The states lie in breadth-first order,
// so the children of one are neighbours, sorted by label: twenty bytes a state and no hashing, which keeps a list
// of 65,000 phrases at a few megabytes. The shallow states, where a scan spends nearly all its time, have a row of
// moves besides, one for each ASCII unit.
import { finish, type Slices, sortInSlices } from "./in-slices.ts";

export interface AhoCorasick {
  /** Sorted and unique; a match names a key by its index here. */
  keys: readonly string[];
  firstChild: Uint32Array;
  labels: Uint16Array;
  /** The state of the longest proper suffix that is also a prefix of some key. */
  suffix: Uint32Array;
  /** The key that ends here, or -1. */
  keyAt: Int32Array;
  /** The state itself where a key ends there, else the nearest one along the suffixes, or 0. */
  outputs: Uint32Array;
  keyLengths: Uint32Array;
  /** Where state `s` goes by ASCII unit `u`, suffixes followed, lies at `s * 128 + u`. */
  rows: Uint32Array;
}

const rootState = 0;
const rowLength = 128;
const maxRows = 2_048;
// Of each loop; about a millisecond.
const sliceLength = 1_024;
const rowsASlice = 64;

export const buildAhoCorasick = (keys: Iterable<string>): AhoCorasick => finish(growAhoCorasick(keys));

export function* growAhoCorasick(unsortedKeys: Iterable<string>): Slices<AhoCorasick> {
  const unique = new Set<string>();
  let seen = 0;
  for (const key of unsortedKeys) {
    if (key !== "") unique.add(key);
    if (++seen % sliceLength === 0) yield;
  }
  const keys = yield* sortInSlices([...unique], sliceLength);
  const states = yield* countStates(keys);
  const automaton: AhoCorasick = {
    keys,
    firstChild: new Uint32Array(states + 1),
    labels: new Uint16Array(states),
    suffix: new Uint32Array(states),
    keyAt: new Int32Array(states).fill(-1),
    outputs: new Uint32Array(states),
    keyLengths: new Uint32Array(keys.length),
    rows: new Uint32Array(Math.min(states, maxRows) * rowLength),
  };
  yield* growTrie(automaton, states);
  yield* linkSuffixes(automaton, states);
  yield* fillRows(automaton);
  return automaton;
}

/**
 * Calls `onMatch(key index, start, end)` for every occurrence, overlapping ones too, until it answers false.
 * Returns the number of moves made through the automaton: at most two for each unit of the text.
 */
export function scan(
  automaton: AhoCorasick,
  { units, length }: { units: ArrayLike<number>; length: number },
  onMatch: (key: number, start: number, end: number) => boolean,
): number {
  const { suffix, keyAt, outputs, keyLengths, rows } = automaton;
  const rowCount = rows.length / rowLength;
  let state = rootState;
  let moves = 0;
  for (let at = 0; at < length; at++) {
    const unit = units[at] as number;
    const hasRow = unit < rowLength;
    let next =
      hasRow && state < rowCount
        ? (rows[state * rowLength + unit] as number)
        : search(automaton, state, unit);
    moves++;
    while (next === rootState && state !== rootState && !(hasRow && state < rowCount)) {
      state = suffix[state] as number;
      next =
        hasRow && state < rowCount
          ? (rows[state * rowLength + unit] as number)
          : search(automaton, state, unit);
      moves++;
    }
    state = next;
    let output = outputs[state] as number;
    while (output !== rootState) {
      const key = keyAt[output] as number;
      if (!onMatch(key, at + 1 - (keyLengths[key] as number), at + 1)) return moves;
      output = outputs[suffix[output] as number] as number;
    }
  }
  return moves;
}

/** The states one label further, as a range. */
export const childrenOf = ({ firstChild }: AhoCorasick, state: number): [first: number, end: number] => [
  firstChild[state] as number,
  firstChild[state + 1] as number,
];

/** The child of a state by a label, or the root where there is none. */
export function child(automaton: AhoCorasick, state: number, unit: number): number {
  const { firstChild, rows } = automaton;
  const place = state * rowLength + unit;
  if (unit >= rowLength || place >= rows.length) return search(automaton, state, unit);
  const next = rows[place] as number;
  return next >= (firstChild[state] as number) && next < (firstChild[state + 1] as number) ? next : rootState;
}

function search({ firstChild, labels }: AhoCorasick, state: number, unit: number): number {
  let low = firstChild[state] as number;
  let high = firstChild[state + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const label = labels[middle] as number;
    if (label === unit) return middle;
    if (label < unit) low = middle + 1;
    else high = middle;
  }
  return rootState;
}

function* countStates(keys: readonly string[]): Slices<number> {
  let states = 1;
  let previous = "";
  for (const [index, key] of keys.entries()) {
    if (index % sliceLength === 0) yield;
    let shared = 0;
    while (shared < previous.length && previous.charCodeAt(shared) === key.charCodeAt(shared)) shared++;
    states += key.length - shared;
    previous = key;
  }
  return states;
}

// Each state stands for a range of the sorted keys, those that begin with its path.
function* growTrie(
  { keys, firstChild, labels, keyAt, keyLengths }: AhoCorasick,
  states: number,
): Slices<void> {
  const rangeStart = new Uint32Array(states);
  const rangeEnd = new Uint32Array(states);
  const depths = new Uint32Array(states);
  const unitAt = (key: number, depth: number): number => (keys[key] as string).charCodeAt(depth);
  rangeEnd[rootState] = keys.length;
  let created = 1;
  for (let state = 0; state < states; state++) {
    if (state % sliceLength === 0) yield;
    firstChild[state] = created;
    const depth = depths[state] as number;
    const end = rangeEnd[state] as number;
    let key = rangeStart[state] as number;
    if (key < end && (keys[key] as string).length === depth) {
      keyLengths[key] = depth;
      keyAt[state] = key++;
    }
    while (key < end) {
      const label = unitAt(key, depth);
      labels[created] = label;
      rangeStart[created] = key;
      depths[created] = depth + 1;
      while (key < end && unitAt(key, depth) === label) key++;
      rangeEnd[created++] = key;
    }
  }
  firstChild[states] = created;
}

function* linkSuffixes(automaton: AhoCorasick, states: number): Slices<void> {
  const { firstChild, labels, suffix, keyAt, outputs } = automaton;
  for (let parent = 0; parent < states; parent++) {
    if (parent % sliceLength === 0) yield;
    const end = firstChild[parent + 1] as number;
    for (let state = firstChild[parent] as number; state < end; state++) {
      const label = labels[state] as number;
      let candidate = parent;
      let target = rootState;
      while (candidate !== rootState && target === rootState) {
        candidate = suffix[candidate] as number;
        target = search(automaton, candidate, label);
      }
      suffix[state] = target;
      outputs[state] = (keyAt[state] as number) >= 0 ? state : (outputs[target] as number);
    }
  }
}

// A suffix is shorter and so comes earlier: its row is ready to be copied and needs only the state's own children.
function* fillRows({ firstChild, labels, suffix, rows }: AhoCorasick): Slices<void> {
  for (let state = 0; state * rowLength < rows.length; state++) {
    if (state % rowsASlice === 0) yield;
    const row = state * rowLength;
    const suffixRow = (suffix[state] as number) * rowLength;
    if (state !== rootState) rows.copyWithin(row, suffixRow, suffixRow + rowLength);
    const end = firstChild[state + 1] as number;
    for (let next = firstChild[state] as number; next < end; next++) {
      const label = labels[next] as number;
      if (label < rowLength) rows[row + label] = next;
    }
  }
}
