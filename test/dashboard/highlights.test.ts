import { highlight } from "../../src/dashboard/app/queue/highlights.ts";
import { givenFinding } from "./givens.ts";

const marked = (text: string, ...spans: [number, number, string?][]) =>
  highlight(
    text,
    "body",
    spans.map(([start, end, ruleName = "Rule"]) => givenFinding({ span: [start, end], ruleName })),
  ).map(({ text: piece, rules }) => (rules.length > 0 ? `[${piece}:${rules.join("+")}]` : piece));

test("what a rule matched is marked with the rule's name", () => {
  expect(marked("best casino in town", [5, 11, "Gambling"])).toEqual([
    "best ",
    "[casino:Gambling]",
    " in town",
  ]);
});

test("overlapping matches become one mark that names both rules", () => {
  expect(marked("absolute idiot", [0, 14, "Insults"], [9, 14, "Words"])).toEqual([
    "[absolute idiot:Insults+Words]",
  ]);
  expect(marked("abcdef", [3, 6, "B"], [1, 4, "A"])).toEqual(["a", "[bcdef:A+B]"]);
});

test("matches side by side stay two marks", () => {
  expect(marked("abcd", [0, 2, "A"], [2, 4, "B"])).toEqual(["[ab:A]", "[cd:B]"]);
});

test("a rule that matches the same place twice is named once", () => {
  expect(marked("abc", [0, 2], [1, 3])).toEqual(["[abc:Rule]"]);
});

test("spans beyond the text and empty spans are harmless", () => {
  expect(marked("abc", [2, 99], [-5, 1], [1, 1])).toEqual(["[a:Rule]", "b", "[c:Rule]"]);
  expect(marked("", [0, 3])).toEqual([]);
});

test("an emoji is never cut in two", () => {
  expect(marked("a💎b", [2, 3])).toEqual(["a", "[💎:Rule]", "b"]);
});

test("matches in other fields leave the text alone", () => {
  const findings = [givenFinding({ field: "authorName", span: [0, 3] }), givenFinding({ span: null })];

  expect(highlight("abc", "body", findings)).toEqual([{ text: "abc", rules: [], shadowOnly: false }]);
});

test("a mark counts as without effect only if all its rules are in shadow", () => {
  const shadow = givenFinding({ span: [0, 2], stage: "shadow" });
  const live = givenFinding({ span: [1, 3] });

  expect(highlight("abcd", "body", [shadow])[0]?.shadowOnly).toBe(true);
  expect(highlight("abcd", "body", [shadow, live])[0]?.shadowOnly).toBe(false);
});
