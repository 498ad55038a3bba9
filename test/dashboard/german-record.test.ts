import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import ts from "typescript";
import { packInGerman } from "../../src/dashboard/app/catalogues/german.ts";
import { germanRecord } from "../../src/dashboard/app/catalogues/german-record.ts";
import { createRecordReader } from "../../src/dashboard/app/catalogues/record-reader.ts";
import { recordSentences } from "./record-sentences.ts";

const said = new Set<string>();
const inGerman = createRecordReader(
  germanRecord,
  (message) => {
    said.add(message);
    return new IntlMessageFormat(message, "de");
  },
  packInGerman,
);

const sentences = recordSentences();
const pairs = Object.values(germanRecord).flat();
const wordsOf = (text: string): string[] =>
  text.replace(/[“„][^”“]*[”“]|\{\w+(?:, \w+)?\}/g, " ").match(/\p{L}[\p{L}-]+/gu) ?? [];
const germanWords = new Set(pairs.flatMap(([, german]) => wordsOf(german)));
const englishWords = new Set(
  pairs.flatMap(([english]) => wordsOf(english)).filter((word) => !germanWords.has(word)),
);

test.each([
  ["written in 0.8 seconds", "in 0,8 Sekunden geschrieben"],
  [
    "Links: few: no web address; 2 links: a.example, b.example (2 points, force hold)",
    "Links: few: keine Webadresse; 2 Links: a.example, b.example (2 Punkte, immer zurückhalten)",
  ],
  [
    "not: (the text has 2 or more and fewer than 5 characters and (not: the page is closed or the pattern a and b is found))",
    "trifft nicht zu: (der Text hat 2 oder mehr und weniger als 5 Zeichen und (trifft nicht zu: die Seite ist geschlossen oder das Muster a and b kommt vor))",
  ],
  [
    "1 listed word or phrase: “; no link (listed)” (listed as “{0} <b>”)",
    "1 aufgeführtes Wort: „; no link (listed)“ (aufgeführt als „{0} <b>“)",
  ],
  [
    "Spam: write to me elsewhere: 1 listed word or phrase: “dm me” (listed in “Spam: write to me elsewhere”) (2 points)",
    "Spam: schreib mir anderswo: 1 aufgeführtes Wort: „dm me“ (aufgeführt in „Spam: schreib mir anderswo“) (2 Punkte)",
  ],
  [
    "several phrases of the list Spam: please, hey guys and “now” speak for a refusal (score 0.9, learnt from 40 decisions)",
    "die Häufung von Wendungen der Liste „Spam: bitte, hallo Leute“ und „now“ sprechen für eine Ablehnung (Wert 0,90, gelernt aus 40 Entscheidungen)",
  ],
  [
    "24 of the last 30 comments that “Slur” hit were hit by “Our own rule”, too.",
    "24 der letzten 30 Kommentare, die „Schmähwort“ getroffen hat, hat auch „Our own rule“ getroffen.",
  ],
  [
    "1 match of the pattern a; 2 links: b: “x”; no web address",
    "1 Treffer des Musters a; 2 links: b: „x“; keine Webadresse",
  ],
])("%s", (english, german) => {
  expect(inGerman(english)).toBe(german);
});

test.each([
  "Not our tone.",
  "no web address; and something new",
  "2 links: a.example, b.example; something new",
  "Something new: something else (2 points)",
  "1 listed word or phrase: “a” (listed)” (listed)",
  "1 listed word or phrase: \uE0000\uE001 (listed)",
  "",
])("what is not known as a whole stays as it came: “%s”", (english) => {
  expect(inGerman(english)).toBe(english);
});

test.each([
  "no links; ",
  "not: ",
  "a and ",
  "(",
  ": ",
  "“x”, ",
  "“",
  "Personal data: a phone number “x”, ",
  "1 match of the pattern a: ",
  "not: the comment has 1 or more and ",
  "not: (the pattern a is found and ",
  "No links; no links (listed) (",
])("a hostile text is given up in a moment: “%s” again and again", (piece) => {
  // Of the processor: others on the machine may take theirs between.
  const started = process.cpuUsage();
  inGerman(`not: ${piece.repeat(4_000 / piece.length - 1)}x`);
  inGerman(piece.repeat(100_000));

  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
});

test("whatever the checks find and the rules decide is said in German, without an English word left", () => {
  const left = sentences
    .map((sentence) => [sentence, inGerman(sentence)] as const)
    .filter(
      ([sentence, german]) => german === sentence || wordsOf(german).some((word) => englishWords.has(word)),
    );
  expect(left).toEqual([]);
});

test("no template is left over from a sentence that nobody says any more", () => {
  sentences.forEach(inGerman);
  expect(pairs.map(([, german]) => german).filter((german) => !said.has(german))).toEqual([]);
});

test("each sentence in the server's sources is made above, so that a new one is missed", () => {
  const made = sentences.join("\n");
  const missing = sources.flatMap((name) =>
    wordsSaidIn(name)
      .filter((words) => !made.includes(words) && !noSentences.has(words))
      .map((words) => [name, words]),
  );
  expect(missing).toEqual([]);
});

test("each template has the same values in German", () => {
  const namesIn = (template: string): string[] =>
    [...new Set([...template.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name!))].sort();
  const differing = pairs.filter(
    ([english, german]) =>
      JSON.stringify(namesIn(english)) !==
      JSON.stringify(namesIn(german.replace(/(?:one|other|=0) \{/g, ""))),
  );
  expect(differing).toEqual([]);
});

const src = path.join(import.meta.dirname, "../../src");
const sources = [
  ...readdirSync(path.join(src, "rules/checks")).map((name) => `rules/checks/${name}`),
  ...[
    "check",
    "compile",
    "evaluate",
    "outcome",
    "outside-fact",
    "blind-review",
    "promotion",
    "rule-health",
  ].map((name) => `rules/${name}.ts`),
  ...["emergency-brake", "number-condition", "text-field", "traits", "try-text", "window"].map(
    (name) => `rules/${name}.ts`,
  ),
  ...["ask-services", "akismet-question", "external-question", "service-client"].map(
    (name) => `outside/${name}.ts`,
  ),
  ...["comments/moderate-comments.ts", "comments/sweep-queued.ts", "text/features.ts"],
  ...["webhooks/delivery.ts", "webhooks/deliver-webhooks.ts"],
];

// Problems of patterns, keys, and what no path leads to.
const noSentences = new Set([
  "The pattern is too large: repeat less often, or use a word list",
  "The pattern matches the empty text, so it would match every comment",
  "at position",
  "be saved",
  "be measured",
  "It is in shadow now; if it is meant to hit so much, save it with the emergency brake off.",
  "This rule",
  "akismet key",
  "small start",
]);
const ofSchemas = new Set(["meta", "refine", "superRefine"]);

/** Two words or more that stand in quotes, without those of schemas and of what is thrown or logged. */
function wordsSaidIn(name: string): string[] {
  const text = readFileSync(path.join(src, name), "utf8");
  const words: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node)) return;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name: called, expression: on } = node.expression;
      if (ofSchemas.has(called.text)) return collect(on);
      if (/\blog$/.test(on.getText())) return;
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      words.push(node.text.trim());
    node.forEachChild(collect);
  };
  collect(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return words.filter((said) => /\p{L}+ \p{L}/u.test(said));
}
