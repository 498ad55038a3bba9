import { relativeTime } from "../../src/dashboard/app/queue/relative-time.ts";
import {
  findingSentence,
  historySentence,
  isLong,
  noteSentence,
  weightOf,
  whyTitle,
} from "../../src/dashboard/app/queue/sentences.ts";
import { givenComment, givenFinding } from "./givens.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");

test.each([
  ["2026-11-23T12:00:30Z", "just now"],
  ["2026-11-23T11:59:50Z", "10 s ago"],
  ["2026-11-23T11:57:00Z", "3 min ago"],
  ["2026-11-23T09:00:00Z", "3 h ago"],
  ["2026-11-22T11:00:00Z", "1 day ago"],
  ["2026-11-19T12:00:00Z", "4 days ago"],
  ["nonsense", ""],
])("%s reads “%s”", (at, sentence) => {
  expect(relativeTime(at, NOW_MS)).toBe(sentence);
});

test("a conflict says who was faster and when", () => {
  const at = "2026-11-23T11:59:50Z";

  expect(noteSentence({ kind: "overtaken", status: "rejected", by: "Ana", at }, NOW_MS)).toBe(
    "Already rejected by Ana, 10 s ago.",
  );
  expect(noteSentence({ kind: "overtaken", status: "spam", by: null, at: null }, NOW_MS)).toBe(
    "Already marked as spam.",
  );
});

test("an author's history fits in a few words", () => {
  const history = { heldCount: 1, firstSeenAt: null };

  expect(historySentence({ ...history, approvedCount: 0, rejectedCount: 0 })).toBe("first comment here");
  expect(historySentence({ ...history, approvedCount: 12, rejectedCount: 1 })).toBe(
    "12 approved, 1 rejected",
  );
  expect(historySentence({ ...history, approvedCount: 0, rejectedCount: 2 })).toBe("2 rejected");
  expect(historySentence(null)).toBe("");
});

test("a finding explains itself in its rule's words, or else in ours", () => {
  expect(findingSentence(givenFinding({ explanation: "Two links." }))).toBe("Two links.");
  expect(findingSentence(givenFinding({ matched: "casino" }))).toBe("“casino” in the text.");
  expect(findingSentence(givenFinding({ matched: "c4sino", lane: "leet", field: "authorName" }))).toBe(
    "“c4sino” in the name, seen through its disguise (leet).",
  );
});

test("a rule in shadow is shown without effect", () => {
  expect(weightOf(givenFinding({ stage: "shadow", points: 4 }))).toBe("no effect");
  expect(weightOf(givenFinding({ points: 4 }))).toBe("+4");
  expect(weightOf(givenFinding({ points: -2 }))).toBe("−2");
  expect(weightOf(givenFinding({ force: "hold" }))).toBe("always held");
});

test("very long texts and those of many lines are folded", () => {
  expect(isLong("a".repeat(5_000))).toBe(true);
  expect(isLong("\n".repeat(40))).toBe(true);
  expect(isLong("Good. About time.")).toBe(false);
});

test("what the rules saw is not told as the reason of a moderator's decision", () => {
  expect(whyTitle(givenComment("a"))).toBe("Why it is here");
  expect(whyTitle(givenComment("a", { status: "spam", decidedBy: { by: "rules" } }))).toBe(
    "Why it was marked as spam",
  );
  expect(
    whyTitle(givenComment("a", { status: "approved", decidedBy: { by: "moderator", name: "Ana" } })),
  ).toBe("What the rules saw");
});
