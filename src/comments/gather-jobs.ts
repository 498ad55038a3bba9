// Judges the comments of several jobs at once: what was added while a batch was under way shares the next one. So a
// quiet hour's jobs of one comment each, when they have piled up, cost no more than one large one.
import type { IdsBySite, ModerationJob } from "../queues.ts";

interface Waiting {
  job: ModerationJob;
  size: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

// A flood's batches: twice as many at once cost a tenth less each, and take a tenth of a second.
const maxBatch = 400;
// A second batch judges while the first one waits for Postgres; that pays only where it is well filled.
const maxInFlight = 2;
const minBatchBeside = 100;
// A batch of two or three costs nearly as much as one of ten, and at 200 comments a second they would keep two cores
// busy. The first comment after a pause waits for nothing.
const minIntervalMs = 5;
// A batch of a few comments takes 8 ms; behind one that takes much longer, the next ones do not wait for its end.
const slowBatchMs = 15;

/** The function returned resolves when the comments of its job are done with. */
export function gatherJobs(
  moderate: (comments: IdsBySite) => Promise<void>,
): (job: ModerationJob) => Promise<void> {
  const waiting: Waiting[] = [];
  let inFlight = 0;
  let lastStart = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  /** Where it is only too early, comes back in time. */
  function mayStart(): boolean {
    clearTimeout(timer);
    if (waiting.length === 0 || inFlight === maxInFlight) return false;
    if (isWellFilled(waiting)) return true;
    const waitMs = lastStart + (inFlight === 0 ? minIntervalMs : slowBatchMs) - performance.now();
    if (waitMs <= 0) return true;
    timer = setTimeout(flush, waitMs);
    return false;
  }

  function flush(): void {
    while (mayStart()) {
      const batch = takeBatch(waiting);
      inFlight++;
      lastStart = performance.now();
      void moderate(together(batch))
        .then(
          () => batch.forEach(({ resolve }) => resolve()),
          (error: unknown) => batch.forEach(({ reject }) => reject(error)),
        )
        .finally(() => {
          inFlight--;
          // The jobs that take the place of those just finished come along.
          setImmediate(flush);
        });
    }
  }

  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, size: Object.values(job.bySite).flat().length, resolve, reject });
      setImmediate(flush);
    });
}

const isWellFilled = (waiting: readonly Waiting[]) =>
  waiting.reduce((sum, { size }) => sum + size, 0) >= minBatchBeside;

/** At least one job; one whose comment is to be judged alone stays alone. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const batch = waiting.splice(0, 1);
  if (batch[0]?.job.alone === true) return batch;
  let size = batch[0]?.size ?? 0;
  for (let next = waiting[0]; next !== undefined && next.job.alone !== true; next = waiting[0]) {
    size += next.size;
    if (size > maxBatch) break;
    batch.push(next);
    waiting.shift();
  }
  return batch;
}

/** The same comment may stand in two jobs: the sweep brings back what it believes lost. */
function together(batch: readonly Waiting[]): IdsBySite {
  const bySite = new Map<string, Set<string>>();
  for (const { job } of batch) {
    for (const [siteId, ids] of Object.entries(job.bySite)) {
      const known = bySite.get(siteId) ?? new Set();
      for (const id of ids) known.add(id);
      bySite.set(siteId, known);
    }
  }
  return Object.fromEntries([...bySite].map(([siteId, ids]) => [siteId, [...ids]]));
}
