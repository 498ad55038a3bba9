import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { startDecideBatches } from "./decide-batches.ts";
import { startDeliverWebhooksWorker } from "./deliver-webhooks.ts";
import { startKeepingHouse } from "./keep-house.ts";
import { startModerateCommentsWorker } from "./moderate-comments.ts";
import { startAkismetReports } from "./report-to-akismet.ts";
import { startBacktestWorker } from "./run-backtests.ts";
import { startNotices } from "./send-notices.ts";
import { startSweep } from "./sweep.ts";

/** Starts every worker of a process; `stop` lets each finish what it has in hand. */
export function startWorkers(deps: Deps): StoppableWorker {
  const workers = [
    startSweep(deps),
    startModerateCommentsWorker(deps),
    startDeliverWebhooksWorker(deps),
    startDecideBatches(deps),
    startBacktestWorker(deps),
    startAkismetReports(deps),
    startNotices(deps),
    startKeepingHouse(deps),
  ];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
