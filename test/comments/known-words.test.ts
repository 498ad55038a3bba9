import { expect, test } from "@jest/globals";
import { waysToGoOn, wordsIn } from "../../src/comments/known-words.ts";
import { storedQuery } from "../../src/comments/search-document.ts";

const whole = (...words: string[]) => words.map((word) => ({ word, isBeginning: false }));

test("words are kept, and those of fields that are searched by words; no addresses, keys or days", () => {
  const document = new Map(
    [
      "harbour",
      "東京",
      "a=ada",
      "t=storm",
      "r=links",
      "e=ada@example.org",
      "m=2026-11",
      "p=https://n.example/a",
    ].map((key) => [key, [1]]),
  );

  expect(wordsIn(document)).toEqual(["harbour", "東京", "a=ada", "t=storm", "r=links"]);
});

test("a few words stand for themselves", () => {
  expect(waysToGoOn("harb", ["harbour", "harbours"])).toEqual(whole("harbour", "harbours"));
  expect(waysToGoOn("harb", [])).toEqual([]);
});

test("many go by the next character, the beginning itself and whatever stands alone whole", () => {
  const plurals = Array.from({ length: 30 }, (_, at) => `harbours${at}`);

  expect(waysToGoOn("harbour", ["harbour", "harbour\u{1f6a2}", "harboured", ...plurals])).toEqual([
    ...whole("harbour", "harbour\u{1f6a2}", "harboured"),
    { word: "harbours", isBeginning: true },
  ]);
});

test("too many of them are only a beginning", () => {
  const next = Array.from({ length: 65 }, (_, at) => `京${String.fromCodePoint(0x4e00 + at)}`);

  expect(waysToGoOn("京", next)).toBeNull();
  expect(
    waysToGoOn(
      "c",
      Array.from({ length: 1_001 }, (_, at) => `c${at}`),
    ),
  ).toBeNull();
});

test("the last word of a phrase goes on as it is known to", () => {
  const phrase = { words: ["old", "harb"], isBeginning: true };
  const endings = [...whole("harbour"), { word: "harbo", isBeginning: true }];

  expect(storedQuery([{ ...phrase, endings }])).toBe("('old' <-> ('harbour' | 'harbo':*))");
  expect(storedQuery([phrase])).toBe("('old' <-> ('harb':*))");
});
