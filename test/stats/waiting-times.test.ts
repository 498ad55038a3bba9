import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  bucketInSql,
  quantileOf,
  relativeError,
  summaryOf,
  type WaitingCount,
} from "../../src/stats/waiting-times.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

/** As the hours are counted: by PostgreSQL. */
async function countsOf(seconds: number[]): Promise<WaitingCount[]> {
  const { rows } = await database.pool.query<WaitingCount>(
    `SELECT ${bucketInSql("waited")} AS bucket, count(*)::integer AS comments FROM unnest($1::numeric[]) AS waited GROUP BY 1`,
    [seconds],
  );
  return rows;
}

const nearestRank = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;

test("a quantile is off by the stated share at most, from a second to decades", async () => {
  const waits = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(waits, async (exponents) => {
      // From 1 to 10^9 seconds, evenly on a scale of ratios.
      const seconds = exponents.map((exponent) => 10 ** (exponent / 3_334));
      const counts = await countsOf(seconds);
      for (const share of [0.5, 0.95]) {
        const ratio = quantileOf(counts, share)! / nearestRank(seconds, share);
        // The answer itself is rounded to a tenth of a second.
        expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(1 + relativeError + 0.06);
        if (nearestRank(seconds, share) > 100)
          expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(1 + relativeError + 0.001);
      }
    }),
    { numRuns: 60 },
  );
});

test("an hour is a boundary: what waited that long or longer is counted exactly", async () => {
  const counts = await countsOf([0, 3_599.999, 3_600, 3_600.001, 86_400]);

  expect(summaryOf(counts)).toMatchObject({ comments: 5, overHour: 3 });
});

test("up to a second counts as one; before its time and for ever do not fall out of the scale", async () => {
  expect(quantileOf(await countsOf([-5, 0, 0.2, 1]), 0.95)).toBe(1);
  expect(quantileOf(await countsOf([1e12]), 0.5)).toBeGreaterThan(3e9);
  expect(summaryOf([])).toEqual({ comments: 0, p50Seconds: null, p95Seconds: null, overHour: 0 });
});

test("hours add up: the quantile of two together is that of all", async () => {
  const [morning, night] = [
    [5, 60, 60],
    [60, 7_200, 90_000],
  ];

  const together = [...(await countsOf(morning)), ...(await countsOf(night))];

  expect(quantileOf(together, 0.5)).toBe(quantileOf(await countsOf([...morning, ...night]), 0.5));
});
