import { chooseLanguage, fromRecord, number, rich, t } from "../../src/dashboard/app/language.ts";

test.each([
  [null, ["de-AT", "en"], "de"],
  [null, ["fr-FR", "de"], "de"],
  [null, ["fr"], "en"],
  [null, [], "en"],
  ["en", ["de"], "en"],
  ["de", ["en"], "de"],
  ["nonsense", ["de"], "de"],
  ["constructor", ["en"], "en"],
])("what was chosen (%s) goes before what the browser prefers (%j): %s", (chosen, preferred, language) => {
  expect(chooseLanguage(chosen, preferred)).toBe(language);
});

test("says sentences as they are written, with values and in the right number", () => {
  expect(t("Sign out")).toBe("Sign out");
  expect(t("Saving {count, number}…", { count: 1200 })).toBe("Saving 1,200…");
  expect(number(1_234_567)).toBe("1,234,567");
});

test("shows the server's own English as it came", () => {
  expect(fromRecord("written in 0.8 seconds")).toBe("written in 0.8 seconds");
});

test("puts elements where the sentence has them", () => {
  const said = rich("Undo<heard> this as a whole</heard>", { heard: (text) => ({ heard: text }) as never });
  expect(said).toEqual(["Undo", { heard: [" this as a whole"] }]);
});
