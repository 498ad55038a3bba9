import { describe, expect, test } from "@jest/globals";
import { compileRules } from "../../src/rules/compile.ts";
import { runRules } from "../../src/rules/evaluate.ts";
import {
  completeFacts,
  countableNeeds,
  hasExpired,
  type KeptFacts,
  missingNeeds,
  needsNothing,
  type StoredVerdict,
  verdictWith,
  withoutExpired,
} from "../../src/rules/replay.ts";
import type { RuleVersion } from "../../src/rules/rule.ts";
import type { JudgementSettings } from "../../src/rules/verdict.ts";
import { givenBody, givenFacts, givenRule, givenSettings, judge } from "./givens.ts";

const zebra = { check: "words", phrases: ["zebra"] };
const gnu = { check: "words", phrases: ["gnu"] };

/** A comment as these rules judged it then. */
function storedBy(rules: RuleVersion[], body: string, given: Partial<StoredVerdict> = {}): StoredVerdict {
  const facts = givenBody(body);
  const { verdict, findings, unknown } = judge(rules, facts);
  return { status: verdict, findings, facts, circumstances: { unanswered: unknown }, ...given };
}

function withRule(rule: RuleVersion, stored: StoredVerdict, settings: Partial<JudgementSettings> = {}) {
  const found = runRules(compileRules([rule], []), stored.facts);
  return verdictWith({ ruleId: rule.ruleId, found }, stored, givenSettings(settings));
}

describe("with one more rule", () => {
  test("points add to those of then", () => {
    const weak = givenRule({ when: gnu, then: { points: 2 } });
    const stored = storedBy([weak], "a gnu and a zebra");

    expect(stored.status).toBe("approved");
    expect(withRule(givenRule({ when: zebra, then: { points: 2 } }), stored)).toBe("held");
    expect(withRule(givenRule({ when: zebra, then: { points: 1 } }), stored)).toBe("approved");
  });

  test("the cap of a group holds for old and new points together", () => {
    const weak = givenRule({ when: gnu, then: { points: 3, group: "animals" } });
    const stored = storedBy([weak], "a gnu and a zebra");
    const rule = givenRule({ when: zebra, then: { points: 3, group: "animals" } });

    expect(withRule(rule, stored)).toBe("held");
    expect(withRule(rule, stored, { groupCaps: { animals: 3 } })).toBe("approved");
  });

  test("a rule that does not hit changes nothing, also where the site's mode has changed since", () => {
    const stored = storedBy([], "a gnu");

    expect(withRule(givenRule({ when: zebra }), stored, { mode: "everything" })).toBe("approved");
  });

  test("what was held for want of an answer stays held", () => {
    const unanswerable = givenRule({
      when: { check: "velocity", by: "ip", windowSeconds: 60, count: { gte: 1 } },
    });
    const stored = storedBy([unanswerable], "a zebra");

    expect(stored.status).toBe("held");
    expect(withRule(givenRule({ when: zebra, then: { force: "approve" } }), stored)).toBe("held");
  });

  test("after an edit of what a human had decided, the rule can only hold", () => {
    const stored = storedBy([], "a zebra", { status: "held", circumstances: { moderatedBefore: true } });

    expect(withRule(givenRule({ when: zebra, then: { force: "spam" } }), stored)).toBe("held");
  });
});

describe("in place of its earlier self", () => {
  test("what only the earlier version hit is free again", () => {
    const before = givenRule({ ruleId: "r", when: zebra, then: { force: "hold" } });
    const after = givenRule({ ruleId: "r", when: gnu, then: { force: "hold" } });

    expect(withRule(after, storedBy([before], "a zebra"))).toBe("approved");
    expect(withRule(after, storedBy([before], "a gnu"))).toBe("held");
    expect(withRule(after, storedBy([before], "a zebra and a gnu"))).toBe("held");
  });

  test("an earlier version without an answer holds no longer", () => {
    const when = { check: "velocity", by: "ip", windowSeconds: 60, count: { gte: 1 } };
    const before = givenRule({ ruleId: "r", when });

    expect(withRule(givenRule({ ruleId: "r", when: gnu }), storedBy([before], "a zebra"))).toBe("approved");
  });
});

describe("facts", () => {
  const ipWithin = (windowSeconds: number, count: number | null) => ({
    by: "ip" as const,
    windowSeconds,
    count,
    uniqueAuthors: count,
  });
  const kept: KeptFacts = { ...givenFacts({ velocity: [ipWithin(600, 3)] }), duplicates: [] };
  const needs = {
    velocity: [
      { by: "ip" as const, windowSeconds: 600 },
      { by: "ip" as const, windowSeconds: 3600 },
    ],
    duplicates: [{ windowSeconds: 60 }],
  };

  test("what was counted then need not be counted again", () => {
    expect(missingNeeds(kept, needs)).toEqual({
      velocity: [{ by: "ip", windowSeconds: 3600 }],
      duplicates: [{ windowSeconds: 60 }],
    });
    expect(needsNothing(missingNeeds(kept, { velocity: [needs.velocity[0]!], duplicates: [] }))).toBe(true);
    expect(missingNeeds(null, needs)).toEqual(needs);
    expect(countableNeeds({ ...needs, learned: true } as never)).toEqual(needs);
  });

  test("the count of then stands before the count of now, everything else is of then", () => {
    const counted = givenFacts({
      author: { approvedCount: 9 },
      velocity: [ipWithin(600, 1), ipWithin(3600, 5)],
    });

    const facts = completeFacts(givenBody("now"), kept, counted);

    expect(facts.velocity.find(({ windowSeconds }) => windowSeconds === 600)?.count).toBe(3);
    expect(facts.velocity.find(({ windowSeconds }) => windowSeconds === 3600)?.count).toBe(5);
    expect(facts.author.approvedCount).toBe(0);
    expect(facts.comment.body).toBe("now");
  });

  test("a count by address that reaches back beyond what is kept is none", () => {
    const counted = givenFacts({ velocity: [ipWithin(600, 1), ipWithin(86_400, 1)] });

    const facts = withoutExpired(counted, new Date("2026-03-10T00:00:00Z"));

    expect(facts.velocity.map(({ count }) => count)).toEqual([1, null]);
    expect(hasExpired({ velocity: [ipNeed(86_400)], duplicates: [] }, null, facts)).toBe(true);
    expect(hasExpired({ velocity: [ipNeed(600)], duplicates: [] }, null, facts)).toBe(false);
  });

  test("what was not known even then has not expired", () => {
    const unknownThen: KeptFacts = { velocity: [ipWithin(600, null)] };
    const facts = completeFacts(givenBody("now"), unknownThen, null);

    expect(hasExpired({ velocity: [ipNeed(600)], duplicates: [] }, unknownThen, facts)).toBe(false);
  });

  test("what had been learned until then cannot be learned again", () => {
    expect(hasExpired({ velocity: [], duplicates: [], learned: true } as never, {}, givenFacts())).toBe(true);
  });

  const ipNeed = (windowSeconds: number) => ({ by: "ip" as const, windowSeconds });
});
