import { expect, test } from "@jest/globals";
import { chosenIn, numbersAddress } from "../../src/dashboard/app/numbers/range.ts";
import {
  durationTicks,
  labelledPlaces,
  onRatioScale,
  onScale,
  ticksUpTo,
} from "../../src/dashboard/app/numbers/scales.ts";

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [47, [0, 20, 40, 60]],
  [1_000, [0, 500, 1_000]],
])("the lines up to %d are round numbers, and the most lies below the last", (most, ticks) => {
  expect(ticksUpTo(most)).toEqual(ticks);
});

test("waiting times stand between durations that people say, evenly on a scale of ratios", () => {
  expect(durationTicks([250, 9_000])).toEqual([60, 600, 3_600, 21_600]);
  expect(durationTicks([60, 60])).toEqual([60, 600]);
  expect(durationTicks([0.5, 2])).toEqual([1, 10]);
  expect(durationTicks([1, 1e9]).at(-1)).toBe(31_536_000);
  expect(onRatioScale(600, [60, 600, 6_000])).toBeCloseTo(0.5);
  expect(onRatioScale(0.5, [1, 10])).toBe(0);
  expect(onScale(5, [0, 10])).toBe(0.5);
});

test("words below a picture never need more room than there is", () => {
  for (const [places, width] of [
    [28, 300],
    [28, 900],
    [1, 300],
    [744, 300],
  ] as const)
    expect(labelledPlaces(places, width, 64).length * 64).toBeLessThanOrEqual(Math.max(64, width) + 64);
});

test("site and days stand in the address, and come back from it", () => {
  const usual = chosenIn("", "2026-11-25");
  expect(usual).toEqual({ siteKey: null, from: "2026-10-29", to: "2026-11-25", days: 28 });
  expect(numbersAddress(usual)).toBe("/numbers");
  for (const query of ["?site=news&days=7", "?from=2026-03-01&to=2026-03-31"])
    expect(numbersAddress(chosenIn(query, "2026-11-25"))).toBe(`/numbers${query}`);
});

test.each([
  "?days=5",
  "?from=2026-03-31&to=2026-03-01",
  "?from=x&to=2026-03-01",
  "?from=2026-02-99&to=2026-03-01",
])("an address that makes no sense (%s) shows the usual days", (query) => {
  expect(chosenIn(query, "2026-11-25").days).toBe(28);
});
