// How long comments waited, as counts in buckets of growing width, so that hours, days and sites can be added up and
// still tell a median. Pure; a bucket is found in SQL and read here.

/** Four buckets to each doubling; bucket 0 begins at one hour, so that "more than an hour" is counted exactly. */
export const bucketsPerDoubling = 4;
export const bucketZeroSeconds = 3_600;
/** Everything up to a second. */
export const lowestBucket = -48;
/** Over three hundred years. */
export const highestBucket = 96;
/** By how much a quantile may differ from the true one: half a bucket, on a scale of ratios. */
export const relativeError = 2 ** (1 / (2 * bucketsPerDoubling)) - 1;

export interface WaitingCount {
  bucket: number;
  comments: number;
}

/** The waiting time in SQL as a bucket. */
export const bucketInSql = (seconds: string): string =>
  `greatest(${lowestBucket}, least(${highestBucket}, floor(${bucketsPerDoubling} * ln(greatest(${seconds}, 0.001)::float8 / ${bucketZeroSeconds}) / ln(2::float8))))::smallint`;

const beginningOf = (bucket: number): number => bucketZeroSeconds * 2 ** (bucket / bucketsPerDoubling);

/** What stands for all waiting times of a bucket: at most `relativeError` from each of them. */
export const middleOf = (bucket: number): number =>
  bucket <= lowestBucket ? 1 : beginningOf(bucket) * 2 ** (1 / (2 * bucketsPerDoubling));

export interface WaitingSummary {
  comments: number;
  p50Seconds: number | null;
  p95Seconds: number | null;
  /** Comments that had waited for an hour or longer; exact. */
  overHour: number;
}

export function summaryOf(counts: readonly WaitingCount[]): WaitingSummary {
  return {
    comments: sum(counts),
    p50Seconds: quantileOf(counts, 0.5),
    p95Seconds: quantileOf(counts, 0.95),
    overHour: sum(counts.filter(({ bucket }) => bucket >= 0)),
  };
}

/** The waiting time that so many of all comments did not exceed, by nearest rank; null = there are none. */
export function quantileOf(counts: readonly WaitingCount[], share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * sum(counts)));
  let reached = 0;
  for (const { bucket, comments } of counts.toSorted((a, b) => a.bucket - b.bucket)) {
    reached += comments;
    if (reached >= rank) return Math.round(middleOf(bucket) * 10) / 10;
  }
  return null;
}

const sum = (counts: readonly WaitingCount[]): number =>
  counts.reduce((total, { comments }) => total + comments, 0);
