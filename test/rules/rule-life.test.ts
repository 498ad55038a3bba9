import { describe, expect, test } from "@jest/globals";
import { isDecidedByRules, heldForReview, isDrawnForReview } from "../../src/rules/blind-review.ts";
import { brakeReason, brakeWindowStart, lowestIdAt } from "../../src/rules/emergency-brake.ts";
import { adviseOn } from "../../src/rules/promotion.ts";
import { createRuleCosts } from "../../src/rules/rule-costs.ts";
import { type ExaminedRule, examine } from "../../src/rules/rule-health.ts";
import {
  addCounts,
  type Counts,
  noCounts,
  numbersOf,
  sameEffect,
  sameQuestion,
} from "../../src/rules/rule-numbers.ts";
import type { RuleStage } from "../../src/rules/rule.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import { givenBody, givenRule, givenSettings, judge } from "./givens.ts";

const counts = (given: Partial<Counts>): Counts => ({ ...noCounts, ...given });
const numbers = (given: Partial<Counts>, stage: RuleStage = "shadow") => numbersOf(counts(given), stage);

describe("numbers", () => {
  test("add up over versions and keep the last hit", () => {
    const sum = addCounts([
      counts({
        hits: 2,
        confirmed: 1,
        lastHitAt: "2026-03-02T00:00:00.000Z",
        evaluated: 10,
        microseconds: 30,
      }),
      counts({
        hits: 3,
        overturned: 1,
        lastHitAt: "2026-03-01T00:00:00.000Z",
        evaluated: 10,
        microseconds: 10,
      }),
    ]);

    expect(numbersOf(sum, "hold")).toMatchObject({
      hits: 5,
      judged: 2,
      precision: 0.5,
      lastHitAt: "2026-03-02T00:00:00.000Z",
      share: 0.25,
      meanCostMicroseconds: 2,
    });
  });

  test("of an enforcing rule rest on the blind sample once there is one", () => {
    const given = { confirmed: 20, overturned: 10, blindConfirmed: 20, blindOverturned: 0 };

    expect(numbers(given, "enforce")).toMatchObject({ precisionOf: "blind", precision: 1, judged: 30 });
    expect(numbers(given, "hold")).toMatchObject({ precisionOf: "all", precision: 0.6667 });
    expect(numbers({ ...given, blindConfirmed: 19 }, "enforce").precisionOf).toBe("all");
  });

  test("carry over to versions that ask the same, and the brake looks at those that act the same", () => {
    const version = (name: string, stage: RuleStage, phrase = "a") => ({
      name,
      stage,
      when: { check: "words", phrases: [phrase] },
      then: { points: 1 },
    });
    const versions = [
      version("renamed", "hold"),
      version("held", "hold"),
      version("watched", "shadow"),
      version("other", "hold", "b"),
      version("first", "shadow"),
    ];

    expect(sameQuestion(versions).map(({ name }) => name)).toEqual(["renamed", "held", "watched"]);
    expect(sameEffect(versions).map(({ name }) => name)).toEqual(["renamed", "held"]);
  });
});

describe("advice", () => {
  test.each([
    ["draft", {}, "promote", "shadow"],
    ["shadow", { confirmed: 19 }, "keep", "shadow"],
    ["shadow", { confirmed: 20 }, "promote", "hold"],
    ["shadow", { confirmed: 18, overturned: 2 }, "keep", "shadow"],
    ["shadow", { confirmed: 0, overturned: 50 }, "keep", "shadow"],
    ["hold", { confirmed: 49 }, "keep", "hold"],
    ["hold", { confirmed: 50 }, "keep", "hold"],
    ["hold", { confirmed: 100 }, "promote", "enforce"],
    ["hold", { confirmed: 4, overturned: 16 }, "demote", "shadow"],
    ["hold", { confirmed: 15, overturned: 5 }, "keep", "hold"],
    ["enforce", {}, "keep", "enforce"],
    ["enforce", { confirmed: 95, overturned: 5 }, "keep", "enforce"],
    ["enforce", { confirmed: 80, overturned: 20 }, "demote", "hold"],
    ["enforce", { confirmed: 2, overturned: 8 }, "keep", "enforce"],
  ] as const)("%s with %j: %s to %s", (stage, given, advice, to) => {
    const said = adviseOn(stage, numbers(given, stage), 0.8);

    expect(said).toMatchObject({ advice, to });
    expect(said.sentence).toMatch(/^[A-Z].*\.$/);
  });

  test("a stricter site asks for more, in both directions", () => {
    expect(adviseOn("shadow", numbers({ confirmed: 20 }), 0.9).advice).toBe("keep");
    expect(adviseOn("hold", numbers({ confirmed: 200 }, "hold"), 0.99).advice).toBe("keep");
  });

  test("of an enforced rule with few judged hits says only what is known, and vouches for none", () => {
    expect(adviseOn("enforce", numbers({ confirmed: 2, overturned: 1 }, "enforce"), 0.8).sentence).toBe(
      "Moderators confirmed 66 % of 3 judged hits. With fewer than 20 that says little yet.",
    );
    expect(adviseOn("enforce", numbers({ confirmed: 100 }, "enforce"), 0.8).sentence).toContain(
      "Nothing speaks against enforcing it.",
    );
  });

  test("says how much is missing", () => {
    expect(adviseOn("shadow", numbers({ confirmed: 3 }), 0.8).sentence).toBe(
      "Moderators have judged 3 of the 20 hits needed before it may hold comments.",
    );
    expect(adviseOn("shadow", numbers({ confirmed: 30 }), 0.8).sentence).toBe(
      "Moderators confirmed 100 % of 30 judged hits, surely at least 88 %: it may hold comments.",
    );
  });
});

describe("blind review", () => {
  const ids = Array.from(
    { length: 20_000 },
    (_, index) => `0190a5d0-0000-7000-8000-${String(index).padStart(12, "0")}`,
  );

  test("draws the share asked for, the same comments each time, and more of them with a larger share", () => {
    const drawn = (share: number) => ids.filter((id) => isDrawnForReview(id, share));
    const tenth = drawn(0.1);

    expect(drawn(0)).toEqual([]);
    expect(drawn(0.1)).toEqual(tenth);
    expect(tenth.length).toBeGreaterThan(1_850);
    expect(tenth.length).toBeLessThan(2_150);
    expect(new Set(drawn(0.2))).toEqual(new Set([...drawn(0.2), ...tenth]));
  });

  test("takes what rules decided alone, and tells the moderator nothing of it", () => {
    const spamWord = { check: "words", phrases: ["casino"] };
    const rules = [
      givenRule({ when: spamWord, then: { force: "reject", points: 6, publicReason: "Advertising" } }),
      givenRule({ when: spamWord, stage: "hold", then: { points: 1 } }),
    ];
    const verdict = judge(rules, givenBody("the casino"));

    const { verdict: shown, blind } = heldForReview(verdict);

    expect(isDecidedByRules(verdict)).toBe(true);
    expect(shown).toMatchObject({ verdict: "held", points: 1, publicReason: null });
    expect(shown.reasons.join()).not.toMatch(/casino|rule/i);
    expect(shown.findings).toEqual(verdict.findings);
    expect(blind).toMatchObject({ verdict: "rejected", basis: "force", points: 7 });
    expect(isDecidedByRules(judge([], givenBody("fine")))).toBe(false);
    expect(
      isDecidedByRules(
        judge([rules[1]!], givenBody("the casino"), {
          settings: { thresholds: { hold: 1, reject: null, spam: null } },
        }),
      ),
    ).toBe(false);
  });
});

describe("the emergency brake", () => {
  const since = new Date("2026-03-01T10:00:00.000Z");
  const reasonOf = (hits: number, comments: number, given: Partial<Counts> = {}) =>
    brakeReason({ since, comments, hits }, { numbers: numbers(given), precisionTarget: 0.8 });

  test.each([
    [20, 20, false],
    [21, 21, true],
    [21, 420, false],
    [22, 420, true],
    [50, 1_000, false],
    [51, 1_000, true],
  ])("%i hits among %i comments: braked %s", (hits, comments, isBraked) => {
    expect(reasonOf(hits, comments) !== null).toBe(isBraked);
  });

  test("says why, and spares what moderators have confirmed", () => {
    expect(reasonOf(60, 80)).toMatch(/^It hit 60 of 80 comments \(75 %\) since 2026-03-01T10:00:00\.000Z/);
    expect(reasonOf(60, 80, { confirmed: 25 })).toBeNull();
    expect(reasonOf(60, 80, { confirmed: 10, overturned: 15 })).not.toBeNull();
  });

  test("counts since the rule is live, at most an hour back, and only in its first day", () => {
    const at = (hours: number) => new Date(since.getTime() + hours * 3_600_000);

    expect(brakeWindowStart(since, at(0.5))).toEqual(since);
    expect(brakeWindowStart(since, at(5))).toEqual(at(4));
    expect(brakeWindowStart(since, at(24.1))).toBeNull();
  });

  test("knows the ids of comments by their time", () => {
    expect(lowestIdAt(new Date(0x0190a5d0ac96))).toBe("0190a5d0-ac96-7000-8000-000000000000");
  });
});

describe("health", () => {
  const examined = (
    name: string,
    given: Partial<Counts>,
    hits: number[] = [],
    isAll = true,
  ): ExaminedRule => ({
    ...{ siteKey: "news", ruleId: name, name, stage: "hold" },
    numbers: numbers(given, "hold"),
    latest: { hits: hits.map((hit) => ({ commentId: String(hit), at: -hit })), isAll },
  });
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const names = (items: { name: string }[]) => items.map(({ name }) => name);

  test("names what never fires, is always overturned, hits too much or is slow", () => {
    const health = examine([
      examined("silent", { evaluated: 500 }),
      examined("new", { evaluated: 3 }),
      examined("wrong", { hits: 9, overturned: 6, evaluated: 500 }),
      examined("unlucky", { hits: 9, overturned: 2, evaluated: 500 }),
      examined("broad", { hits: 200, evaluated: 500 }),
      examined("slow", { hits: 1, evaluated: 500, microseconds: 2_000_000 }),
    ]);

    expect(names(health.neverFired)).toEqual(["silent"]);
    expect(names(health.alwaysOverturned)).toEqual(["wrong"]);
    expect(names(health.tooBroad)).toEqual(["broad"]);
    expect(names(health.slow)).toEqual(["slow"]);
  });

  test("finds rules that hit the same comments, over the time that both samples cover", () => {
    const health = examine([
      examined("one", {}, range(0, 40)),
      examined("same, longer ago", {}, range(0, 20), false),
      examined("other", {}, range(18, 60)),
      examined("few", {}, range(0, 5)),
    ]);

    expect(health.overlaps.map(({ rules, both, share }) => [names(rules), both, share])).toEqual([
      [["one", "same, longer ago"], 20, 1],
    ]);
  });
});

test("what each rule costs is added up by version until it is taken", () => {
  let time = 0;
  const costs = createRuleCosts(() => (time += 0.5));
  const rules = ["casino", "poker"].map((phrase) =>
    givenRule({ when: { check: "words", phrases: [phrase] } }),
  );
  const compiled = { ...compileRules(rules, []), timer: costs.timer };

  evaluate(compiled, givenBody("the casino"), givenSettings());
  evaluate(compiled, givenBody("hello"), givenSettings());

  expect(costs.take()).toEqual(
    rules.map(({ ruleId }) => ({ ruleId, ruleVersion: 1, evaluated: 2, microseconds: 1_000 })),
  );
  expect(costs.take()).toEqual([]);
});
