// Drops what has had its time, and holds some counts against the rows: once an hour, in one process.
import { pruneBatches } from "./comments/batch-queries.ts";
import { dropExpiredIdempotencyKeys } from "./comments/intake-queries.ts";
import {
  dropNetworksOfAuthors,
  dropNetworksOfComments,
  dropOldAddresses,
} from "./comments/retention-queries.ts";
import { dropOldSketches } from "./comments/text-sketches.ts";
import type { Deps } from "./deps.ts";
import { sessionLimits } from "./http/authenticate.ts";
import { dropExpiredLimits } from "./http/rate-limits.ts";
import { dropExpiredLinks } from "./people/link-queries.ts";
import { dropExpiredSessions } from "./people/people-queries.ts";
import { pruneBacktests } from "./rules/backtest-queries.ts";
import { checkSomeHours } from "./stats/check-hours.ts";
import { pruneEvents } from "./webhooks/events.ts";

export async function keepHouse(deps: Deps, stopping: AbortSignal): Promise<void> {
  const { pool } = deps;
  const tasks = [
    () => dropNetworksOfAuthors(pool, deps.serverKey),
    () => dropExpiredIdempotencyKeys(pool),
    () => dropExpiredSessions(pool, sessionLimits),
    () => dropExpiredLinks(pool),
    () => pruneEvents(pool),
    () => pruneBacktests(pool),
    () => pruneBatches(pool),
    () => dropExpiredLimits(pool),
    () => dropOldAddresses(pool),
    () => dropOldSketches(pool),
    () => checkSomeHours(deps),
    () => dropNetworksOfComments(pool, deps.serverKey, stopping),
  ];
  for (const task of tasks) {
    if (stopping.aborted) return;
    // One that fails must not keep the others from their turn.
    await task().catch((error: unknown) =>
      deps.log.warn({ err: error }, "a part of the housekeeping failed and comes again with the next"),
    );
  }
}
