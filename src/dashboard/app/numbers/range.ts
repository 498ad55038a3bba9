// Which days and site the numbers are of, as they stand in the address. Pure.

export interface RangeAsked {
  siteKey: string | null;
  /** Days such as 2026-11-24, both included. */
  from: string;
  to: string;
}

export const PERIODS = [1, 7, 28, 90, 365] as const;
const USUAL_DAYS = 28;
const DAY_MS = 86_400_000;

export interface Chosen extends RangeAsked {
  /** null = days of one's own choice. */
  days: number | null;
}

/** `today` in the reader's time zone. */
export function chosenIn(query: string, today: string): Chosen {
  const params = new URLSearchParams(query);
  const siteKey = params.get("site") || null;
  const [from, to] = [params.get("from") ?? "", params.get("to") ?? ""];
  if (isDay(from) && isDay(to) && from <= to) return { siteKey, from, to, days: null };
  const days = PERIODS.find((known) => String(known) === params.get("days")) ?? USUAL_DAYS;
  return { siteKey, from: addDays(today, 1 - days), to: today, days };
}

export function numbersAddress({ siteKey, from, to, days }: Chosen): string {
  const params = new URLSearchParams();
  if (siteKey !== null) params.set("site", siteKey);
  if (days === null) {
    params.set("from", from);
    params.set("to", to);
  } else if (days !== USUAL_DAYS) params.set("days", String(days));
  const query = params.toString();
  return query === "" ? "/numbers" : `/numbers?${query}`;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The day it is for the reader. */
export const localDay = (time: Date): string =>
  new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
