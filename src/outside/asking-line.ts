// The comments that other services are to be asked about stand aside here, so that a slow service holds up nobody else's.
// One batch of each site at a time. The line may forget: the rows are the truth, and the sweep brings back what is queued.

const maxBatch = 100;
// Ids alone; beyond it the sweep's leases keep the order.
const maxWaiting = 5_000;

export interface AskingLine {
  /** `judge` gets batches of these comments when it is their turn; it must not reject. */
  stand(siteId: string, ids: readonly string[], judge: (ids: string[]) => Promise<void>): void;
  /** Forgets who waits and resolves when those whose turn it is are done. */
  close(): Promise<void>;
}

interface SiteLine {
  waiting: Set<string>;
  judging: Promise<void> | null;
}

export function createAskingLine(): AskingLine {
  const lines = new Map<string, SiteLine>();
  let isClosed = false;

  async function serve(
    siteId: string,
    line: SiteLine,
    judge: (ids: string[]) => Promise<void>,
  ): Promise<void> {
    while (line.waiting.size > 0) {
      const batch = [...line.waiting].slice(0, maxBatch);
      // Before it is their turn: one that is edited meanwhile may stand in line again.
      for (const id of batch) line.waiting.delete(id);
      await judge(batch);
    }
    lines.delete(siteId);
  }

  return {
    stand(siteId, ids, judge) {
      if (isClosed) return;
      const line = lines.get(siteId) ?? { waiting: new Set(), judging: null };
      lines.set(siteId, line);
      for (const id of ids) if (line.waiting.size < maxWaiting) line.waiting.add(id);
      line.judging ??= serve(siteId, line, judge);
    },
    async close() {
      isClosed = true;
      for (const { waiting } of lines.values()) waiting.clear();
      await Promise.all([...lines.values()].flatMap(({ judging }) => judging ?? []));
    },
  };
}
