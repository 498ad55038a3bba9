import {
  noCounts,
  shownCounts,
  withConfirmed,
  withExpected,
  withHeard,
  withoutExpected,
  withStored,
} from "../../src/dashboard/app/queue/counts-state.ts";
import { givenEvent } from "./givens.ts";

const counts = { queued: 0, held: 5, approved: 1, rejected: 0, spam: 0, flagged: 0 };
const start = withStored(noCounts, counts);
const decided = withExpected(start, { key: 1, id: "a", from: "held", to: "approved" });
const echo = givenEvent("a", { status: "approved", previousStatus: "held", revision: 3 });

test("a decision counts at once, and not again when the answer and its echo arrive in any order", () => {
  const expected = { ...counts, held: 4, approved: 2 };

  expect(shownCounts(decided)).toEqual(expected);
  expect(shownCounts(withHeard(withConfirmed(decided, 1, 3), echo))).toEqual(expected);
  expect(shownCounts(withConfirmed(withHeard(decided, echo), 1, 3))).toEqual(expected);
});

test("a decision that failed is taken out of the counts", () => {
  expect(shownCounts(withoutExpected(decided, 1))).toEqual(counts);
});

test("new comments are counted as the stream tells of them", () => {
  const checked = withHeard(start, givenEvent("b", { status: "queued", previousStatus: null, revision: 1 }));

  expect(shownCounts(checked)).toEqual({ ...counts, queued: 1 });
  expect(shownCounts(withHeard(checked, givenEvent("b")))).toEqual({ ...counts, held: 6 });
});

test("a deleted comment leaves the counts, and none falls below zero", () => {
  const deleted = givenEvent("c", { status: "deleted", previousStatus: "spam", revision: 3 });

  expect(shownCounts(withHeard(start, deleted))).toEqual(counts);
});

test("nothing is shown before the server has told its counts", () => {
  expect(shownCounts(noCounts)).toBeNull();
});
