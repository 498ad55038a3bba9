import { jest } from "@jest/globals";
import fc from "fast-check";
import {
  buildWordMatcher,
  findWithCare,
  findWords,
  prepareWordMatcher,
} from "../../src/text/word-matcher.ts";

function hits(phrases: string[], text: string, allow: string[] = []): string[] {
  const found = findWords(buildWordMatcher([{ phrases, allow }]), text);
  const plain = found.find(({ lane }) => lane.name === "plain")?.hits[0] ?? [];
  return plain.map(({ phrase, start, end }) => `${phrase}:${start}-${end}`);
}

test("finds what comparing word by word finds", () => {
  const word = fc.constantFrom("a", "b", "ab", "é", "дом", "x1");
  const phrase = fc.array(word, { minLength: 1, maxLength: 3 });
  const gaps = fc.constantFrom(" ", ", ", " — ", "_", "\n");
  const text = fc.array(fc.tuple(word, gaps), { maxLength: 25 });

  fc.assert(
    fc.property(
      fc.uniqueArray(phrase, { maxLength: 8, selector: (words) => words.join(" ") }),
      text,
      (phrases, parts) => {
        const words = parts.map(([part]) => part);
        const starts = parts.map((_, index) => parts.slice(0, index).flat().join("").length);
        const expected = phrases.flatMap((wanted, index) =>
          words.flatMap((_, at) => {
            if (!wanted.every((part, offset) => words[at + offset] === part)) return [];
            const last = at + wanted.length - 1;
            return [`${index}:${starts[at]}-${(starts[last] ?? 0) + (words[last] ?? "").length}`];
          }),
        );

        const found = hits(
          phrases.map((wanted) => wanted.join(" ")),
          parts.flat().join(""),
        );

        expect(found.sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["won", "they won’t go, it wo n't, won't"],
  ["can", "you can't, can`t, can´t"],
  ["t", "won't"],
  ["ll", "they'll"],
  ["s", "the dog's"],
  ["ять", "п’ять"],
  ["їзд", "з'їзд"],
])("%s is no word of its own within %s", (phrase, text) => {
  expect(findWords(buildWordMatcher([{ phrases: [phrase], allow: [] }]), text)).toEqual([]);
});

test.each([
  ["idiot", "the idiot's dog", "idiot"],
  ["idiot", "these idiots’ d", null],
  ["idiot", "an idiot’ll do, l’idiot", "idiot"],
  ["idiot", "‘idiot’the", "idiot"],
  ["won", "they 'won' it", "won"],
  ["don", "Don's and don't", "don"],
  ["clock", "o'clock", "clock"],
  ["roll", "rock'n'roll", "roll"],
  ["can't", "I CAN’T", "can’t"],
])("%s is looked for in %s, where an apostrophe stands beside it", (phrase, text, expected) => {
  const [found] = findWords(buildWordMatcher([{ phrases: [phrase], allow: [] }]), text);

  const [hit] = found?.hits[0] ?? [];
  expect(hit === undefined ? null : text.slice(hit.start, hit.end).toLowerCase()).toBe(expected);
});

test.each([
  ["won", "w0n't", []],
  ["won", "w0n it", ["leet"]],
  ["won", "w.o.n't", []],
  ["won", "wооооn't", []],
  ["won", "ｗｏｎ＇ｔ", []],
])("in every lane %s and %s are told apart", (phrase, text, lanes) => {
  const found = findWords(buildWordMatcher([{ phrases: [phrase], allow: [] }]), text);

  expect(found.map(({ lane }) => lane.name)).toEqual(lanes);
});

test("lists are kept apart, and each has its own allowed phrases", () => {
  const matcher = buildWordMatcher([
    { phrases: ["dick"], allow: ["dick van dyke"] },
    { phrases: ["dick", "van"], allow: [] },
  ]);

  const [found] = findWords(matcher, "Dick van Dyke");

  expect(found?.hits.map((of) => of?.length)).toEqual([0, 2]);
});

test("a large list is made ready once, whoever uses it, and keeps its own numbers beside small ones", () => {
  const large = Array.from({ length: 2_500 }, (_, index) => `phrase${index} x`);
  const first = buildWordMatcher([
    { phrases: ["alone"], allow: [] },
    { phrases: large, allow: ["phrase7 x y"] },
  ]);
  const second = buildWordMatcher([{ phrases: [...large], allow: ["phrase7 x y"] }]);
  const other = buildWordMatcher([{ phrases: large, allow: [] }]);

  const [found] = findWords(first, "alone, phrase7 x, phrase7 x y, phrase8 x");

  expect(found?.hits.map((of) => of?.map(({ phrase }) => phrase))).toEqual([[0], [7, 8]]);
  expect(second.parts[0]!.index).toBe(first.parts[0]!.index);
  expect(other.parts[0]!.index).not.toBe(first.parts[0]!.index);
});

describe("a large list that is made ready while comments are judged", () => {
  const largeList = (name: string) => ({
    phrases: Array.from(
      { length: 20_000 },
      (_, index) => `${name}${(index * 7919) % 20_000} word, c++${index}`,
    ),
    allow: ["word*"],
  });

  // As on a machine so slow that each slice fills a turn.
  async function turnsOf(work: () => Promise<unknown>): Promise<number> {
    let now = 0;
    const clock = jest.spyOn(performance, "now").mockImplementation(() => (now += 1_000));
    let turns = 0;
    let isDone = false;
    const done = work().finally(() => {
      isDone = true;
      clock.mockRestore();
    });
    while (!isDone) {
      await new Promise(setImmediate);
      turns++;
    }
    await done;
    return turns;
  }

  test("lets other work pass every few hundred phrases", async () => {
    const turns = await turnsOf(() => prepareWordMatcher([largeList("turn")]));

    expect(turns).toBeGreaterThan(20_000 / 128);
  });

  test("lets it pass as well where many short lists come together", async () => {
    const lists = Array.from({ length: 20 }, (_, list) => ({
      phrases: Array.from({ length: 1_000 }, (_, index) => `short ${list} ${index}`),
      allow: [],
    }));

    expect(await turnsOf(() => prepareWordMatcher(lists))).toBeGreaterThan(20_000 / 128);
  });

  test("is the same as one made ready at once", async () => {
    const prepared = await prepareWordMatcher([largeList("same")]);
    const other = largeList("same");
    // The shared one would be found; another order is another list.
    const built = buildWordMatcher([{ ...other, allow: [...other.allow, "x"] }]);

    const text = "SAME17 word, c++2563 and same4 word";
    expect(findWords(prepared, text).map(({ hits }) => hits)).toEqual(
      findWords(built, text).map(({ hits }) => hits),
    );
  });

  test("is made ready once for all who ask meanwhile or later", async () => {
    const [first, second] = await Promise.all([
      prepareWordMatcher([largeList("once")]),
      prepareWordMatcher([largeList("once")]),
    ]);
    const third = buildWordMatcher([largeList("once")]);

    expect(second.parts[0]!.index).toBe(first.parts[0]!.index);
    expect(third.parts[0]!.index).toBe(first.parts[0]!.index);
  });

  test("fails for those who asked, and is tried anew for the next", async () => {
    const phrases = largeList("fail").phrases;
    const broken = { phrases: [...phrases.slice(1), null as unknown as string], allow: [] };

    await expect(prepareWordMatcher([broken])).rejects.toThrow();
    await expect(prepareWordMatcher([broken])).rejects.toThrow();
  });
});

test("the quick look at a text never misses what reading it with care finds", () => {
  const matcher = buildWordMatcher([
    { phrases: ["fuck", "é a", "casin*", "c++", "👎", "хуй", "shit"], allow: ["shit storm"] },
    { phrases: ["casino"], allow: [], suspect: new Set([0]) },
  ]);
  const part = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        "fuck",
        "é a",
        "casinos",
        "xcasino",
        "c++",
        "👎",
        "хуй",
        "shit storm",
        "sh1t",
      ),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(" ", "", "\ufeff", "️", "é", "…", "&", "<", "&#102;", "<b>", "*", "f", "а"),
    },
    fc.string({ unit: "grapheme", maxLength: 3 }),
  );
  const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));

  fc.assert(
    fc.property(text, (body) => {
      expect(findWords(matcher, body)).toEqual(findWithCare(matcher, body));
    }),
    { numRuns: 500 },
  );
});

test("a text of a million characters and phrases that match all of it end in bounded work", () => {
  expect(hits(["*a*", "a a"], "a".repeat(1_000_000)).length).toBeLessThanOrEqual(10_000);
  expect(hits(["a", "a a", "a a a"], "a ".repeat(500_000)).length).toBeLessThanOrEqual(10_000);
  expect(hits(["a*"], "a" + "\u200d".repeat(200_000))).toHaveLength(1);
});
