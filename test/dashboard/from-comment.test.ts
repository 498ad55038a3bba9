import {
  conditionOf,
  emailDomain,
  linkDomains,
  repeatedPhrase,
  suggestionsOf,
  thenFor,
} from "../../src/dashboard/app/rules/from-comment.ts";
import { givenComment, givenFinding } from "./givens.ts";

test("domains are read from links with and without a scheme, from the name and the author's address, each once", () => {
  const comment = givenComment("a", {
    body: "See https://www.casino.example/win?a=1, http://CASINO.example. and cheap-pills.shop! Not a.b or me@mail.com",
    authorUrl: "https://user:pw@bonus.example:8080/",
  });

  expect(linkDomains(comment)).toEqual(["casino.example", "cheap-pills.shop", "bonus.example"]);
});

test.each([
  ["buy cheap watches now. Buy cheap watches now!", "buy cheap watches now"],
  ["Congratulations! congratulations to all", "Congratulations"],
  ["the cat and the dog", null],
  ["see https://a.example/x see https://a.example/x", null],
  ["", null],
])("in %j is said twice: %s", (text, phrase) => {
  expect(repeatedPhrase(text)?.toLowerCase() ?? null).toBe(phrase?.toLowerCase() ?? null);
});

test.each([
  ["jo@Mail.Example", "mail.example"],
  ["nonsense", null],
  ["jo@localhost", null],
  [null, null],
])("the domain of %s is %s", (email, domain) => {
  expect(emailDomain(email)).toBe(domain);
});

test("everything of a comment that could make a rule is offered as a condition, the strongest first", () => {
  const comment = givenComment("a", {
    body: "Free spins at https://casino.example — free spins!",
    authorName: "Lucky",
    authorEmail: "lucky@gmail.com",
    findings: [givenFinding({ matched: "Free spins" }), givenFinding({ matched: "c4sino" })],
  });

  const offered = suggestionsOf(comment, " at  https ");

  expect(offered.map(({ check }) => check)).toEqual([
    { check: "links", domains: ["casino.example"] },
    { check: "words", phrases: ["at https"] },
    { check: "words", phrases: ["free spins"] },
    { check: "words", phrases: ["c4sino"] },
    { check: "author", emailDomain: ["gmail.com"] },
    { check: "words", phrases: ["Lucky"], fields: ["authorName"] },
  ]);
  expect(offered[4]!.caution).toBe("Very many people have one there.");
});

test("several ticks mean any of them; the outcome follows what became of the comment", () => {
  const [one, two] = suggestionsOf(givenComment("a", { body: "https://a.example https://b.example" }));

  expect(conditionOf([one!])).toEqual({ all: [one!.check] });
  expect(conditionOf([one!, two!])).toEqual({ any: [one!.check, two!.check] });
  expect(conditionOf([])).toEqual({ all: [] });
  expect(thenFor(givenComment("a", { status: "held" }))).toEqual({ force: "spam" });
  expect(thenFor(givenComment("a", { status: "rejected" }))).toEqual({ force: "reject" });
  expect(thenFor(givenComment("a", { status: "approved" }))).toEqual({ force: "hold" });
});
