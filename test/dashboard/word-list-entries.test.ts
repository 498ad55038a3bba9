import {
  addedSentence,
  addPhrases,
  readLines,
  readWordPressKeys,
  searchEntries,
} from "../../src/dashboard/app/word-lists/entries.ts";

test("one phrase a line, of any kind of line end, without blank ones and the file's first mark", () => {
  expect(readLines("\uFEFFcasino\r\n\r\n  free spins \rбонус\n").phrases).toEqual([
    "casino",
    "free spins",
    "бонус",
  ]);
});

test("what can be no phrase is refused with the reason", () => {
  expect(readLines(`${"x".repeat(201)}\n***\nok\na\0b\nlone \uD800`)).toMatchObject({
    phrases: ["ok"],
    refused: [
      { why: "longer than 200 characters" },
      { line: "***", why: "nothing but asterisks" },
      { why: "not readable as text" },
      { why: "not readable as text" },
    ],
  });
});

test("keys of WordPress are whole words here, parts only where somebody asks, addresses of computers are none", () => {
  const keys = "press\n192.168.1.\n10.0.0.1\n2001:db8::1\n*viagra\n4.5\nhttp://";

  expect(readWordPressKeys(keys, { asParts: false })).toMatchObject({
    phrases: ["press", "*viagra", "4.5", "http://"],
    addresses: ["192.168.1.", "10.0.0.1", "2001:db8::1"],
  });
  expect(readWordPressKeys(keys, { asParts: true }).phrases).toEqual([
    "*press*",
    "*viagra*",
    "*4.5*",
    "*http://*",
  ]);
});

test("new phrases come first, those that are there already are counted and left as they are", () => {
  const entries = [{ phrase: "Casino", language: "en" }];

  const result = addPhrases(entries, ["casino", "free  spins", "Free spins"], { fields: ["body"] });

  expect(result).toEqual({
    entries: [{ phrase: "free  spins", fields: ["body"] }, ...entries],
    added: 1,
    duplicates: 2,
  });
});

test("the search finds parts of phrases in any case, and languages", () => {
  const entries = [{ phrase: "Casino" }, { phrase: "бонус", language: "ru" }, { phrase: "free spins" }];

  expect(searchEntries(entries, "SIN")).toEqual([0]);
  expect(searchEntries(entries, "ru")).toEqual([1]);
  expect(searchEntries(entries, " ")).toEqual([0, 1, 2]);
});

test("what came of an import is told in full", () => {
  const pasted = {
    phrases: [],
    addresses: ["10.0.0.1"],
    refused: [{ line: "**", why: "nothing but asterisks" }],
  };

  expect(addedSentence({ added: 1, duplicates: 2 }, pasted)).toBe(
    "1 phrase added. 2 duplicates left out. 1 line left out that looks like addresses of computers (10.0.0.1): " +
      "a word list does not look at those. 1 line refused: “**” (nothing but asterisks).",
  );
});
