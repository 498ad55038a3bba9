// Keeps the counts of hours: the sweep does it, seconds after a decision. Old hours follow in bounded steps.
import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
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

const lookedThroughAtOnce = 1_000;
// A flood must not wait for its own statistics.
const maxCountingMs = 300;
const presentHourEveryMs = 60_000;
// Counting takes at most a twentieth of the time, however many comments come in an hour.
const restPerCounting = 20;

/** True where more is to be counted at once. Never fails: numbers must not keep comments from being put back. */
export function createHourCounter({ pool, log }: Pick<Deps, "pool" | "log">): () => Promise<boolean> {
  let presentHourAt = -Infinity;
  return async () => {
    try {
      const startedAt = performance.now();
      if (startedAt - presentHourAt > presentHourEveryMs) {
        await namePresentHour(pool);
        presentHourAt = startedAt;
      }
      return await countHours(pool, () => performance.now() - startedAt < maxCountingMs);
    } catch (error) {
      log.warn({ err: error }, "the hours could not be counted; it is tried again");
      return false;
    }
  };
}

/** True where there is more to count than there was time. */
export async function countHours(pool: Pool, isInTime: () => boolean): Promise<boolean> {
  while ((await nameChangedHours(pool, lookedThroughAtOnce)) === lookedThroughAtOnce)
    if (!isInTime()) return true;
  while (await countDueHour(pool)) if (!isInTime()) return true;
  while (await nameOldHours(pool, lookedThroughAtOnce)) {
    while (await countDueHour(pool)) if (!isInTime()) return true;
    if (!isInTime()) return true;
  }
  while (await countDueHour(pool)) if (!isInTime()) return true;
  return false;
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
    await restHour(tx, hour, restPerCounting * (performance.now() - startedAt));
    return true;
  });

export const isSame = (one: HourCounts, other: HourCounts): boolean => isDeepStrictEqual(one, other);
