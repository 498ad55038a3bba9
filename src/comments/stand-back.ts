// Long work in the background lets comments pass that are just being taken in or judged: all their statements go through
// one pool, so a look at it tells.
import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";

// In a flood a tenth of the time is left to the background.
const maxStandBackMs = 20;
const lookAgainMs = 2;
// Between two statements of one comment lies a moment without any.
const quietLooks = 2;

/** Resolves at once where no comment is under way, otherwise when there is quiet, or after a while in any case. */
export async function standBack(
  commentsPool: Pick<Pool, "waitingCount" | "totalCount" | "idleCount">,
): Promise<void> {
  const isBusy = () => commentsPool.waitingCount > 0 || commentsPool.totalCount > commentsPool.idleCount;
  if (!isBusy()) return;
  const until = performance.now() + maxStandBackMs;
  for (let quiet = 0; quiet < quietLooks && performance.now() < until; quiet = isBusy() ? 0 : quiet + 1)
    await pause(lookAgainMs);
}

/** To be asked before each step of work in the background: stands back, then tells whether of so many ms any are left. */
export function spareTime(commentsPool: Parameters<typeof standBack>[0], ms: number): () => Promise<boolean> {
  const until = performance.now() + ms;
  return async () => {
    await standBack(commentsPool);
    return performance.now() < until;
  };
}
