import { foldedLane } from "./folded-lane.ts";
import type { Lane } from "./lane.ts";
import { lookalikeLane } from "./lookalike-lane.ts";
import { plainLane } from "./plain-lane.ts";

/** The text as each lane reads it. A lane that reads nothing differently is left out, so plain text costs one. */
export function buildLanes(original: string): Lane[] {
  const lanes = [plainLane(original)];
  for (const make of [foldedLane, lookalikeLane]) {
    const lane = make(lanes.at(-1)!);
    if (lane !== null) lanes.push(lane);
  }
  return lanes;
}
