import type { Deps } from "../src/deps.ts";
import { sendNotices } from "../src/notices/send-notices.ts";
import type { StoppableWorker } from "../src/queues.ts";

const intervalMs = 15_000;
// Where so much waits that reading it takes long, it is read less often.
const restForEachMs = 20;

/** Apart from the sweep, which must not wait for a mail server. */
export function startNotices(deps: Deps): StoppableWorker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    const startedAt = performance.now();
    try {
      await sendNotices(deps, () => stopped);
    } catch (error) {
      deps.log.warn({ err: String(error) }, "what waits could not be told and will be soon");
    }
    const tookMs = performance.now() - startedAt;
    if (!stopped) timer = setTimeout(runAgain, Math.max(intervalMs, restForEachMs * tookMs));
  }

  function runAgain(): void {
    running = tick();
  }

  let running = tick();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
