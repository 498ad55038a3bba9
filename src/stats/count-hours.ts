// Keeps the counts of hours: the sweep does it, seconds after a decision. Old hours follow in bounded steps.
import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
import { spareTime } from "../comments/stand-back.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import {
  countHour,
  type HourCounts,
  lockCounting,
  nameChangedHours,
  nameOldHours,
  namePresentHour,
  readHour,
  restHour,
  takeDueHour,
  writeHour,
} from "./hour-queries.ts";

const lookedThroughAtOnce = 200;
// A flood must not wait for its own statistics.
const maxCountingMs = 300;
const presentHourEveryMs = 60_000;
// Counting takes at most a twentieth of the time, however many comments come in an hour.
const restPerCounting = 20;
const leastRestMs = 5_000;

/** True where more is to be counted at once. Never fails: numbers must not keep comments from being put back. */
export function createHourCounter({
  pool,
  commentsPool,
  log,
}: Pick<Deps, "pool" | "commentsPool" | "log">): () => Promise<boolean> {
  let presentHourAt = -Infinity;
  return async () => {
    try {
      const hasTime = spareTime(commentsPool, maxCountingMs);
      if (performance.now() - presentHourAt > presentHourEveryMs) {
        await namePresentHour(pool);
        presentHourAt = performance.now();
      }
      return await countHours(pool, hasTime);
    } catch (error) {
      log.warn({ err: error }, "the hours could not be counted; it is tried again");
      return false;
    }
  };
}

/** True where there is more to count than there was time; it is asked after each step whether there is any left. */
export async function countHours(
  pool: Pool,
  hasTime: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  while ((await nameChangedHours(pool, lookedThroughAtOnce)) === lookedThroughAtOnce)
    if (!(await hasTime())) return true;
  let isMoreOld: boolean;
  do {
    while (await countDueHour(pool)) if (!(await hasTime())) return true;
    isMoreOld = await nameOldHours(pool, lookedThroughAtOnce);
  } while (isMoreOld && (await hasTime()));
  while (await countDueHour(pool)) if (!(await hasTime())) return true;
  return isMoreOld;
}

/** False where none is due. */
const countDueHour = (pool: Pool): Promise<boolean> =>
  inTransaction(pool, async (tx) => {
    // The name is taken off before anything is read: a decision that commits from now on puts it back.
    await lockCounting(tx);
    const hour = await takeDueHour(tx);
    if (hour === null) return false;
    const startedAt = performance.now();
    const [counted, kept] = [await countHour(tx, hour), await readHour(tx, hour)];
    if (!isSame(counted, kept)) await writeHour(tx, hour, counted);
    await restHour(tx, hour, Math.max(leastRestMs, restPerCounting * (performance.now() - startedAt)));
    return true;
  });

export const isSame = (one: HourCounts, other: HourCounts): boolean => isDeepStrictEqual(one, other);
