export const laneNames = ["plain", "folded", "lookalike", "leet", "joined", "suspect"] as const;
export type LaneName = (typeof laneNames)[number];

/**
 * A folded copy of a text with the way back: unit `i` of `text` came from the original's units
 * `starts[i]` to `ends[i]` (end exclusive).
 */
export interface Lane {
  name: LaneName;
  text: string;
  starts: ArrayLike<number>;
  ends: ArrayLike<number>;
  /** The units for which a letter of another script was read. */
  changed?: ReadonlySet<number>;
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

/** Builds a lane piece by piece, each with the units of the original that it came from. */
export interface LaneWriter {
  /** `isChanged`: letters of another script were read as this piece. */
  write: (piece: string, start: number, end: number, isChanged?: boolean) => void;
  /** What the lane it is made from has from one unit to another, as it is. */
  copy: (base: Lane, from: number, to: number) => void;
  /** Text of which each unit stands for one of the original's, from `start` on. */
  keep: (piece: string, start: number) => void;
  finish: (name: LaneName) => Lane;
}

export function laneWriter(): LaneWriter {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  // Few lanes change a letter for another.
  let changed: Set<number> | null = null;

  return {
    write(piece, start, end, isChanged = false) {
      if (piece === "") {
        // What leaves nothing behind, a mark, belongs to the letter before it.
        const last = ends.length - 1;
        if (last >= 0 && ends[last] === start) ends[last] = end;
        if (last >= 0 && isChanged) (changed ??= new Set()).add(last);
        return;
      }
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit++) {
        if (isChanged) (changed ??= new Set()).add(ends.length);
        starts.push(start);
        ends.push(end);
      }
    },
    copy(base, from, to) {
      if (to <= from) return;
      pieces.push(base.text.slice(from, to));
      for (let unit = from; unit < to; unit++) {
        starts.push(base.starts[unit] as number);
        ends.push(base.ends[unit] as number);
      }
    },
    keep(piece, start) {
      pieces.push(piece);
      for (let unit = 0; unit < piece.length; unit++) {
        starts.push(start + unit);
        ends.push(start + unit + 1);
      }
    },
    finish: (name) => ({
      name,
      text: pieces.join(""),
      starts,
      ends,
      ...(changed === null ? {} : { changed }),
    }),
  };
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
