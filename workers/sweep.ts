// Puts back what was stored but not judged or delivered: at start and every five seconds, in one worker at a time.
import { dropExpiredIdempotencyKeys } from "../src/comments/intake-queries.ts";
import { sweepQueued } from "../src/comments/sweep-queued.ts";
import type { Deps } from "../src/deps.ts";
import { dropExpiredSessions } from "../src/people/people-queries.ts";
import { sessionLimits } from "../src/http/authenticate.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { endpointsWithDueDeliveries } from "../src/webhooks/delivery-queries.ts";
import { numberEvents, pruneEvents } from "../src/webhooks/events.ts";

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
      soon = await withSweepLock(deps, async () => {
        const more = await sweepQueued(deps);
        await wakeEndpoints(deps);
        await numberEvents(deps.pool);
        if (Date.now() - housekeepingAt > housekeepingMs) {
          await keepHouse(deps);
          housekeepingAt = Date.now();
        }
        return more;
      });
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

async function withSweepLock(deps: Deps, work: () => Promise<boolean>): Promise<boolean> {
  const client = await deps.pool.connect();
  let broken = false;
  try {
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      sweepLock,
    ]);
    if (rows[0]?.locked !== true) return false;
    try {
      return await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [sweepLock]);
    }
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function wakeEndpoints(deps: Deps): Promise<void> {
  if ((await deps.queues.waitingJobs()).deliveries > maxWaitingDeliveryJobs) return;
  const endpointIds = await endpointsWithDueDeliveries(deps.pool, maxWaitingDeliveryJobs);
  if (endpointIds.length > 0) await deps.queues.enqueueDeliveries(endpointIds);
}

/** Drops what has had its time. */
async function keepHouse(deps: Deps): Promise<void> {
  await dropExpiredIdempotencyKeys(deps.pool);
  await dropExpiredSessions(deps.pool, sessionLimits);
  await pruneEvents(deps.pool);
  await deps.pool.query("DELETE FROM rate_limits WHERE expire < $1", [Date.now()]);
  await deps.pool.query(
    `UPDATE comments c SET author_ip = NULL, author_network = NULL, user_agent = NULL
     FROM sites s
     WHERE s.id = c.site_id AND (c.author_ip IS NOT NULL OR c.user_agent IS NOT NULL)
       AND c.created_at < now() - make_interval(days => coalesce((s.settings->>'dropIpAfterDays')::integer, 30))`,
  );
}
