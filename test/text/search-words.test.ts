import { expect, test } from "@jest/globals";
import { searchedWords, searchWords } from "../../src/text/search-words.ts";

test.each<[string, string[]]>([
  ["", []],
  ["… 👍 —", []],
  ["A fair POINT, café-owner!", ["a", "fair", "point", "cafe", "owner"]],
  ["don't", ["don", "t"]],
  ["Ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]],
  ["Straße über ÀÉ", ["straße", "uber", "ae"]],
  ["Привет мир", ["привет", "мир"]],
  ["العربية جيدة", ["العربية", "جيدة"]],
  ["हिन्दी में", ["हिन्दी", "में"]],
  ["한국어", ["한국어"]],
  ["東京都", ["東京", "京都", "都"]],
  ["点击www", ["点击", "击", "www"]],
  ["jo@example.org", ["jo", "example", "org"]],
])("%j has the words %j", (text, words) => {
  expect(searchWords(text)).toEqual(words);
});

test("a text without other letters has the same words as within one that has some", () => {
  const plain = "It's 7_up, said A-1 (at 10:30)! FULL/width\tx\n" + String.fromCharCode(...Array(128).keys());

  expect(searchWords(`${plain} …`)).toEqual(searchWords(plain));
  expect(searchWords(plain)).toContain("width");
});

test("a word without end is cut, never in the middle of a character, and a text without end, too", () => {
  expect(searchWords("x".repeat(10_000))).toEqual(["x".repeat(60)]);
  expect(searchWords(`${"x".repeat(59)}𝒳y`.normalize("NFC"))[0]).toBe(`${"x".repeat(60)}`);
  expect(searchWords("𐐨".repeat(100))[0]!.isWellFormed()).toBe(true);
  expect(searchWords("a ".repeat(50_000))).toHaveLength(12_000);
});

test("what is looked for in a script without spaces may stand within a run", () => {
  expect(searchedWords("東京")).toEqual({ words: ["東京"], endsOpen: false });
  expect(searchedWords("京")).toEqual({ words: ["京"], endsOpen: true });
  expect(searchedWords("fair")).toEqual({ words: ["fair"], endsOpen: false });
  expect(searchedWords("!?")).toEqual({ words: [], endsOpen: false });
});
