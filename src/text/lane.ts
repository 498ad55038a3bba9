export const laneNames = ["plain", "folded", "lookalike", "leet", "joined", "suspect"] as const;
export type LaneName = (typeof laneNames)[number];

/**
 * A folded copy of a text with the way back: unit `i` of `text` came from the original's units
 * `starts[i]` to `ends[i]` (end exclusive).
 */
export interface Lane {
  name: LaneName;
  text: string;
  starts: Uint32Array;
  ends: Uint32Array;
  /** 1 where a letter of another script was read as this one. */
  changed?: Uint8Array;
}

/** The original's span for the lane's units `start` to `end` (exclusive). */
export function originalSpan(lane: Lane, start: number, end: number): [start: number, end: number] {
  // Where text was turned around, the first unit of a word is the last of the original.
  let from = Infinity;
  let to = 0;
  for (let unit = start; unit < Math.max(end, start + 1) && unit < lane.text.length; unit++) {
    from = Math.min(from, lane.starts[unit] as number);
    to = Math.max(to, lane.ends[unit] as number);
  }
  return from === Infinity ? [0, 0] : [from, to];
}

type Change = 0 | 1;

/** Builds a lane piece by piece, each with the units of the original that it came from. */
export interface LaneWriter {
  write: (piece: string, start: number, end: number, change?: Change) => void;
  /** What the lane it is made from has from one unit to another, as it is. */
  copy: (base: Lane, from: number, to: number) => void;
  /** Text of which each unit stands for one of the original's, from `start` on. */
  keep: (piece: string, start: number) => void;
  finish: (name: LaneName) => Lane;
}

export function laneWriter(expectedLength: number): LaneWriter {
  const pieces: string[] = [];
  let starts: Uint32Array = new Uint32Array(expectedLength + 8);
  let ends: Uint32Array = new Uint32Array(expectedLength + 8);
  // Few lanes change a letter for another.
  let changed: Uint8Array | null = null;
  let length = 0;

  function makeRoom(more: number): void {
    if (length + more <= starts.length) return;
    const needed = Math.max(length + more, starts.length * 2);
    starts = grown(starts, new Uint32Array(needed));
    ends = grown(ends, new Uint32Array(needed));
    if (changed !== null) changed = grown(changed, new Uint8Array(needed));
  }

  return {
    write(piece, start, end, change = 0) {
      makeRoom(piece.length);
      if (change !== 0) changed ??= new Uint8Array(starts.length);
      if (piece === "") {
        // What leaves nothing behind, a mark, belongs to the letter before it.
        if (length > 0 && ends[length - 1] === start) ends[length - 1] = end;
        if (length > 0 && change !== 0 && changed !== null) changed[length - 1] = change;
        return;
      }
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit++) {
        if (change !== 0 && changed !== null) changed[length] = change;
        starts[length] = start;
        ends[length++] = end;
      }
    },
    copy(base, from, to) {
      if (to <= from) return;
      makeRoom(to - from);
      pieces.push(base.text.slice(from, to));
      for (let unit = from; unit < to; unit++) {
        starts[length] = base.starts[unit] as number;
        ends[length++] = base.ends[unit] as number;
      }
    },
    keep(piece, start) {
      makeRoom(piece.length);
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit++) {
        starts[length] = start + unit;
        ends[length++] = start + unit + 1;
      }
    },
    finish: (name) => ({
      name,
      text: pieces.join(""),
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
      ...(changed === null ? {} : { changed: changed.subarray(0, length) }),
    }),
  };
}

function grown<Values extends Uint32Array | Uint8Array>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}

let identity: Uint32Array = Uint32Array.from({ length: 1_025 }, (_, index) => index);

/** The lane of a text of which every unit stands for itself; the maps are shared and must not be written. */
export function identityLane(name: LaneName, text: string): Lane {
  if (text.length >= identity.length) {
    identity = Uint32Array.from({ length: text.length * 2 }, (_, index) => index);
  }
  return {
    name,
    text,
    starts: identity.subarray(0, text.length),
    ends: identity.subarray(1, text.length + 1),
  };
}
