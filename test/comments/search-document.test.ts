import { expect, test } from "@jest/globals";
import {
  anyOf,
  dayMs,
  isFound,
  onDays,
  searchConditions,
  searchDocument,
  type SearchableComment,
  storedDocument,
  storedQuery,
} from "../../src/comments/search-document.ts";
import { parseSearch } from "../../src/text/search-query.ts";

const siteId = "0190aaaa-0000-7000-8000-000000000001";
const ruleId = "0190bbbb-0000-7000-8000-000000000002";
const now = new Date("2026-11-25T12:00:00.000Z");

const comment: SearchableComment = {
  siteId,
  status: "held",
  decidedBy: "rules",
  score: 4,
  authorName: "Zoë O'Neil",
  authorEmail: "Zoe@Mail.Example.org",
  authorUrl: "https://zoe.example.net/me",
  body: "The harbour hall needs a generator, see https://www.shop.example.com/buy — 東京都 agrees. I think it's the best.",
  pageUrl: "https://news.example/harbour-hall?id=7",
  pageTitle: "Storm over the harbour",
  createdAt: new Date("2026-11-24T12:00:00.000Z"),
  rules: [{ id: ruleId, name: "New author with links" }],
};

const finds = (written: string, of = comment) =>
  isFound(searchDocument(of), searchConditions(parseSearch(written).parts, now).terms);

test.each([
  "harbour",
  "HARBOUR hall",
  '"harbour hall"',
  "gener",
  "zoe",
  "Zoë",
  "o'neil",
  "storm",
  "shop.example.com",
  "zoe@mail.example.org",
  "東京",
  "京都",
  "都",
  "author:zoe",
  'author:"zoe o\'neil"',
  "author:zoe@mail.example.org",
  "email:zoe@mail.example.org",
  "email:mail.example.org",
  "email:@mail.example.org",
  "email:zoe",
  "domain:example.com",
  "domain:shop.example.com",
  "domain:https://www.shop.example.com/",
  "domain:zoe.example.net",
  "page:storm",
  "page:harbour-hall",
  "page:https://news.example/harbour-hall?id=7",
  "page:https://news.example/harbour-hall?id=7&utm_source=x#top",
  'rule:"new author with links"',
  "rule:author",
  `rule:${ruleId}`,
  "is:held",
  "is:spam is:held",
  "has:link",
  "lang:en",
])("%s finds it", (written) => {
  expect(finds(written)).toBe(true);
});

test.each([
  "harbours",
  '"hall harbour"',
  '"harbour ha"',
  "ha needs",
  '"the best storm"',
  "京東",
  "author:harbour",
  "author:o@mail.example.org",
  "email:example.org",
  "domain:ample.com",
  "domain:mail.example.org",
  "page:generator",
  "page:https://news.example/harbour-hall",
  "rule:spam",
  "is:approved",
  "is:flagged",
  "lang:de",
  "storm generator missing",
])("%s does not find it", (written) => {
  expect(finds(written)).toBe(false);
});

test("what the rules published although they gave points is flagged, until a human has looked at it", () => {
  const published = { ...comment, status: "approved" };

  expect(finds("is:flagged", published)).toBe(true);
  expect(finds("is:flagged", { ...published, decidedBy: "moderator" })).toBe(false);
  expect(finds("is:flagged", { ...published, score: 0 })).toBe(false);
});

test("signs that mean something to PostgreSQL are only letters of a word", () => {
  const document = searchDocument({ ...comment, pageUrl: "https://news.example/it's\\here" });
  const { terms } = searchConditions(parseSearch("page:https://news.example/it's").parts, now);

  expect(storedDocument(document)).toContain("'p=https://news.example/it''s\\\\here':");
  expect(storedQuery(terms)).toBe("('p=https://news.example/it''s')");
  expect(storedQuery([])).toBeNull();
});

test("of several days the narrowest counts", () => {
  const { before, after } = searchConditions(
    parseSearch("before:2026-11-20 before:2026-11-10 after:2026-11-01 after:7d").parts,
    now,
  );

  expect(before?.toISOString()).toBe("2026-11-10T00:00:00.000Z");
  expect(after?.toISOString()).toBe("2026-11-18T12:00:00.000Z");
});

test("a text of ten thousand characters makes a document that PostgreSQL takes", () => {
  const document = storedDocument(searchDocument({ ...comment, body: "wörd ".repeat(2_000) }));

  expect(document.length).toBeLessThan(20_000);
});

test.each([
  ["2026-11-30T23:59:59.999Z", "2026-11-30T23:59:59.999Z", ["on=2026-11-30"]],
  ["2026-11-29T12:00:00.000Z", "2026-11-30T00:00:00.000Z", ["on=2026-11-29", "on=2026-11-30"]],
  ["2026-11-01T00:00:00.000Z", "2026-11-30T00:00:00.000Z", ["m=2026-11"]],
  ["2026-02-02T00:00:00.000Z", "2026-02-03T00:00:00.000Z", ["on=2026-02-02", "on=2026-02-03"]],
  [
    "2025-11-30T12:00:00.000Z",
    "2026-02-01T00:00:00.000Z",
    ["on=2025-11-30", "m=2025-12", "m=2026-01", "on=2026-02-01"],
  ],
])("the days from %s to %s are asked for by as few words as can be", (from, to, words) => {
  expect(onDays(new Date(from), new Date(to))).toEqual(anyOf(words));
});

test("a comment is found on its day, and on no other", () => {
  const document = searchDocument(comment);
  const after = new Date(comment.createdAt.getTime() + dayMs);

  expect(isFound(document, [onDays(comment.createdAt, comment.createdAt)])).toBe(true);
  expect(isFound(document, [onDays(after, after)])).toBe(false);
});
