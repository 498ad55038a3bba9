import { describe, expect, test } from "@jest/globals";
import { createTally, type Sample, type Tried } from "../../src/rules/backtest.ts";

const sample: Sample = { commentId: "c", field: "body", spans: [[0, 3]], textLength: 10 };

const tried = (given: Partial<Tried> = {}): Tried => ({
  createdAt: "2026-03-10T12:00:00.000Z",
  outcome: "miss",
  label: null,
  change: { from: "approved", to: "approved" },
  others: [],
  sample: () => sample,
  ...given,
});

function resultOf(
  all: readonly Tried[],
  { then = { points: 4 }, rules = [] as { ruleId: string; name: string }[], matches = {} } = {},
) {
  const tally = createTally(then);
  for (const one of all) tally.add(one);
  for (const [ruleId, comments] of Object.entries<number>(matches)) tally.addMatches(ruleId, comments);
  return tally.result({ rules, busyMs: 1 });
}

describe("the matrix", () => {
  test("counts every pair of what was and what would have been, the most frequent first", () => {
    const held = tried({ outcome: "hit", change: { from: "approved", to: "held" } });

    const { matrix, comments, hits } = resultOf([tried(), held, tried(), tried()]);

    expect({ comments, hits }).toEqual({ comments: 4, hits: 1 });
    expect(matrix).toEqual([
      { from: "approved", to: "approved", count: 3 },
      { from: "approved", to: "held", count: 1 },
    ]);
  });

  test("leaves out what rules never judged, and says how many these are", () => {
    const { matrix, unjudged, comments } = resultOf([tried(), tried({ change: null, outcome: "hit" })]);

    expect({ unjudged, comments }).toEqual({ unjudged: 1, comments: 2 });
    expect(matrix).toEqual([{ from: "approved", to: "approved", count: 1 }]);
  });

  test("shows at most twenty comments of a cell, and where nothing changes only those the rule hit", () => {
    const changed = tried({ change: { from: "held", to: "approved" } });
    const same = tried({ outcome: "hit", change: { from: "held", to: "held" } });

    const { samples } = resultOf([tried(), same, ...Array.from({ length: 30 }, () => changed)]);

    expect(samples.cells.map(({ from, to, items }) => [from, to, items.length])).toEqual([
      ["held", "held", 1],
      ["held", "approved", 20],
    ]);
  });
});

describe("what is not known", () => {
  test("counts apart where a fact has expired, and nowhere else", () => {
    const unknown = tried({ outcome: "unknown", label: "refused", change: { from: "held", to: "held" } });

    const result = resultOf([unknown, tried()]);

    expect(result).toMatchObject({ comments: 1, unknown: 1, hits: 0 });
    expect(result.matrix).toEqual([{ from: "approved", to: "approved", count: 1 }]);
    expect(result.againstModerators.falseNegatives).toBe(0);
    expect(result.samples.kinds.unknown).toHaveLength(1);
  });

  test("a fact that was not known even then has its consequence in the matrix, but is no hit and no miss", () => {
    const unanswered = tried({
      outcome: "unanswered",
      label: "refused",
      change: { from: "approved", to: "held" },
    });

    const result = resultOf([unanswered]);

    expect(result).toMatchObject({ comments: 1, unknown: 0, unanswered: 1, hits: 0 });
    expect(result.matrix).toEqual([{ from: "approved", to: "held", count: 1 }]);
    expect(result.againstModerators.recall).toBeNull();
  });
});

describe("against moderators", () => {
  const decided = [
    ...Array.from({ length: 3 }, () => tried({ outcome: "hit", label: "refused" })),
    tried({ outcome: "hit", label: "approved" }),
    tried({ outcome: "hit" }),
    tried({ label: "refused" }),
    ...Array.from({ length: 4 }, () => tried({ label: "approved" })),
  ];

  test("a hit is right where a moderator refused; comments that nobody decided say nothing", () => {
    const { againstModerators, samples } = resultOf(decided);

    expect(againstModerators).toMatchObject({
      truePositives: 3,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 4,
      precision: 0.75,
      recall: 0.75,
    });
    expect(againstModerators.precisionLow).toBeCloseTo(0.3006, 4);
    expect(Object.entries(samples.kinds).map(([kind, items]) => [kind, items.length])).toEqual([
      ["truePositives", 3],
      ["falsePositives", 1],
      ["falseNegatives", 1],
      ["undecidedHits", 1],
      ["unknown", 0],
    ]);
  });

  test.each([{ force: "approve" as const }, { points: -2 }])(
    "a rule that speaks for comments (%j) is right where a moderator approved",
    (then) => {
      const { againstModerators } = resultOf(decided, { then: then as { points: number } });

      expect(againstModerators).toMatchObject({ truePositives: 1, falsePositives: 3, precision: 0.25 });
    },
  );

  test("without a single decided hit there is no precision", () => {
    expect(resultOf([tried()]).againstModerators).toMatchObject({
      precision: null,
      precisionLow: null,
      recall: null,
    });
  });
});

test("the overlap says what each rule sees alone and what both see", () => {
  const both = tried({ outcome: "hit", others: ["links"] });

  const { overlap } = resultOf([both, both, tried({ outcome: "hit" }), tried()], {
    rules: [
      { ruleId: "links", name: "Links" },
      { ruleId: "words", name: "Words" },
    ],
    matches: { links: 3, deleted: 7 },
  });

  expect(overlap).toEqual([
    { ruleId: "links", ruleName: "Links", both: 2, onlyThis: 1, onlyThat: 1 },
    { ruleId: "words", ruleName: "Words", both: 0, onlyThis: 3, onlyThat: 0 },
  ]);
});

test("cost is per comment, and the times are those of the oldest and the newest", () => {
  const result = resultOf([tried(), tried({ createdAt: "2026-03-09T00:00:00.000Z" })]);

  expect(result).toMatchObject({
    costMicroseconds: 500,
    from: "2026-03-09T00:00:00.000Z",
    to: "2026-03-10T12:00:00.000Z",
  });
  expect(resultOf([])).toMatchObject({ comments: 0, costMicroseconds: 0, from: null, to: null });
});
