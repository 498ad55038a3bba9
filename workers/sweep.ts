// Puts back what was stored but not judged or delivered: at start and every five seconds, in one worker at a time.
import { indexComments } from "../src/comments/index-comments.ts";
import { learnFromDecisions } from "../src/comments/learn-from-decisions.ts";
import { sweepQueued } from "../src/comments/sweep-queued.ts";
import { withAdvisoryLock } from "../src/db/advisory-lock.ts";
import type { Deps } from "../src/deps.ts";
import { keepHouse } from "../src/keep-house.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { watchRules, writeRuleCosts } from "../src/watch-rules.ts";
import { endpointsWithDueDeliveries } from "../src/webhooks/delivery-queries.ts";
import { numberEvents } from "../src/webhooks/events.ts";

const intervalMs = 5_000;
const soonMs = 250;
const housekeepingMs = 3_600_000;
const maxWaitingDeliveryJobs = 100;
// "sweep" in ASCII
const sweepLock = 0x7377656570;

export function startSweep(deps: Deps): StoppableWorker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let housekeepingAt = 0;

  async function tick(): Promise<void> {
    let soon = false;
    try {
      await writeRuleCosts(deps);
      const more = await withAdvisoryLock(deps.pool, sweepLock, async () => {
        await numberEvents(deps.pool);
        await watchRules(deps);
        if (Date.now() - housekeepingAt > housekeepingMs) {
          await keepHouse(deps);
          housekeepingAt = Date.now();
        }
        const isMoreToLearn = await learnFromDecisions(deps);
        const isMoreToIndex = await indexComments(deps);
        // Last, since these fail while the queue is down.
        const isMoreDue = await sweepQueued(deps);
        await wakeEndpoints(deps);
        return isMoreDue || isMoreToLearn || isMoreToIndex;
      });
      soon = more === true;
    } catch (error) {
      deps.log.warn({ err: String(error) }, "the sweep could not finish and comes again");
    }
    if (!stopped) timer = setTimeout(runAgain, soon ? soonMs : intervalMs);
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

async function wakeEndpoints(deps: Deps): Promise<void> {
  if ((await deps.queues.waitingJobs()).deliveries > maxWaitingDeliveryJobs) return;
  const endpointIds = await endpointsWithDueDeliveries(deps.pool, maxWaitingDeliveryJobs);
  if (endpointIds.length > 0) await deps.queues.enqueueDeliveries(endpointIds);
}
