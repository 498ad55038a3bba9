import {
  backtestSentence,
  cellsOf,
  qualitySentences,
} from "../../src/dashboard/app/rules/backtest-picture.ts";
import { cost, percent } from "../../src/dashboard/app/rules/percent.ts";
import type { BacktestResult } from "../../src/dashboard/app/rules/rules-api.ts";

const result: BacktestResult = {
  comments: 1_200,
  hits: 41,
  matrix: [
    { from: "held", to: "held", count: 900 },
    { from: "held", to: "spam", count: 38 },
    { from: "approved", to: "spam", count: 3 },
  ],
  againstModerators: {
    truePositives: 38,
    falsePositives: 3,
    falseNegatives: 12,
    precision: 38 / 41,
    precisionLow: 0.806,
    recall: 0.76,
  },
  samples: { cells: [], kinds: {} },
};

test("the picture has a cell for each change, warmer where there are more, none where nothing changes", () => {
  const [approved, held] = cellsOf(result);

  expect(held!.map(({ count, heat }) => [count, heat])).toEqual([
    [0, 0],
    [900, 0],
    [0, 0],
    [38, 4],
  ]);
  expect(approved![3]).toMatchObject({ from: "approved", to: "spam", count: 3, heat: 2 });
});

test("the picture is told in a sentence, too", () => {
  expect(backtestSentence(result)).toBe(
    "Would have hit 41 of the last 1,200 comments: 38 held would be spam, 3 published would be spam.",
  );
  expect(backtestSentence({ ...result, hits: 0, matrix: [] })).toBe(
    "Would have hit 0 of the last 1,200 comments: nothing would have changed.",
  );
});

test("how often it is right is told with what is certain", () => {
  expect(qualitySentences(result)).toEqual([
    "Right in 38 of 41 hits that a moderator decided: 92.6 %, surely 80 % or more.",
    "Finds 76 % of what moderators decided that way (38 of 50).",
  ]);
});

test.each([
  [1, "100 %"],
  [0.9999, "99.9 %"],
  [0.29, "29 %"],
  [0, "0 %"],
])("%d is %s", (share, words) => {
  expect(percent(share)).toBe(words);
});

test.each([
  [0.43, "0.4 µs"],
  [12.7, "13 µs"],
  [1_260, "1.3 ms"],
])("%d µs is %s", (microseconds, words) => {
  expect(cost(microseconds)).toBe(words);
});
