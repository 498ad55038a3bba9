import { expect, test } from "@jest/globals";
import { isGraphic } from "../../src/dashboard/app/queue/graphic.ts";
import { packs } from "../../src/rules/packs/packs.ts";
import { givenComment, givenFinding } from "./givens.ts";

const foundBy = (ruleName: string) => givenComment("c", { findings: [givenFinding({ ruleName })] });
const rulesOf = (wanted: (key: string) => boolean): string[] =>
  packs.filter(({ key }) => wanted(key)).flatMap(({ rules }) => rules.map(({ name }) => name));
const isRude = (key: string): boolean => key === "slurs" || key === "profanity";

test.each(rulesOf(isRude))("a comment found by “%s” is one to be warned of", (name) => {
  expect(isGraphic(foundBy(name), 4)).toBe(true);
});

test.each(rulesOf((key) => !isRude(key)))("a comment found by “%s” is not", (name) => {
  expect(isGraphic(foundBy(name), 4)).toBe(false);
});

test("twice the points that hold are a warning too, where points hold at all", () => {
  expect(isGraphic(givenComment("c", { score: 8 }), 4)).toBe(true);
  expect(isGraphic(givenComment("c", { score: 7.9 }), 4)).toBe(false);
  expect(isGraphic(givenComment("c", { score: 100 }), 0)).toBe(false);
  expect(isGraphic(givenComment("c", { score: null }), undefined)).toBe(false);
});
