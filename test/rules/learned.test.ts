import { describe, expect, test } from "@jest/globals";
import type { LearnedFact, SimilarFact } from "../../src/rules/facts.ts";
import {
  binOf,
  type Counts,
  hasLearntEnough,
  holdFrom,
  scoreOf,
  withApprovals,
} from "../../src/rules/learned-model.ts";
import { ruleSchema } from "../../src/rules/rule.ts";
import { traitsOf } from "../../src/rules/traits.ts";
import { featureId } from "../../src/text/features.ts";
import { found, givenBody, givenFacts, givenRule, judge } from "./givens.ts";

const when = { check: "learned", score: { gte: 0.9 } };

/** A model that has seen these texts refused and approved, each so many times. */
function taught(refused: string[], approved: string[]) {
  const counts = new Map<number, Counts>();
  const learn = (texts: string[], kind: keyof Counts) => {
    for (const body of texts) {
      for (const { id } of traitsOf({ body, authorName: "", authorEmail: null })) {
        const known = counts.get(id) ?? { refused: 0, approved: 0 };
        known[kind]++;
        counts.set(id, known);
      }
    }
  };
  learn(refused, "refused");
  learn(approved, "approved");
  const model = { version: 7, refused: refused.length, approved: approved.length, holdFrom: holdFrom([]) };
  return (body: string): LearnedFact =>
    scoreOf(traitsOf({ body, authorName: "Ana", authorEmail: null }), model, counts);
}

const times = (text: (index: number) => string) => Array.from({ length: 30 }, (_, index) => text(index));
const words = ["street", "mayor", "school", "park", "bus"];
const scored = taught(
  times((index) => `Subscribe to my channel, new ${words[index % 5]!} videos https://tube.example/${index}`),
  times((index) => `The ${words[index % 5]!} should stay as it is, I think.`),
);

describe("the learned score", () => {
  test("is high for what moderators refuse, low for what they approve, and in between for what is new", () => {
    const [spam, honest, other] = [
      scored("Please subscribe to my channel https://tube.example/x").score,
      scored("I think the school should stay").score,
      scored("Γειά σου κόσμε").score,
    ];

    expect(spam).toBeGreaterThan(0.95);
    expect(honest).toBeLessThan(0.05);
    expect(other).toBeGreaterThan(honest);
    expect(other).toBeLessThan(0.9);
  });

  test("waits for thirty decisions, five of each kind", () => {
    expect(hasLearntEnough({ refused: 5, approved: 24 })).toBe(false);
    expect(hasLearntEnough({ refused: 4, approved: 100 })).toBe(false);
    expect(hasLearntEnough({ refused: 5, approved: 25 })).toBe(true);
  });

  test("looks at what spammers say everywhere, and learns what that means here", () => {
    const kinds = (body: string) => {
      const traits = traitsOf({ body, authorName: "", authorEmail: null });
      return traits.filter(({ id }) => ["sign strong-asks", "kinds 0"].some((key) => id === featureId(key)));
    };

    expect(kinds("Nice. Subscribe to my channel!")).toMatchObject([
      { label: "“Subscribe to my”", span: [6, 21] },
    ]);
    expect(kinds("The mayor was right.")).toMatchObject([{ span: null }]);
  });

  test("rises to 0.9 where hardly any approved comment was foretold as a refusal", () => {
    const approvals = (amount: number, evidence: number) =>
      withApprovals(
        [],
        Array.from({ length: amount }, () => [binOf(evidence), 1] as const),
      );

    expect(holdFrom([])).toBe(holdFrom(approvals(0, 1)));
    expect(holdFrom(approvals(800, -5))).toBeLessThan(holdFrom([]));
    expect(holdFrom(approvals(800, 3.9))).toBeGreaterThan(3.7);
    expect(holdFrom(approvals(800, 9))).toBeLessThan(4.2);
  });

  test("forgets half of what it foretold when that is much, and never counts below nothing", () => {
    const bin = binOf(2);
    const many = withApprovals([], [[bin, -1], ...Array.from({ length: 1_001 }, () => [bin, 1] as const)]);

    expect(many[bin]).toBe(500);
  });

  test("names the words that speak for a refusal and where they stand", () => {
    const body = "👋 Subscribe to my channel";
    const facts = { ...givenBody(body), learned: { ...scored(body), score: 0.97, decisions: 412 } };

    const { outcome, matched, explanation } = found(when, facts);

    expect(outcome).toBe(true);
    expect(matched.join(" ")).toMatch(/Subscribe|channel/);
    expect(explanation).toMatch(/speaks? for a refusal.*\(score 0\.97, learnt from 412 decisions\)/);
    for (const word of matched) expect(body).toContain(word);
  });

  test("that is not known holds nobody, whatever the rule says", () => {
    for (const learned of [null, undefined]) {
      for (const condition of [when, { not: when }]) {
        const rule = givenRule({ when: condition, then: { force: "hold", whenUnknown: "hold" } });
        const facts = { ...givenFacts(), ...(learned === undefined ? {} : { learned }) };

        expect(judge([rule], facts).verdict).toBe("approved");
      }
    }
  });

  test("is kept as a fact: the same facts give the same verdict, whatever the model is now", () => {
    const facts = { ...givenBody("Subscribe!"), learned: scored("Subscribe to my channel") };

    expect(found(when, facts)).toEqual(found(when, JSON.parse(JSON.stringify(facts)) as typeof facts));
  });
});

describe("near-duplicates", () => {
  const body = "The council must build the harbour hall now, friends.";
  const check = { check: "near-duplicate", of: "otherAuthors", windowSeconds: 86_400, count: { gte: 3 } };
  const counted = (count: number, closest: number | null, similarity = 0.8): SimilarFact => ({
    windowSeconds: 86_400,
    similarity,
    sameAuthor: { count: 0, closest: null },
    otherAuthors: { count, closest },
    rejected: null,
  });
  const withFact = (fact: SimilarFact, text = body) => ({ ...givenBody(text), similar: [fact] });

  test("are explained as a moderator would say it", () => {
    expect(found(check, withFact(counted(14, 0.92)))).toMatchObject({
      outcome: true,
      explanation: "92 % like 14 earlier comments by other authors within 1 day",
    });
    expect(found(check, withFact(counted(30, 1))).explanation).toBe(
      "Word for word like 30 or more earlier comments by other authors within 1 day",
    );
  });

  test("are looked for as alike as the rule says, and not in short texts", () => {
    expect(found(check, withFact(counted(2, 0.92))).outcome).toBe(false);
    expect(found(check, withFact(counted(9, 0.92, 0.9))).outcome).toBe("unknown");
    expect(found({ ...check, similarity: { gte: 0.9 } }, withFact(counted(9, 0.92, 0.9))).outcome).toBe(true);
    expect(found({ ...check, minLetters: 20 }, withFact(counted(9, 1), "Thank you!")).outcome).toBe(false);
  });

  test("are unknown where nothing was counted", () => {
    expect(found(check, givenBody(body)).outcome).toBe("unknown");
    expect(found({ ...check, of: "rejected" }, withFact(counted(9, 1))).outcome).toBe("unknown");
  });

  test.each([
    [{ ...check, similarity: { gte: 0.2 } }, "similarity"],
    [{ ...check, count: { gte: 31 } }, "count"],
    [{ check: "learned" }, "score"],
  ])("a condition that cannot be met is refused: %j", (condition, place) => {
    const parsed = ruleSchema.safeParse({
      name: "A rule",
      stage: "hold",
      when: condition,
      then: { points: 1 },
    });

    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual(
      expect.arrayContaining([expect.stringContaining(place)]),
    );
  });
});
