export interface Options {
  /** How long each measurement runs. */
  seconds: number;
  /** Contestants take turns this often; the medians count. */
  rounds: number;
  comments: number | null;
  /** Parts of a benchmark; null = all. */
  only: string[] | null;
  backends: string[] | null;
  profileFolder: string | null;
  say: (sentence: string) => void;
}

/** Prints as it goes and returns everything it measured. */
export type Benchmark = (options: Options) => Promise<object>;

export const wants = (options: Options, part: string) => options.only === null || options.only.includes(part);

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Of each round by itself, since a machine that others use is another one some minutes later. */
export function medianRatio<Round>(
  ours: readonly Round[],
  others: readonly Round[],
  of: (round: Round) => number,
): number {
  return median(ours.map((round, index) => of(round) / of(others[index]!)));
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
