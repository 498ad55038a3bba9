import type { Deps } from "../src/deps.ts";
import { reportToAkismet } from "../src/outside/report-to-akismet.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { repeat } from "./repeat.ts";

// Nobody waits for a report; where no site has Akismet, it is a look at an empty index.
const intervalMs = 5_000;

/** Apart from the sweep, which must not wait for a service that is slow. */
export function startAkismetReports(deps: Deps): StoppableWorker {
  return repeat(deps, {
    round: async () => ((await reportToAkismet(deps)) ? 0 : intervalMs),
    pauseMs: intervalMs,
    failure: "Akismet cannot be told of decisions and is so again soon",
  });
}
