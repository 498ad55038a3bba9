import type { Deps } from "../deps.ts";
import { holdForHuman } from "./moderate-comments.ts";
import { leaseDueComments } from "./queued-comments.ts";

const maxPerJob = 100;
// Enough until the next sweep, and few copies of comments that still stand in the queue.
const maxWaitingJobs = 10;
// A comment that came back so often takes its worker down each time: no more attempts, a human looks.
const maxSweeps = 12;

/**
 * Puts back what was stored but not judged: the queue lost it, was down, or the worker died. Adds nothing while the
 * queue still has enough to do. Returns true where it has, or where more may be due at once.
 */
export async function sweepQueued(deps: Deps): Promise<boolean> {
  const waiting = (await deps.queues.waitingJobs()).moderation;
  for (let job = waiting; job < maxWaitingJobs; job++) {
    const due = await leaseDueComments(deps.pool, maxPerJob);
    const hopeless = due.filter((comment) => comment.sweeps > maxSweeps);
    const alone = due.filter((comment) => comment.alone && comment.sweeps <= maxSweeps);
    const together = due.filter((comment) => !comment.alone && comment.sweeps <= maxSweeps);
    for (const comment of hopeless) {
      await holdForHuman(
        deps,
        comment.id,
        `The automatic checks did not come to an end in ${maxSweeps} attempts.`,
      );
    }
    for (const comment of alone) await deps.queues.enqueueModeration([comment], { alone: true });
    if (together.length > 0) await deps.queues.enqueueModeration(together);
    if (due.length > 0)
      deps.log.info({ comments: due.length }, "comments without a decision were put back into the queue");
    if (due.length < maxPerJob) return false;
  }
  return true;
}
