import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";

interface Rounds {
  /** One round; answers after how many milliseconds the next one is due. */
  round: (stopping: AbortSignal) => Promise<number>;
  /** After a round that failed. */
  pauseMs: number;
  /** What the log says of a round that failed. */
  failure: string;
}

/** One round after the other, the first one at once; `stop` waits for the one under way. */
export function repeat({ log }: Pick<Deps, "log">, { round, pauseMs, failure }: Rounds): StoppableWorker {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function runRound(): Promise<void> {
    let nextMs = pauseMs;
    try {
      nextMs = await round(stopping.signal);
    } catch (error) {
      log.warn({ err: String(error) }, failure);
    }
    if (!stopping.signal.aborted) timer = setTimeout(runAgain, nextMs);
  }

  function runAgain(): void {
    running = runRound();
  }

  let running = runRound();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
