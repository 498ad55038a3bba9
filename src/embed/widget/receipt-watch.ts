const FIRST_PAUSE_MS = 1_500;
const LONGEST_PAUSE_MS = 120_000;

export interface Watch {
  isWaiting: () => boolean;
  refresh: () => Promise<void>;
  signal: AbortSignal;
}

/**
 * Asks after waiting comments: now, then ever more rarely, at once when the visitor comes back, never in a hidden tab.
 * Returns the function that begins anew, for a comment that was just sent.
 */
export function watchReceipts({ isWaiting, refresh, signal }: Watch): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  const lookIn = (delayMs: number) => {
    clearTimeout(timer);
    if (!signal.aborted && isWaiting()) timer = setTimeout(() => void look(), delayMs);
  };
  const look = async () => {
    if (document.hidden) return;
    await refresh();
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    lookIn(pauseMs);
  };
  const restart = () => {
    pauseMs = FIRST_PAUSE_MS;
    lookIn(pauseMs);
  };
  document.addEventListener("visibilitychange", restart, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  lookIn(0);
  return restart;
}
