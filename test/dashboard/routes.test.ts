import {
  addressOf,
  mayShow,
  ruleFromCommentAddress,
  screenFor,
  searchIn,
  viewFor,
} from "../../src/dashboard/app/routes.ts";

test.each([
  ["/", { name: "comments", list: "held" }],
  ["/approved", { name: "comments", list: "approved" }],
  ["/spam/", { name: "comments", list: "spam" }],
  ["/flagged", { name: "comments", list: "flagged" }],
  ["/all", { name: "comments", list: "all" }],
  ["/webhooks", { name: "webhooks" }],
  ["/rules", { name: "rules" }],
  ["/rules/new", { name: "rule", id: "new" }],
  ["/rules/health", { name: "rule-health" }],
  ["/word-lists/", { name: "word-lists" }],
  ["/word-lists/0190-a", { name: "word-list", id: "0190-a" }],
  ["/rules/a/b", { name: "not-found" }],
  ["/settings", { name: "settings", page: "account", id: null }],
  ["/settings/keys/", { name: "settings", page: "keys", id: null }],
  ["/settings/sites/news", { name: "settings", page: "sites", id: "news" }],
  ["/settings/keys/news", { name: "not-found" }],
  ["/settings/constructor", { name: "not-found" }],
  ["/join", { name: "one-time-link" }],
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
  expect(viewFor("flagged", "").order).toBe("risk");
  expect(viewFor("approved", "?order=risk").order).toBe("newest");
});

test("an address tells site, order and search, and reads back the same", () => {
  const view = { list: "rejected", order: "oldest", siteKey: "demo", search: "a & b" } as const;

  expect(addressOf(view)).toBe("/rejected?site=demo&order=oldest&q=a+%26+b");
  expect(viewFor("rejected", "?site=demo&order=oldest&q=a+%26+b")).toEqual(view);
});

test("what is usual is left out of the address", () => {
  expect(addressOf({ list: "held", order: "risk", siteKey: null, search: "" })).toBe("/");
});

test("a rule is made from a comment and what was selected in it", () => {
  expect(ruleFromCommentAddress("c1", "")).toBe("/rules/new?comment=c1");
  expect(ruleFromCommentAddress("c1", "a & b")).toBe("/rules/new?comment=c1&text=a+%26+b");
});

test.each([
  ["is:spam casino", "/spam?q=casino"],
  ["is:flagged", "/flagged"],
  ["is:spam is:rejected", "/all?q=is%3Aspam+is%3Arejected"],
  ["is:queued", "/all?q=is%3Aqueued"],
  ["casino author:jo", "/?q=casino+author%3Ajo"],
])("the search %s leads to %s", (search, address) => {
  expect(addressOf(searchIn(viewFor("held", ""), search))).toBe(address);
});

test("each list shows its own statuses", () => {
  expect(mayShow("held", "held")).toBe(true);
  expect(mayShow("held", "queued")).toBe(false);
  expect(mayShow("flagged", "approved")).toBe(true);
  expect(mayShow("all", "queued")).toBe(true);
  expect(mayShow("all", "deleted")).toBe(false);
});
