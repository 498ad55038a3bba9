import type { Condition } from "../../src/dashboard/app/rules/condition.ts";
import { countOf, describeCondition, describeRule } from "../../src/dashboard/app/rules/describe.ts";
import type { Then } from "../../src/dashboard/app/rules/rules-api.ts";

const spam: Then = { force: "spam" };

test.each<[string, Condition, Then]>([
  [
    "Adds 4 points when the author has no approved comment yet and there are at least 2 links to other sites.",
    {
      all: [
        { check: "author", approvedCount: { lt: 1 } },
        { check: "links", count: { gte: 2 }, notOwnSite: true },
      ],
    },
    { points: 4, group: "links" },
  ],
  [
    "Marks the comment as spam when mod.example gives it at least 80 % or Akismet takes it for blatant spam.",
    {
      any: [
        { check: "external", url: "https://mod.example/check?a=1", score: { gte: 0.8 } },
        { check: "akismet", verdict: "discard" },
      ],
    },
    spam,
  ],
  [
    "Marks the comment as spam when there is a link to casino.example.",
    { check: "links", domains: ["casino.example"] },
    spam,
  ],
  [
    "Rejects the comment when the text or the author’s name has “one”, “two”, “three”, or 2 more.",
    { check: "words", phrases: ["one", "two", "three", "four", "five"] },
    { force: "reject" },
  ],
  [
    "Holds the comment for a moderator when the text has at least 2 uses of a word of the list “Insults” (but not in “cock robin”).",
    { check: "words", list: "l1", fields: ["body"], allow: ["cock robin"], count: { gte: 2 } },
    { force: "hold" },
  ],
  [
    "Takes 2 points off when the author is trusted and it is not true that (there is no link or the page is closed).",
    {
      all: [
        { check: "author", trusted: true },
        {
          not: {
            any: [
              { check: "links", count: { eq: 0 } },
              { check: "page", closed: true },
            ],
          },
        },
      ],
    },
    { points: -2 },
  ],
  [
    "Adds 1 point when at least 5 earlier comments came from the same IP address within 10 minutes.",
    { check: "velocity", by: "ip", windowSeconds: 600, count: { gte: 5 } },
    { points: 1 },
  ],
  [
    "Adds 4 points when the same text came in at least 1 earlier comment that had been refused within 7 days (texts of 20 letters or more).",
    { check: "duplicate", of: "rejected", windowSeconds: 604_800, minLetters: 20 },
    { points: 4 },
  ],
  [
    "Marks the comment as spam when the site has learnt that a moderator would refuse it, at least 97 % sure or much the same text (at least 90 % alike) came in at least 1 earlier comment by other authors within a day.",
    {
      any: [
        { check: "learned", score: { gte: 0.97 } },
        { check: "near-duplicate", of: "otherAuthors", windowSeconds: 86_400, similarity: { gte: 0.9 } },
      ],
    },
    spam,
  ],
  [
    "Adds 2 points when the text has at least 80 % capitals.",
    { check: "shape", capitalShare: { gte: 0.8 } },
    { points: 2 },
  ],
  [
    "Adds 2 points when it was written in less than 2 seconds.",
    { check: "form", writtenInMs: { lt: 2000 } },
    { points: 2 },
  ],
  [
    "Adds 4 points when the text has a phone number or a card number.",
    { check: "personal-data", kinds: ["phone", "card"] },
    { points: 4 },
  ],
  [
    "Adds 1 point when the author’s name has at least 2 pieces of personal data (a phone number, an e-mail address, a card number, or a bank account).",
    { check: "personal-data", fields: ["authorName"], count: { gte: 2 } },
    { points: 1 },
  ],
  [
    "Marks the comment as spam when the author’s name matches the pattern ^\\d+$.",
    { check: "pattern", pattern: "^\\d+$", fields: ["authorName"] },
    spam,
  ],
])("%s", (sentence, when, then) => {
  expect(describeRule({ when, then }, (id) => (id === "l1" ? "Insults" : null))).toBe(sentence);
});

test("an any within an all stands in brackets, what needs none has none", () => {
  const links = { check: "links" };
  const page = { check: "page", closed: true };

  expect(describeCondition({ all: [page, { any: [links, page] }] })).toBe(
    "the page is closed and (there is a link or the page is closed)",
  );
  expect(describeCondition({ all: [page, { any: [links] }] })).toBe("the page is closed and there is a link");
});

test("a check that this page does not know is named, an empty rule says so", () => {
  expect(describeCondition({ check: "weather", rain: true })).toBe("the check “weather” finds something");
  expect(describeCondition({ check: "constructor" })).toBe("the check “constructor” finds something");
  expect(describeRule({ when: { all: [] }, then: {} })).toBe("Does nothing when nothing is asked yet.");
});

test.each([
  [{ gte: 2 }, "at least 2 links"],
  [{ eq: 1 }, "exactly 1 link"],
  [{ lt: 1 }, "no link"],
  [{ gte: 2, lte: 4 }, "2 to 4 links"],
  [{ gt: 1, lt: 5 }, "more than 1 and less than 5 links"],
  [{}, "some links"],
])("%j links are %s", (condition, words) => {
  expect(countOf(condition, "link")).toBe(words);
});
