import { addressOf, ruleFromCommentAddress, screenFor, viewFor } from "../../src/dashboard/app/routes.ts";

test.each([
  ["/", { name: "comments", status: "held" }],
  ["/approved", { name: "comments", status: "approved" }],
  ["/spam/", { name: "comments", status: "spam" }],
  ["/webhooks", { name: "webhooks" }],
  ["/rules", { name: "rules" }],
  ["/rules/new", { name: "rule", id: "new" }],
  ["/rules/health", { name: "rule-health" }],
  ["/word-lists/", { name: "word-lists" }],
  ["/word-lists/0190-a", { name: "word-list", id: "0190-a" }],
  ["/rules/a/b", { name: "not-found" }],
  ["/queued", { name: "not-found" }],
  ["/constructor", { name: "not-found" }],
])("%s shows its screen", (path, screen) => {
  expect(screenFor(path, "")).toEqual(screen);
});

test("the set-up link carries its token", () => {
  expect(screenFor("/setup", "?token=abc")).toEqual({ name: "set-up", token: "abc" });
});

test("the held queue shows the riskiest first, other lists the newest", () => {
  expect(viewFor("held", "").order).toBe("risk");
  expect(viewFor("spam", "").order).toBe("newest");
  expect(viewFor("held", "?order=nonsense").order).toBe("risk");
});

test("an address tells site, order and search, and reads back the same", () => {
  const view = { status: "rejected", order: "oldest", siteKey: "demo", search: "a & b" } as const;

  expect(addressOf(view)).toBe("/rejected?site=demo&order=oldest&q=a+%26+b");
  expect(viewFor("rejected", "?site=demo&order=oldest&q=a+%26+b")).toEqual(view);
});

test("what is usual is left out of the address", () => {
  expect(addressOf({ status: "held", order: "risk", siteKey: null, search: "" })).toBe("/");
});

test("a rule is made from a comment and what was selected in it", () => {
  expect(ruleFromCommentAddress("c1", "")).toBe("/rules/new?comment=c1");
  expect(ruleFromCommentAddress("c1", "a & b")).toBe("/rules/new?comment=c1&text=a+%26+b");
});
