const dayMs = 86_400_000;

/** null where either time cannot be read. */
export function wholeDaysBetween(earlier: string, later: string): number | null {
  const days = Math.floor((Date.parse(later) - Date.parse(earlier)) / dayMs);
  return Number.isNaN(days) ? null : Math.max(0, days);
}
