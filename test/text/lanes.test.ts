import fc from "fast-check";
import { originalSpan } from "../../src/text/lane.ts";
import { buildLanes } from "../../src/text/lanes.ts";
import { buildWordMatcher, findWords } from "../../src/text/word-matcher.ts";

const listed = [
  "fuck",
  "fucking",
  "shit",
  "ass",
  "asshole",
  "casino",
  "viagra",
  "penis",
  "cunt",
  "хуй",
  "傻逼",
  "كس",
  "scheiße",
];
const matcher = buildWordMatcher([{ phrases: listed, allow: [] }]);

/** What is found, by the lane that saw it, as it stands in the original text. */
function find(text: string): { lane: string; phrase: string; matched: string }[] {
  return findWords(matcher, text).flatMap(({ lane, hits }) =>
    (hits[0] ?? []).map((hit) => ({
      lane: lane.name,
      phrase: listed[hit.phrase]!,
      matched: text.slice(...originalSpan(lane, hit.start, hit.end)),
    })),
  );
}

test.each([
  ["plain", "FUCK that", "fuck", "FUCK"],
  ["plain", "an entity: f&#117;ck", "fuck", "f&#117;ck"],
  ["plain", "а хуй", "хуй", "хуй"],
  ["plain", "你傻逼吗", "傻逼", "傻逼"],
  ["folded", "a tag: f<b>u</b>ck", "fuck", "f<b>u</b>ck"],
  ["folded", "zero width: f\u200bu\u00adck", "fuck", "f\u200bu\u00adck"],
  ["folded", "full width: ｆｕｃｋ", "fuck", "ｆｕｃｋ"],
  ["folded", "Fraktur: 𝖋𝖚𝖈𝖐", "fuck", "𝖋𝖚𝖈𝖐"],
  ["folded", "boxes: 🅵🆄🅲🅺", "fuck", "🅵🆄🅲🅺"],
  ["folded", "circles: ⓕⓤⓒⓚ", "fuck", "ⓕⓤⓒⓚ"],
  ["folded", "turned around: \u202ekcuf\u202c!", "fuck", "kcuf"],
  ["plain", "SCHEISSE und scheisse", "scheiße", "SCHEISSE"],
  ["folded", "dotless: shıt", "shit", "shıt"],
  ["folded", "كـــسّ", "كس", "كـــسّ"],
  ["lookalike", "umlaut: fück", "fuck", "fück"],
  ["lookalike", "Cyrillic: fuсk", "fuck", "fuсk"],
  ["lookalike", "Greek: fυck", "fuck", "fυck"],
  ["lookalike", "zalgo: f̸̪͇͘ų̷̖̽c̸͙̎̚k̶͚̗͛", "fuck", "f̸̪͇͘ų̷̖̽c̸͙̎̚k̶͚̗͛"],
  ["lookalike", "letters with hooks and tails: ʄʊƈӄ", "fuck", "ʄʊƈӄ"],
  ["lookalike", "a word in ᖴᑌᑕK from a generator", "fuck", "ᖴᑌᑕK"],
  ["lookalike", "a word in Ꭶuፈk from another generator", "fuck", "Ꭶuፈk"],
  ["lookalike", "a word in 千uck of two scripts", "fuck", "千uck"],
  ["lookalike", "Hebrew: cסck is no word here, but cטnt is", "cunt", "cטnt"],
  ["leet", "$h1t happens", "shit", "$h1t"],
  ["leet", "a$$hole", "asshole", "a$$hole"],
  ["leet", "cas1n0 and v1agra", "casino", "cas1n0"],
  ["joined", "f u c k off", "fuck", "f u c k"],
  ["joined", "f.u.c.k", "fuck", "f.u.c.k"],
  ["joined", "what the fu ck", "fuck", "fu ck"],
  ["joined", "F-U-C-K", "fuck", "F-U-C-K"],
  ["joined", "fuuuuuck", "fuck", "fuuuuuck"],
  ["joined", "this f*ck", "fuck", "f*ck"],
  ["joined", "sh*t!", "shit", "sh*t"],
  ["joined", "as-shole", "asshole", "as-shole"],
])("the %s lane sees through: %s", (lane, text, phrase, matched) => {
  expect(find(text)).toContainEqual({ lane, phrase, matched });
});

test.each([
  "Scunthorpe United won in Penistone, said the analyst in class",
  "push it to the limit, as soon as the pen is dry",
  "It's hit the shelf, and Bob's hit too",
  "142,460 people paid $5 or 3x^2 $$ for 455 seats in 5th place",
  "a55e7b3f9c1d2e4f8a0b1c2d3e4f5a6b",
  "6ec3e80f-11ad-3d5c-809f-144a2ef5800b",
  "see https://www.example.com/assets/image.jpg?as=5",
  "Привет, мир! Как дела, соседи?",
  "ሰላም ለዓለም, ᓄᓇᕗᑦ, 千里之行，始於足下, שלום עולם",
  "नमस्ते दुनिया, مرحبا بالعالم, こんにちは世界",
  "👩‍👩‍👧 🇫🇷 👍🏽 emoji stay whole",
  "a < b and c > d; if (x<y) return z>0",
  "co-operate, re-use, e-mail, T-shirt, X-ray, R&B, s/he, C.M. Punk",
  "lol...i know... k.k..how are you",
  "Mississippi bookkeeper, aaah, hmmm, cooool, brrr",
])("an honest text is left alone: %s", (text) => {
  expect(find(text)).toEqual([]);
});

test("an emoji made of several stays one, and is found as one", () => {
  const family = "👩‍👩‍👧";
  const emoji = buildWordMatcher([{ phrases: [family], allow: [] }]);

  const hits = findWords(emoji, `our ${family} here`).flatMap((found) => found.hits[0] ?? []);

  expect(hits).toHaveLength(1);
});

test("plain text costs one lane", () => {
  expect(buildLanes("An ordinary remark about the harbour hall").map((lane) => lane.name)).toEqual(["plain"]);
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ..."fuckshit1$!*.- \u202e\u202c\u200b\u0301\u0336ｆсυ&#117;<b></b>🅵👩‍👧كّßıİ",
        "&#x66;",
        "&amp;",
        "傻",
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join("")),
);

test("whatever is found lies on the original text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { lane, hits } of findWords(matcher, text)) {
        expect([lane.starts.length, lane.ends.length]).toEqual([lane.text.length, lane.text.length]);
        for (const hit of hits[0] ?? []) {
          const [start, end] = originalSpan(lane, hit.start, hit.end);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("the same text gives the same lanes, and a folded text is not folded further", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (text) => {
      const once = buildLanes(text).find((lane) => lane.name === "folded")?.text ?? text;
      const again = buildLanes(once).find((lane) => lane.name === "folded");

      expect(buildLanes(text)).toEqual(buildLanes(text));
      expect(again?.text ?? once).toBe(again === undefined ? once : again.text);
    }),
  );
});

// Counted, not timed: ten times the text may give about ten times the lanes' text, never a hundred.
test.each([
  ["single letters", "f u c k "],
  ["masks", "f*u*c*k "],
  ["stretched", "fuuuck "],
  ["marks", "f\u0336u\u0336c\u0336k\u0336"],
  ["overrides", "\u202ekcuf"],
  ["tags", "<b>f</b>"],
  ["entities", "&#102;"],
  ["one word without end", "f"],
])("%s: what the lanes hold grows with the text at most", (_kind, piece) => {
  const sizeOf = (count: number) =>
    buildLanes(piece.repeat(count)).reduce((sum, lane) => sum + lane.text.length, 0);

  expect(sizeOf(1_000)).toBeLessThanOrEqual(sizeOf(100) * 11 + 20_000);
});
