import { decideNextBatch } from "../src/comments/decide-batch.ts";
import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { repeat } from "./repeat.ts";

// A look at a tiny index; whoever decides a thousand comments waits a second at most for the first.
const intervalMs = 1_000;

/** One batch at a time in each process, beside the live queue. */
export function startDecideBatches(deps: Deps): StoppableWorker {
  return repeat(deps, {
    round: async (stopping) => ((await decideNextBatch(deps, stopping)) ? 0 : intervalMs),
    pauseMs: intervalMs,
    failure: "batches of decisions cannot be looked for and are so again soon",
  });
}
