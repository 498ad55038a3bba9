import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { runNextBacktest } from "../src/comments/run-backtest.ts";
import { repeat } from "./repeat.ts";

// A look at a tiny index; whoever asks for a backtest waits a second at most.
const intervalMs = 1_000;

/** One backtest at a time in each process, beside the live queue. */
export function startBacktestWorker(deps: Deps): StoppableWorker {
  return repeat(deps, {
    round: async (stopping) => ((await runNextBacktest(deps, stopping)) ? 0 : intervalMs),
    pauseMs: intervalMs,
    failure: "backtests cannot be looked for and are so again soon",
  });
}
