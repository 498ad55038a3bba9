import { expect, test } from "@jest/globals";
import type { Batch, Preview } from "../../src/dashboard/app/bulk/bulk-api.ts";
import { filterOf } from "../../src/dashboard/app/list-filter.ts";
import {
  batchSentence,
  countSentence,
  doSentence,
  warningsOf,
} from "../../src/dashboard/app/bulk/bulk-words.ts";
import type { View } from "../../src/dashboard/app/routes.ts";

const batch: Batch = {
  batchId: "b",
  status: "rejected",
  undoes: null,
  undoneBy: null,
  siteKeys: ["demo"],
  state: "running",
  matched: 3412,
  done: 1000,
  skipped: 2,
  error: null,
  createdAt: "2026-11-25T09:00:00.000Z",
  finishedAt: null,
};
const preview: Preview = {
  count: 3412,
  isMore: false,
  authors: 37,
  pages: 12,
  sites: 1,
  byStatus: { held: 3000, approved: 412 },
  decidedByModerators: { approved: 5, held: 3 },
  leftOut: 0,
  asOf: "2026-11-25T09:00:00.000Z",
  samples: [],
};

test.each<[Partial<Batch>, string]>([
  [{}, "Rejecting: 1,002 of 3,412 comments."],
  [{ state: "cancelling" }, "Cancelling: 1,002 of 3,412 comments were decided."],
  [
    { state: "done", done: 3410 },
    "Rejected: 3,410 comments. 2 were changed by somebody else meanwhile and are left alone.",
  ],
  [{ state: "cancelled", skipped: 0 }, "Cancelled. Rejected: 1,000 of 3,412 comments."],
  [{ state: "done", matched: 0, done: 0, skipped: 0 }, "Nothing matched any more."],
  [{ state: "done", status: null, undoes: "a", done: 1, skipped: 0 }, "Taken back: 1 comment."],
])("a batch with %j says: %s", (fields, sentence) => {
  expect(batchSentence({ ...batch, ...fields })).toBe(sentence);
});

test("before a decision it is said how many, whose, and what readers and colleagues would lose", () => {
  expect(countSentence(preview)).toBe("3,412 comments by 37 authors on 12 pages.");
  const tooMany = { count: 50_000, isMore: true, authors: null, pages: null, sites: null, byStatus: {} };
  expect(countSentence({ ...preview, ...tooMany })).toBe("More than 50,000 comments.");
  expect(warningsOf(preview, "rejected")).toEqual([
    "Of them 3,000 held, 412 published.",
    "412 comments will disappear from your pages.",
    "Moderators have decided some of them before: 5 approved.",
  ]);
  expect(warningsOf({ ...preview, byStatus: { held: 3412 }, decidedByModerators: {} }, "rejected")).toEqual(
    [],
  );
  expect(doSentence("spam", 2)).toBe("Mark 2 comments as spam");
});

test("a list, its site and its search are the filter; the list of all names no status", () => {
  const view: View = { list: "flagged", order: "risk", siteKey: "demo", search: "casino" };

  expect(filterOf(view)).toEqual({ status: "approved", flagged: "true", siteKey: "demo", q: "casino" });
  expect(filterOf({ ...view, list: "all", siteKey: null, search: "" })).toEqual({});
});
