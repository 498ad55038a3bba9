// Where a number lies in a picture, and which lines help to read it. Pure.

import { t } from "../language.ts";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Round numbers from 0 up to the most or a little above, at most five. */
export function ticksUpTo(most: number): number[] {
  const rough = Math.max(1, most / 4);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((factor) => factor * magnitude >= rough)! * magnitude);
  const ticks = [0];
  while (ticks.at(-1)! < most) ticks.push(ticks.at(-1)! + step);
  return ticks.length === 1 ? [0, 1] : ticks;
}

const DURATIONS = [1, 10, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY];

/** Durations that people say, around the least and the most: for a scale of ratios. */
export function durationTicks(seconds: readonly number[]): number[] {
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  const from = DURATIONS.findLastIndex((tick) => tick <= least);
  const to = DURATIONS.findIndex((tick) => tick >= most);
  return DURATIONS.slice(Math.max(0, from), to === -1 ? undefined : Math.max(to + 1, from + 2));
}

/** 0 at the first tick, 1 at the last. */
export const onScale = (value: number, ticks: readonly number[]): number =>
  (value - ticks[0]!) / (ticks.at(-1)! - ticks[0]!);

export const onRatioScale = (value: number, ticks: readonly number[]): number =>
  Math.max(0, Math.log(value / ticks[0]!) / Math.log(ticks.at(-1)! / ticks[0]!));

/** Which of so many places get a word below them, if a word needs that much room. */
export function labelledPlaces(places: number, width: number, wordWidth: number): number[] {
  const each = Math.max(1, Math.ceil((places * wordWidth) / Math.max(1, width)));
  return Array.from({ length: Math.ceil(places / each) }, (_, at) => at * each);
}

/** For a scale: "10 s", "6 h". */
export function shortDuration(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${seconds / MINUTE} min`;
  if (seconds < DAY) return `${seconds / HOUR} h`;
  return t("{days, number} d", { days: seconds / DAY });
}
