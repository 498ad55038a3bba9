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
}

/** The original's span for the lane's units `start` to `end` (exclusive). */
export function originalSpan(lane: Lane, start: number, end: number): [start: number, end: number] {
  const last = Math.max(start, end - 1);
  return [lane.starts[start] ?? 0, lane.ends[last] ?? 0];
}
