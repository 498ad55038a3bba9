import { gatherJobs } from "../src/comments/gather-jobs.ts";
import { moderateComments } from "../src/comments/moderate-comments.ts";
import type { Deps } from "../src/deps.ts";

// Far more than are judged at once: jobs of one comment each are gathered into batches.
const concurrency = 32;

export const startModerateCommentsWorker = (deps: Deps) =>
  deps.queues.startModerationWorker(
    gatherJobs((comments) => moderateComments({ ...deps, pool: deps.commentsPool }, comments)),
    concurrency,
  );
