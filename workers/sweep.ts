// Puts back what was stored but not judged or delivered: at start and every few seconds, in one worker at a time. What
// follows a decision without anybody waiting for it is done here, too.
import { indexComments } from "../src/comments/index-comments.ts";
import { learnFromDecisions } from "../src/comments/learn-from-decisions.ts";
import { sweepQueued } from "../src/comments/sweep-queued.ts";
import { withAdvisoryLock } from "../src/db/advisory-lock.ts";
import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { createHourCounter } from "../src/stats/count-hours.ts";
import { brakeRules, foldNewDecisions, writeRuleCosts } from "../src/watch-rules.ts";
import { endpointsWithDueDeliveries } from "../src/webhooks/delivery-queries.ts";
import { numberEvents } from "../src/webhooks/events.ts";
import { repeat } from "./repeat.ts";

const idleMs = 5_000;
// While comments are being decided: a step for a few of them now and then, rather than one for many that others feel.
const busyMs = 1_000;
const soonMs = 250;
// Between two sweeps: so many are no longer followed step by step without slowing down those that come next.
const manyDecisions = 500;
const maxWaitingDeliveryJobs = 100;
// "sweep" in ASCII
const sweepLock = 0x7377656570;

export function startSweep(deps: Deps): StoppableWorker {
  // The queue has enough to do, or many are being decided: what follows decisions waits for them.
  let isFlood = false;
  const isDueForBrake = every(idleMs);
  const isDueToFollow = every(idleMs);
  const countHours = createHourCounter(deps);

  /** Returns when to come again. */
  async function sweep(): Promise<number> {
    const decided = await numberEvents(deps.pool);
    const isStandingBack = isFlood || decided >= manyDecisions;
    const isMoreToFollow = !isStandingBack || isDueToFollow() ? await followDecisions() : false;
    // Last, since these fail while the queue is down.
    isFlood = await sweepQueued(deps);
    await wakeEndpoints(deps);
    if (isFlood || (isMoreToFollow && !isStandingBack)) return soonMs;
    return decided > 0 || isMoreToFollow ? busyMs : idleMs;
  }

  /** What is counted, learnt and found by search; true where more is left. */
  async function followDecisions(): Promise<boolean> {
    await foldNewDecisions(deps);
    const isMoreToLearn = await learnFromDecisions(deps).catch((error: unknown) => {
      deps.log.warn({ err: error }, "decisions could not be learnt from; it is tried again");
      return false;
    });
    const isMoreToIndex = await indexComments(deps);
    const isMoreToCount = await countHours();
    return isMoreToLearn || isMoreToIndex || isMoreToCount;
  }

  return repeat(deps, {
    async round() {
      await writeRuleCosts(deps);
      const nextMs = await withAdvisoryLock(deps.pool, sweepLock, async () => {
        if (isDueForBrake()) await brakeRules(deps);
        return sweep();
      });
      return nextMs ?? idleMs;
    },
    pauseMs: idleMs,
    failure: "the sweep could not finish and comes again",
  });
}

async function wakeEndpoints(deps: Deps): Promise<void> {
  if ((await deps.queues.waitingJobs()).deliveries > maxWaitingDeliveryJobs) return;
  const endpointIds = await endpointsWithDueDeliveries(deps.pool, maxWaitingDeliveryJobs);
  if (endpointIds.length > 0) await deps.queues.enqueueDeliveries(endpointIds);
}

/** True the first time it is asked, and again once so much time has passed. */
function every(ms: number): () => boolean {
  let dueAt = 0;
  return () => {
    const isDue = Date.now() >= dueAt;
    if (isDue) dueAt = Date.now() + ms;
    return isDue;
  };
}
