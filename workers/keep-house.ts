// Once an hour, in one worker at a time, and beside the sweep: however much there is to drop, comments and webhooks go first.
import { withAdvisoryLock } from "../src/db/advisory-lock.ts";
import type { Deps } from "../src/deps.ts";
import { keepHouse } from "../src/keep-house.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { repeat } from "./repeat.ts";

const hourMs = 3_600_000;
const soonMs = 60_000;
// "house" in ASCII
const houseLock = 0x686f757365;

export const startKeepingHouse = (deps: Deps): StoppableWorker =>
  repeat(deps, {
    async round(stopping) {
      await withAdvisoryLock(deps.pool, houseLock, () => keepHouse(deps, stopping));
      return hourMs;
    },
    pauseMs: soonMs,
    failure: "old data could not be dropped; it is tried again",
  });
