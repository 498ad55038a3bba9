import { locale, number } from "../language.ts";

/** 0.987 as "98.7 %": rounded down, so that nothing short of all says 100 %. */
export function percent(share: number): string {
  const tenths = Math.floor(share * 1000 + 1e-9);
  return `${number(share < 0.9 ? Math.floor(tenths / 10) : tenths / 10)} %`;
}

const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** 12.3 as "12 µs", 1234 as "1.2 ms". */
export function cost(microseconds: number): string {
  if (microseconds >= 1_000) return `${(microseconds / 1_000).toLocaleString(locale, TENTHS)} ms`;
  return `${number(microseconds >= 10 ? Math.round(microseconds) : Math.round(microseconds * 10) / 10)} µs`;
}
