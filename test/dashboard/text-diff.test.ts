import fc from "fast-check";
import { diffTexts } from "../../src/dashboard/app/queue/text-diff.ts";

const shown = (before: string, after: string): string =>
  diffTexts(before, after)
    .map(({ kind, text }) => ({ same: text, gone: `[-${text}-]`, new: `[+${text}+]` })[kind])
    .join("");

test.each([
  ["a same text", "a same text", "a same text"],
  ["You are an idiot.", "You are a friend.", "You are [-an-][+a+] [-idiot-][+friend+]."],
  ["Buy now", "Buy now!", "Buy now[+!+]"],
  ["", "all new", "[+all new+]"],
  ["all gone", "", "[-all gone-]"],
  ["مرحبا بالعالم", "مرحبا بكم", "مرحبا [-بالعالم-][+بكم+]"],
  ["one\ntwo", "one\n\ntwo", "one[-\n-][+\n\n+]two"],
  ["👍🏽 yes", "👎🏽 yes", "[-👍-][+👎+]🏽 yes"],
])("from %j to %j", (before, after, wanted) => {
  expect(shown(before, after)).toBe(wanted);
});

test("without what is new it is the old text, without what is gone the new one", () => {
  const text = fc.array(fc.constantFrom("a", "b", " ", "\n", "é", "👍", "שלום", "."), { maxLength: 60 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [before, after] = [one.join(""), other.join("")];
      const pieces = diffTexts(before, after);
      const without = (kind: string) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map((piece) => piece.text)
          .join("");

      expect(without("new")).toBe(before);
      expect(without("gone")).toBe(after);
    }),
  );
});

test("two long texts with nothing in common take no noticeable time", () => {
  const [before, after] = ["ab. ".repeat(2_500), "cd! ".repeat(2_500)];
  // Of the processor: others on the machine may take theirs between.
  const started = process.cpuUsage();

  expect(diffTexts(before, after).length).toBeGreaterThan(1);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
});
