import { locale, t } from "../language.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "10 s ago", "3 min ago", "2 h ago", "4 days ago"; a clock that is ahead of ours reads "just now". */
export function relativeTime(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  if (Number.isNaN(ageMs)) return "";
  if (ageMs < 5_000) return t("just now");
  if (ageMs < MINUTE_MS) return t("{count, number} s ago", { count: Math.floor(ageMs / 1000) });
  if (ageMs < HOUR_MS) return t("{count, number} min ago", { count: Math.floor(ageMs / MINUTE_MS) });
  if (ageMs < DAY_MS) return t("{count, number} h ago", { count: Math.floor(ageMs / HOUR_MS) });
  return t("{days, plural, one {# day} other {# days}} ago", { days: Math.floor(ageMs / DAY_MS) });
}

const absolute = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });

export function absoluteTime(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? "" : absolute.format(ms);
}
