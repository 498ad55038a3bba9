import type { Deps } from "../src/deps.ts";
import { reportToAkismet } from "../src/outside/report-to-akismet.ts";
import type { StoppableWorker } from "../src/queues.ts";

// Nobody waits for a report; where no site has Akismet, it is a look at an empty index.
const intervalMs = 5_000;

/** Apart from the sweep, which must not wait for a service that is slow. */
export function startAkismetReports(deps: Deps): StoppableWorker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    let more = false;
    try {
      more = await reportToAkismet(deps);
    } catch (error) {
      deps.log.warn({ err: String(error) }, "Akismet cannot be told of decisions and is so again soon");
    }
    if (!stopped) timer = setTimeout(runAgain, more ? 0 : intervalMs);
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
