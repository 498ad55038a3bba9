import fc from "fast-check";
import { buildAhoCorasick, scan } from "../../src/text/aho-corasick.ts";

const unitsOf = (text: string) => ({
  units: Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)),
  length: text.length,
});

function matches(keys: string[], text: string): string[] {
  const automaton = buildAhoCorasick(keys);
  const found: string[] = [];
  scan(
    automaton,
    unitsOf(text),
    (key, start, end) => found.push(`${automaton.keys[key]}@${start}-${end}`) > 0,
  );
  return found.sort();
}

function naiveMatches(keys: string[], text: string): string[] {
  const found: string[] = [];
  for (const key of new Set(keys)) {
    for (let at = text.indexOf(key); key !== "" && at >= 0; at = text.indexOf(key, at + 1)) {
      found.push(`${key}@${at}-${at + key.length}`);
    }
  }
  return found.sort();
}

test("finds exactly what looking for each key by itself finds", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  const any = fc.string({ unit: "binary", maxLength: 8 });
  const text = (part: fc.Arbitrary<string>) =>
    fc.array(part, { maxLength: 20 }).map((parts) => parts.join(""));

  fc.assert(
    fc.property(fc.array(few, { maxLength: 30 }), text(few), (keys, body) => {
      expect(matches(keys, body)).toEqual(naiveMatches(keys, body));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 10 }), text(any), (keys, body) => {
      expect(matches([...keys, body.slice(1, 4)], body)).toEqual(
        naiveMatches([...keys, body.slice(1, 4)], body),
      );
    }),
  );
});

test("finds the same in a list too long to have a row of moves for each state", () => {
  const keys = Array.from(
    { length: 4_000 },
    (_, index) => (index * 7_919).toString(26).padStart(4, "q") + "é",
  );
  const text = keys.filter((_, index) => index % 40 === 0).join("x");

  expect(buildAhoCorasick(keys).firstChild.length).toBeGreaterThan(4_000);
  expect(matches(keys, text)).toEqual(naiveMatches(keys, text));
  expect(matches(keys, text).length).toBeGreaterThanOrEqual(100);
});

test("never makes more than two moves a unit, however the keys are made", () => {
  const keys = Array.from({ length: 200 }, (_, length) => "a".repeat(length + 1) + "b");
  const automaton = buildAhoCorasick(keys);
  const texts = ["a".repeat(100_000), ("a".repeat(199) + "c").repeat(500), "ab".repeat(50_000)];

  for (const text of texts) {
    expect(scan(automaton, unitsOf(text), () => true)).toBeLessThanOrEqual(2 * text.length);
  }
});

test("stops when told to", () => {
  let seen = 0;

  scan(buildAhoCorasick(["a"]), unitsOf("aaaa"), () => ++seen < 2);

  expect(seen).toBe(2);
});
