import { describe, expect, test } from "@jest/globals";
import { precisionOf } from "../../src/rules/precision.ts";

describe("precision with its bounds (Wilson, 95 %)", () => {
  test.each([
    [3, 3, 1, 0.4385, 1],
    [0, 3, 0, 0, 0.5615],
    [10, 10, 1, 0.7225, 1],
    [20, 20, 1, 0.8389, 1],
    [81, 263, 0.308, 0.2553, 0.3662],
    [950, 1000, 0.95, 0.9347, 0.9619],
  ])("%i of %i confirmed", (confirmed, judged, value, lowerBound, upperBound) => {
    expect(precisionOf(confirmed, judged)).toEqual({ value, lowerBound, upperBound });
  });

  test("says nothing where nothing was judged", () => {
    expect(precisionOf(0, 0)).toEqual({ value: null, lowerBound: null, upperBound: null });
  });

  test("stays between 0 and 1 and closes in on the share", () => {
    for (let judged = 1; judged < 3_000; judged += 37) {
      for (const confirmed of [0, Math.floor(judged / 2), judged]) {
        const { value, lowerBound, upperBound } = precisionOf(confirmed, judged);
        expect(lowerBound).toBeGreaterThanOrEqual(0);
        expect(upperBound).toBeLessThanOrEqual(1);
        expect(lowerBound).toBeLessThanOrEqual(value!);
        expect(upperBound).toBeGreaterThanOrEqual(value!);
      }
    }
  });
});
