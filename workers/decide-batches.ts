import { decideNextBatch } from "../src/comments/decide-batch.ts";
import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";

// A look at a tiny index; whoever decides a thousand comments waits half a second for the first.
const intervalMs = 500;

/** One batch at a time in each process, beside the live queue. */
export function startDecideBatches(deps: Deps): StoppableWorker {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    let more = false;
    try {
      more = await decideNextBatch(deps, stopping.signal);
    } catch (error) {
      deps.log.warn(
        { err: String(error) },
        "batches of decisions cannot be looked for and are so again soon",
      );
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
