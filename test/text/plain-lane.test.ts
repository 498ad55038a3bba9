import fc from "fast-check";
import { originalSpan } from "../../src/text/lane.ts";
import { plainLane } from "../../src/text/plain-lane.ts";

test.each([
  ["ÀÉÎ", "àéî"],
  ["A\u030angstrom", "ångstrom"],
  ["İSTANBUL ISPARTA", "istanbul isparta"],
  ["ΟΔΟΣ οδός", "οδοσ οδόσ".normalize("NFC")],
  ["It’s", "it's"],
  ["\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"],
  ["👩‍💻 𝐀", "👩‍💻 𝐀"],
  ["", ""],
])("%s is read as %s", (original, text) => {
  expect(plainLane(original).text).toBe(text);
});

test("composed characters lead back to all they were made of", () => {
  const lane = plainLane("cafe\u0301 noir");

  expect(originalSpan(lane, 0, 4)).toEqual([0, 5]);
  expect(originalSpan(lane, 5, 9)).toEqual([6, 10]);
});

test("every unit of the lane leads back, in order, to a whole character of the original", () => {
  const marks = fc.constantFrom("\u0301", "\u0323", "가", "\u11a8", "İ", "ǰ", "\u0344", "Å");
  const texts = fc.array(fc.oneof(marks, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 40 });

  fc.assert(
    fc.property(texts, (parts) => {
      const original = parts.join("");
      const { text, starts, ends } = plainLane(original);

      expect([starts.length, ends.length]).toEqual([text.length, text.length]);
      let reached = 0;
      for (let unit = 0; unit < text.length; unit++) {
        expect(starts[unit]).toBeGreaterThanOrEqual(unit === 0 ? 0 : (starts[unit - 1] as number));
        expect(ends[unit]).toBeGreaterThan(starts[unit] as number);
        reached = ends[unit] as number;
      }
      expect(reached).toBe(original.length);
    }),
  );
});

test("is composed as Unicode says", () => {
  const letters = fc.constantFrom(
    "e",
    "u",
    "o",
    "\u0301",
    "\u0308",
    "\u0323",
    "한",
    "\u1112",
    "\u1161",
    "\u11ab",
    "क",
    "\u093c",
    " ",
  );

  fc.assert(
    fc.property(fc.array(letters, { maxLength: 25 }), (parts) => {
      expect(plainLane(parts.join("")).text).toBe(parts.join("").normalize("NFC"));
    }),
  );
});
