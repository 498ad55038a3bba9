import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { runNextBacktest } from "../src/comments/run-backtest.ts";

// A look at a tiny index; whoever asks for a backtest waits a second at most.
const intervalMs = 1_000;

/** One backtest at a time in each process, beside the live queue. */
export function startBacktestWorker(deps: Deps): StoppableWorker {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    let more = false;
    try {
      more = await runNextBacktest(deps, stopping.signal);
    } catch (error) {
      deps.log.warn({ err: String(error) }, "backtests cannot be looked for and are so again soon");
    }
    if (!stopping.signal.aborted) timer = setTimeout(runAgain, more ? 0 : intervalMs);
  }

  function runAgain(): void {
    running = tick();
  }

  let running = tick();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
