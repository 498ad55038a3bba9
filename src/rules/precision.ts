/** z of a 95 % interval, both sides. */
const z = 1.959963984540054;

export interface Precision {
  /** The share of judged hits that humans confirmed; null = nothing judged. */
  value: number | null;
  lowerBound: number | null;
  upperBound: number | null;
}

/**
 * Wilson's score interval: unlike the plain share it stays honest for a handful of cases (3 of 3 is not "100 %" but
 * "at least 44 %") and never leaves 0 to 1.
 */
export function precisionOf(confirmed: number, judged: number): Precision {
  if (judged <= 0) return { value: null, lowerBound: null, upperBound: null };
  const share = confirmed / judged;
  const spread = (z * z) / judged;
  const centre = share + spread / 2;
  const margin = z * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
  return {
    value: rounded(share),
    lowerBound: rounded(Math.max(0, (centre - margin) / (1 + spread))),
    upperBound: rounded(Math.min(1, (centre + margin) / (1 + spread))),
  };
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
