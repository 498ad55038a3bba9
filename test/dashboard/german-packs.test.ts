import { packAsStored, packInGerman } from "../../src/dashboard/app/catalogues/german.ts";
import { germanPacks } from "../../src/dashboard/app/catalogues/german-packs.ts";
import { packs } from "../../src/rules/packs/packs.ts";

const textsOf = packs.map(({ key, name, description, rules, wordLists, sources }) => ({
  key,
  names: [name, ...[...rules, ...wordLists].map((part) => part.name)],
  words: [description, ...sources.flatMap((source) => [source.name, source.licence])],
}));

test.each(textsOf)("a German moderator reads the pack “$key” in German", ({ names, words }) => {
  const missing = [...names, ...words].filter((text) => !Object.hasOwn(germanPacks, text));
  expect(missing).toEqual([]);
});

test("no German text is left over from a pack that says it no more", () => {
  const known = new Set(textsOf.flatMap(({ names, words }) => [...names, ...words]));
  expect(Object.keys(germanPacks).filter((text) => !known.has(text))).toEqual([]);
});

test("two texts that differ in English differ in German, too, so that each is found again by its German one", () => {
  const german = Object.values(germanPacks).map((text) => text.toLowerCase());

  expect(german.filter((text, index) => german.indexOf(text) !== index)).toEqual([]);
});

test.each(["Our own rule", "slur", "Slur ", "constructor", "__proto__", ""])(
  "a name that somebody gave stays as it is: “%s”",
  (name) => {
    expect(packInGerman(name)).toBe(name);
  },
);

test("a rule is searched for by its stored name when somebody types the German one", () => {
  expect(Object.keys(germanPacks).map((text) => packAsStored(packInGerman(text)))).toEqual(
    Object.keys(germanPacks),
  );
  expect(packAsStored("spam: ein kettenbrief")).toBe("Spam: a chain letter");
  expect(["Our own rule", "constructor"].map(packAsStored)).toEqual(["Our own rule", "constructor"]);
});

test("a rule, a word list and a pack have their German names", () => {
  expect(
    ["New author with two or more links", "Spam: chain letters", "Personal data"].map(packInGerman),
  ).toEqual(["Neuer Verfasser mit zwei oder mehr Links", "Spam: Kettenbriefe", "Personenbezogene Daten"]);
});
