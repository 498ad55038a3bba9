import type { Deps } from "../src/deps.ts";
import { sendNotices } from "../src/notices/send-notices.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { repeat } from "./repeat.ts";

const intervalMs = 15_000;
// Where so much waits that reading it takes long, it is read less often.
const restForEachMs = 20;

/** Apart from the sweep, which must not wait for a mail server. */
export function startNotices(deps: Deps): StoppableWorker {
  return repeat(deps, {
    async round(stopping) {
      const startedAt = performance.now();
      await sendNotices(deps, stopping);
      return Math.max(intervalMs, restForEachMs * (performance.now() - startedAt));
    },
    pauseMs: intervalMs,
    failure: "what waits could not be told and will be soon",
  });
}
