import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Feature, featuresOf } from "../../src/text/features.ts";

const of = (body: string, author: { authorName?: string; authorEmail?: string | null } = {}): Feature[] =>
  featuresOf({ body, authorName: "", authorEmail: null, ...author });
const labels = (features: Feature[]) => features.map(({ label }) => label);
const shared = (one: Feature[], other: Feature[]) => {
  const ids = new Set(other.map(({ id }) => id));
  return labels(one.filter(({ id }) => ids.has(id)));
};

describe("the traits of a comment", () => {
  test("are its words, pairs of words, links and looks, with their places in the text", () => {
    const body = "Check out https://tube.example NOW";

    const features = of(body);

    expect(labels(features)).toEqual(
      expect.arrayContaining(["“Check”", "“Check out”", "1 link", "a link to tube.example"]),
    );
    for (const { span, label } of features) {
      if (span !== null && /^“[^”]*”$/.test(label)) expect(label).toBe(`“${body.slice(...span)}”`);
    }
  });

  test.each([
    ["case and disguise", "SUBSCRIBE", "ｓｕｂｓｃｒｉｂｅ"],
    ["endings", "subscribed", "subscribing"],
    ["stretching", "pleaaaaaase", "pleaase"],
    ["words written as one", "subscribenow", "please subscribe"],
    ["scripts without spaces", "私のチャンネル", "チャンネル登録"],
  ])("see through %s", (_, one, other) => {
    const words = shared(of(one), of(other)).filter((label) => label.startsWith("“"));

    expect(words.length).toBeGreaterThan(0);
  });

  test("are how it is set, and with what words it begins and ends", () => {
    const features = of("hey guys!!! 😀\nsee my page.");

    expect(labels(features)).toEqual(
      expect.arrayContaining([
        "“hey” as the first word",
        "“page” as the last word",
        "“!!!”",
        "emoji",
        "several lines",
        "a small letter at the start",
        "a full stop at the end",
      ]),
    );
  });

  test("know the author's name and where the e-mail address lives", () => {
    const features = of("x", { authorName: "Cheap Pills", authorEmail: "a@spam.example" });

    expect(labels(features)).toEqual(
      expect.arrayContaining(["“pills” in the author's name", "an e-mail address at spam.example"]),
    );
  });

  test("are bounded in number and time for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (body) => {
        const ids = of(body, { authorName: body, authorEmail: body }).map(({ id }) => id);
        expect(ids.every((id) => Number.isSafeInteger(id) && id >= 0)).toBe(true);
      }),
    );
    const started = process.cpuUsage();
    for (const unit of ["a ", "a.b ", "字", "a\u0301", "!1 ", "ab'"]) {
      expect(of(unit.repeat(10_000 / unit.length)).length).toBeLessThan(2_000);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });
});
