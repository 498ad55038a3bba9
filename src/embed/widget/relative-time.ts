const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, lengthMs: number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const LONGEST_MS = 14 * 86_400_000;

/** "3 hours ago"; the date once it is two weeks past. A clock behind ours reads as now. */
export function relativeTime(at: Date, now: Date, language: string): string {
  const ageMs = Math.max(0, now.getTime() - at.getTime());
  if (ageMs > LONGEST_MS) return at.toLocaleDateString(language, { dateStyle: "long" });
  const [unit, lengthMs] = STEPS.find(([, length]) => ageMs >= length) ?? ["second", Infinity];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(
    -Math.floor(ageMs / lengthMs),
    unit,
  );
}

/** The language to write dates in; English for a missing or misspelt tag, which Intl would throw at. */
export function languageOf(tag: string | null): string {
  try {
    return Intl.getCanonicalLocales(tag ?? "en")[0] ?? "en";
  } catch {
    return "en";
  }
}
