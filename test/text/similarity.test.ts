import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  bandCount,
  distanceBetween,
  distanceFor,
  similarityAt,
  sketchBits,
  sketchOf,
} from "../../src/text/similarity.ts";

function similarity(one: string, other: string): number {
  const [a, b] = [sketchOf(one), sketchOf(other)];
  return similarityAt(distanceBetween(a, b));
}

const isFound = (one: string, other: string): boolean => {
  const bands = sketchOf(other).bands;
  return sketchOf(one).bands.some((band, index) => band !== null && band === bands[index]);
};

describe("two texts", () => {
  const campaign =
    "Dear neighbours, the council wants to close our library for good. Please sign the petition and tell your friends!";

  test.each([
    ["another name", campaign.replace("neighbours", "Mrs Miller")],
    ["other punctuation and case", campaign.toUpperCase().replaceAll(",", " -")],
    ["a greeting in front", `Hello everybody! ${campaign}`],
    ["letters that only look alike", campaign.replaceAll("o", "о")],
    ["invisible characters", campaign.replaceAll(" ", "\u200b ")],
    ["emoji", campaign.replaceAll(".", " 👍👍")],
  ])("that differ by %s are much alike, and one leads to the other", (_, variant) => {
    expect(similarity(campaign, variant)).toBeGreaterThan(0.8);
    expect(isFound(campaign, variant)).toBe(true);
  });

  test("that differ by numbers and the ends of links alone are the same", () => {
    const text = (number: number) =>
      `Earn ${number} dollars a day, look: https://money.example/r/${number}?u=${number}`;

    expect(similarity(text(7), text(1234))).toBe(1);
  });

  test.each([
    [campaign, "The library has been a second home to my children, and I would be sad to see it go."],
    [
      "ありがとうございます、とても面白い記事でした。また読みに来ます。",
      "この記事は間違っていると思います。もう一度調べてください。",
    ],
  ])("about the same thing are not alike", (one, other) => {
    expect(similarity(one, other)).toBeLessThan(0.5);
  });

  test("that are short are alike only when they are the same", () => {
    expect(similarity("Well said, Tom.", "well said: TOM")).toBe(1);
    expect(similarity("Well said, Tom.", "Well said, Tim.")).toBeLessThan(0.5);
    expect(similarity("!!!", "???")).toBeLessThan(0.5);
  });
});

test("so many bits may differ as the share allows", () => {
  for (const share of [0.7, 0.75, 0.8, 0.85, 0.9, 1]) {
    expect(similarityAt(distanceFor(share))).toBeGreaterThanOrEqual(share - 1e-9);
    expect(similarityAt(distanceFor(share) + 1)).toBeLessThan(share);
  }
});

test("any text has a sketch of one size, in bounded time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const { bits, bands } = sketchOf(text);
      expect(bits).toHaveLength(sketchBits / 8);
      expect(bands).toHaveLength(bandCount);
    }),
  );
  const started = process.cpuUsage();
  for (const unit of ["a", "https://a.example/", "\u0301", "字", "a\u200b"])
    sketchOf(unit.repeat(10_000 / unit.length));
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
});
