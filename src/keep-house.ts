// Drops what has had its time, and holds some counts against the rows: once an hour, in one process.
import { pruneBatches } from "./comments/batch-queries.ts";
import { dropExpiredIdempotencyKeys } from "./comments/intake-queries.ts";
import { dropOldAddresses } from "./comments/retention-queries.ts";
import { dropOldSketches } from "./comments/text-sketches.ts";
import type { Deps } from "./deps.ts";
import { sessionLimits } from "./http/authenticate.ts";
import { dropExpiredLimits } from "./http/rate-limits.ts";
import { dropExpiredLinks } from "./people/link-queries.ts";
import { dropExpiredSessions } from "./people/people-queries.ts";
import { pruneBacktests } from "./rules/backtest-queries.ts";
import { checkSomeHours } from "./stats/check-hours.ts";
import { pruneEvents } from "./webhooks/events.ts";

export async function keepHouse(deps: Deps): Promise<void> {
  const { pool } = deps;
  await dropExpiredIdempotencyKeys(pool);
  await dropExpiredSessions(pool, sessionLimits);
  await dropExpiredLinks(pool);
  await pruneEvents(pool);
  await pruneBacktests(pool);
  await pruneBatches(pool);
  await dropExpiredLimits(pool);
  await dropOldAddresses(pool);
  await dropOldSketches(pool);
  await checkSomeHours(deps);
}
