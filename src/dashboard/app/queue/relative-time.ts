const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "10 s ago", "3 min ago", "2 h ago", "4 days ago"; a clock that is ahead of ours reads "just now". */
export function relativeTime(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  if (Number.isNaN(ageMs)) return "";
  if (ageMs < 5_000) return "just now";
  if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / 1000)} s ago`;
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min ago`;
  if (ageMs < DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h ago`;
  const days = Math.floor(ageMs / DAY_MS);
  return days === 1 ? "1 day ago" : `${days} days ago`;
}

export const absoluteTime = (at: string): string =>
  new Date(at).toLocaleString("en", { dateStyle: "full", timeStyle: "medium" });
