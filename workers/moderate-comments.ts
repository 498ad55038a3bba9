import { moderateComments } from "../src/comments/moderate-comments.ts";
import type { Deps } from "../src/deps.ts";

// Two batches in flight: one judges while the other waits for Postgres.
const concurrency = 2;

export const startModerateCommentsWorker = (deps: Deps) =>
  deps.queues.startModerationWorker((job) => moderateComments(deps, job.commentIds), concurrency);
