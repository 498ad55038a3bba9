import { describe, expect, test } from "@jest/globals";
import { factNeeds } from "../../src/rules/facts.ts";
import { type OutsideFact, withoutWords } from "../../src/rules/outside-fact.ts";
import { countableNeeds, hasExpired, missingNeeds } from "../../src/rules/replay.ts";
import { ruleSchema } from "../../src/rules/rule.ts";
import { found, givenFacts, givenRule, judge } from "./givens.ts";

const url = "https://mod.example/check";
const external = { check: "external", url, score: { gte: 0.8 } };
const akismet = { check: "akismet" };

const scored = (score: number, reason: string | null = null): OutsideFact => ({
  service: "external",
  url,
  answer: { score, reason },
});
const withFacts = (...outside: OutsideFact[]) => ({ ...givenFacts(), outside });

describe("an external check", () => {
  test("compares the service's score and gives its reason", () => {
    expect(found(external, withFacts(scored(0.93, "sold as a diet")))).toMatchObject({
      outcome: true,
      explanation: "mod.example gives it a score of 0.93: sold as a diet",
    });
    expect(found(external, withFacts(scored(0.8)))).toMatchObject({ outcome: true });
    expect(found(external, withFacts(scored(0.79)))).toMatchObject({ outcome: false });
  });

  test("is answered by its own service alone", () => {
    const other: OutsideFact = { service: "external", url: `${url}/2`, answer: { score: 1, reason: null } };

    expect(found(external, withFacts(other)).outcome).toBe("unknown");
    expect(found(external, withFacts(other, scored(0))).outcome).toBe(false);
  });

  test.each([
    "ftp://mod.example/",
    "mod.example",
    "https://user:word@mod.example/",
    "https://mod.example/a b",
    `https://mod.example/${"a".repeat(2_048)}`,
  ])("refuses the address %s", (wrong) => {
    expect(ruleOf({ ...external, url: wrong }).error?.issues[0]?.path).toEqual(["when", "url"]);
    expect(ruleOf(external).success).toBe(true);
  });
});

test("a score that no service can give is refused when the rule is saved", () => {
  const refused = ruleOf({ ...external, score: { gte: 80 } }).error?.issues[0];

  expect([refused?.path, refused?.message]).toEqual([
    ["when", "score"],
    "A score goes from 0 to 1: 0.8 rather than 80",
  ]);
  expect(ruleOf({ ...external, score: { gte: 0, lte: 1 } }).success).toBe(true);
});

const ruleOf = (when: object) =>
  ruleSchema.safeParse({ name: "A rule", stage: "hold", when, then: { points: 1 } });

describe("an Akismet check", () => {
  const said = (answer: "ham" | "spam" | "discard") => withFacts({ service: "akismet", answer });

  test("is true of spam, and where asked for of blatant spam alone", () => {
    const blatant = { check: "akismet", verdict: "discard" };

    expect([
      found(akismet, said("ham")),
      found(akismet, said("spam")),
      found(akismet, said("discard")),
    ]).toMatchObject([
      { outcome: false },
      { outcome: true, explanation: "Akismet takes it for spam" },
      { outcome: true, explanation: "Akismet takes it for blatant spam" },
    ]);
    expect([found(blatant, said("spam")), found(blatant, said("discard"))]).toMatchObject([
      { outcome: false },
      { outcome: true },
    ]);
  });
});

describe("a service without an answer", () => {
  const silent: OutsideFact = {
    service: "external",
    url,
    answer: null,
    problem: "did not answer within 2.5 seconds",
  };

  test("sends the comment to a moderator and says why, whatever the rule would do", () => {
    for (const when of [external, { not: external }]) {
      const rule = givenRule({ name: "Ask", when, then: { force: "approve" } });

      expect(judge([rule], withFacts(silent))).toMatchObject({
        verdict: "held",
        basis: "unknown",
        reasons: [
          "A moderator decides, since the rule “Ask” has no answer: mod.example did not answer within 2.5 seconds",
        ],
      });
    }
  });

  test("holds nobody where the rule does without it", () => {
    const rule = givenRule({ when: external, then: { force: "spam", whenUnknown: "ignore" } });

    expect(judge([rule], withFacts(silent)).verdict).toBe("approved");
  });

  test("does not matter where the rest of the condition settles it", () => {
    const zebra = { check: "words", phrases: ["zebra"] };
    const rule = givenRule({ when: { all: [zebra, external] }, then: { force: "spam" } });

    expect(judge([rule], withFacts(silent)).verdict).toBe("approved");
  });

  test("is unknown of comments it was never asked about", () => {
    expect(found(akismet, givenFacts())).toMatchObject({
      outcome: "unknown",
      explanation: "Akismet was not asked about this comment",
    });
  });
});

describe("what rules need from elsewhere", () => {
  const needsOf = (...whens: unknown[]) => factNeeds(whens.map((when) => givenRule({ when })));

  test("is asked once for all rules, and not for drafts", () => {
    expect(
      needsOf(external, { any: [{ not: akismet }, { ...external, score: { lt: 0.1 } }] }).outside,
    ).toEqual([{ service: "akismet" }, { service: "external", url }]);
    expect(factNeeds([givenRule({ when: external, stage: "draft" })])).not.toHaveProperty("outside");
    expect(needsOf({ check: "links", count: { gte: 1 } })).not.toHaveProperty("outside");
  });

  test("is never asked about the past: a backtest has what was kept, or nothing", () => {
    const needs = needsOf(external);
    const kept = { outside: [scored(0.9)] };

    expect(countableNeeds(needs)).not.toHaveProperty("outside");
    expect(missingNeeds(kept, needs).outside).toEqual([]);
    expect(hasExpired(needs, kept, withFacts(scored(0.9)))).toBe(false);
    expect(hasExpired(needs, {}, givenFacts())).toBe(true);
  });

  test("is kept without the service's words, which may quote the comment", () => {
    expect(withoutWords([scored(0.9, "says “buy now”"), { service: "akismet", answer: "spam" }])).toEqual([
      scored(0.9),
      { service: "akismet", answer: "spam" },
    ]);
  });
});
