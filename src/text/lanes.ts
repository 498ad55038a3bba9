import { foldedLane } from "./folded-lane.ts";
import { joinedLane } from "./joined-lane.ts";
import type { Lane } from "./lane.ts";
import { leetLanes } from "./leet-lane.ts";
import { lookalikeLane } from "./lookalike-lane.ts";
import type { MaskedWords } from "./masked-words.ts";
import { plainLane } from "./plain-lane.ts";

/** The text as each lane reads it. A lane that reads nothing differently is left out, so plain text costs one. */
export function buildLanes(original: string, masked: MaskedWords): Lane[] {
  const lanes = [plainLane(original)];
  const read = (make: (base: Lane) => Lane | null): void => {
    const lane = make(lanes.at(-1)!);
    if (lane !== null) lanes.push(lane);
  };
  read(foldedLane);
  read(lookalikeLane);
  const letters = lanes.at(-1)!;
  const leet = leetLanes(letters);
  lanes.push(...leet);
  for (const base of [letters, ...leet]) {
    const joined = joinedLane(base, masked);
    if (joined !== null) lanes.push(joined);
  }
  return lanes;
}
