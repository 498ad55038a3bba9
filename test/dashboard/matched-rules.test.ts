import { markNumbers, matchedRules } from "../../src/dashboard/app/queue/matched-rules.ts";
import { givenFinding } from "./givens.ts";

test("a rule stands once beside a comment, with all it saw and the points it gave", () => {
  const findings = [
    givenFinding({ ruleId: "links", points: 4, explanation: "2 links: a.example, b.example" }),
    givenFinding({ ruleId: "links", points: 0, explanation: "no comment by this author was approved yet" }),
    givenFinding({ ruleId: "tone", points: 3, explanation: "1 listed word: “twit”" }),
    givenFinding({ ruleId: "tone", points: 0, explanation: "1 listed word: “twit”" }),
  ];

  const rules = matchedRules(findings);

  expect(rules.map(({ finding, sentences }) => [finding.ruleId, finding.points, sentences])).toEqual([
    ["links", 4, ["2 links: a.example, b.example", "no comment by this author was approved yet"]],
    ["tone", 3, ["1 listed word: “twit”"]],
  ]);
});

test("rules are numbered in their order beside the text, those alone that marked something in it", () => {
  const findings = [
    givenFinding({ ruleId: "tone", ruleName: "Tone", span: [0, 4] }),
    givenFinding({ ruleId: "new", ruleName: "New author" }),
    givenFinding({ ruleId: "page", ruleName: "Page", field: "pageTitle", span: [0, 4] }),
    givenFinding({ ruleId: "links", ruleName: "Links", field: "authorUrl", span: [2, 9] }),
    givenFinding({ ruleId: "tone", ruleName: "Tone", span: [8, 12] }),
  ];

  expect([...markNumbers(findings)]).toEqual([
    ["Tone", 1],
    ["Links", 2],
  ]);
});
