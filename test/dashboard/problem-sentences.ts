// Every sentence with which the server may refuse something, from its sources: what is handed to the functions that make
// problems and to schemas, what stands as a detail or a reason, and whatever else ends like a sentence. Values in it are
// tried as several things. What libraries say, and what is put together of parts, is made by the real code.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { z } from "zod";
import { fieldErrors } from "../../src/http/validate.ts";
import { noticeFields, noticeLanguage } from "../../src/notices/notice.ts";
import { patternProblem } from "../../src/rules/checks/pattern.ts";
import { ruleSchema } from "../../src/rules/rule.ts";
import { wordListSchema } from "../../src/rules/word-list.ts";
import { siteSettingsSchema } from "../../src/sites/site.ts";
import { maxSearchLength, parseSearch, searchOperators } from "../../src/text/search-query.ts";

/** A sentence of the sources, with what it may read like for different values. */
export interface SourceSentence {
  place: string;
  readings: string[];
}

const src = path.join(import.meta.dirname, "../../src");

// Pages and widgets of visitors, mails, the command line, descriptions for programmers, and what goes into the record, for
// which german-record.test.ts looks.
const notOfTheApi =
  /^(?:dashboard|db|embed|http\/openapi|rules\/packs)\/|^stats\/check-hours|^(?:config|first-start|main|metrics|queues|package-root)\.ts$|notice-(?:message|words)|reset-password|^rules\/(?:emergency-brake|promotion|rule-health)|^outside\/(?:ask-services|service-client|report-to-akismet)/;
const ofText = new Set(["text/search-query.ts", "text/phrase.ts"]);

const makers = new Set(["conflict", "forbidden", "unauthorized", "unavailable", "tooMany", "refused"]);
const ofSchemas = new Set(["regex", "refine", "min", "max", "int", "enum", "literal", "email", "datetime"]);
const ofTypes = new Set(["string", "number", "boolean", "array", "union", "date"]);
const names = new Set(["detail", "message", "error", "reason", "problem"]);
const things = new Set(["notFound", "idOf"]);
const fields = new Map([
  ["cleanText", ["must be text.", "is required.", "contains characters that cannot be stored."]],
  ["textUpTo", ["is longer than 2,000 characters."]],
]);
const values = [
  "7",
  "2,000",
  "held",
  "ana@example.org",
  "“Regel”",
  "day",
  "cannot be reached",
  ": nein",
  "",
  "comment",
  "rule",
  "has:link",
];

export const sourceSentences = (): SourceSentence[] =>
  readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts") && !notOfTheApi.test(name))
    .filter((name) => !name.startsWith("text/") || ofText.has(name))
    .sort()
    .flatMap(sentencesIn);

function sentencesIn(name: string): SourceSentence[] {
  const file = ts.createSourceFile(
    name,
    readFileSync(path.join(src, name), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: SourceSentence[] = [];
  const add = (node: ts.Node, readings: string[]): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (readings.length > 0) found.push({ place: `${name}:${line}`, readings });
  };
  const collect = (node: ts.Node, isSaid: boolean): void => {
    if (ts.isImportDeclaration(node) || ts.isTaggedTemplateExpression(node) || ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node) && node.expression.getText() === "Error") return;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      const isSentence = isSaid && ts.isArrowFunction(node) && !ts.isBlock(node.body);
      return node.forEachChild((child) => collect(child, isSentence));
    }
    if (ts.isPropertyAssignment(node))
      return collect(node.initializer, names.has(node.name.getText().replaceAll('"', "")));
    if (ts.isCallExpression(node)) {
      const called = nameOf(node.expression);
      const on = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : null;
      if (called === "meta" && on) return collect(on, isSaid);
      if (/\blog$/.test(on?.getText() ?? "")) return;
      const [first, second] = node.arguments;
      if (called === "notFound" || called === "idOf") {
        const thing = called === "idOf" ? second : first;
        if (thing && ts.isStringLiteralLike(thing)) add(node, [`There is no such ${thing.text}.`]);
      }
      if (called === "storableName" && first && ts.isStringLiteralLike(first))
        add(node, [`Give the ${first.text} a name`]);
      for (const said of fields.get(called) ?? [])
        if (first && ts.isStringLiteralLike(first)) add(node, [`${first.text} ${said}`]);
      const says =
        makers.has(called) || ofSchemas.has(called) || (on?.getText() === "z" && ofTypes.has(called));
      if (on) collect(on, false);
      const isKnown = fields.has(called) || things.has(called) || called === "storableName";
      return node.arguments.forEach((argument) => {
        if (!isKnown || !ts.isStringLiteralLike(argument)) collect(argument, says);
      });
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const readings = /\p{L}+ \p{L}/u.test(wordsOf(node)) ? readingsOf(node) : [];
      if (isSaid || readings.some((said) => /^["“\p{Lu}\d{].*[.?]$/su.test(said) && !isSql(said)))
        add(node, readings);
      return;
    }
    node.forEachChild((child) => collect(child, isSaid && isPassedOn(node)));
  };
  collect(file, false);
  return found;
}

/** What hands on to its parts that they are said. */
const isPassedOn = (node: ts.Node): boolean =>
  ts.isConditionalExpression(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken);

const wordsOf = (node: ts.StringLiteralLike | ts.TemplateExpression): string =>
  ts.isTemplateExpression(node)
    ? node.templateSpans.reduce((words, { literal }) => `${words}x${literal.text}`, node.head.text)
    : node.text;

const isSql = (text: string): boolean => /\b(?:SELECT|FROM|WHERE|AND)\b/.test(text);

const nameOf = (called: ts.Expression): string =>
  ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();

/** A template with each of the values in each of its places; a choice between two words as both. */
function readingsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return readingsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...readingsOf(node.whenTrue), ...readingsOf(node.whenFalse)];
  if (!ts.isTemplateExpression(node)) return values;
  // What has more places than that is SQL.
  if (node.templateSpans.length > 3) return [];
  return node.templateSpans.reduce<string[]>(
    (sofar, { expression, literal }) =>
      sofar.flatMap((before) => readingsOf(expression).map((value) => before + value + literal.text)),
    [node.head.text],
  );
}

const patterns = [
  "(",
  "(ab",
  "[a",
  "[z-a]",
  "a)",
  "*",
  "a**",
  "a{2000}",
  "\\",
  "\\8",
  "(?=a)",
  "(?P<>a)",
  "(?P<n>a)(?P<n>b)",
  "(".repeat(1_200) + ")".repeat(1_200),
  "((a{100}){100}){100}",
  "a{1000}b{1000}c{1000}d{1000}e{1000}f{1000}",
  "a*",
];

const searches = [
  "farbe:rot",
  ...Object.keys(searchOperators).map((operator) => `${operator}:`),
  ...["is", "has", "lang", "before", "after", "id", "ip", "domain"].map((operator) => `${operator}:"x @ y"`),
  "wort ".repeat(21),
];

const asRule = (when: unknown, rest: object = {}) => ({
  name: "x",
  stage: "hold",
  when,
  then: { points: 1 },
  ...rest,
});
const deep = Array.from({ length: 9 }).reduce<unknown>((not) => ({ not }), { check: "akismet" });
const wrong: [schema: z.ZodType, value: unknown][] = [
  [ruleSchema, {}],
  ...[
    null,
    "x",
    {},
    { check: "neu" },
    { check: "words" },
    { check: "words", phrases: [] },
    { check: "words", phrases: ["", "*", 7] },
    { check: "words", phrases: Array(1_001).fill("a") },
    { check: "pattern" },
    { check: "pattern", pattern: "" },
    { check: "pattern", pattern: "(" },
    { check: "pattern", pattern: "a".repeat(5_000) },
    { check: "links", domains: ["kein ort"], count: {}, shorteners: false },
    { check: "author", emailDomain: [] },
    { check: "velocity", by: "mond", windowSeconds: 0.5 },
    { check: "velocity", by: "ip", windowSeconds: 1, count: { gte: Infinity } },
    { check: "duplicate", of: "alle", windowSeconds: 99_999_999, minLetters: -1 },
    {
      check: "near-duplicate",
      of: "rejected",
      windowSeconds: 60,
      similarity: { gte: 2 },
      count: { gte: 9_999 },
    },
    { check: "shape", length: { gte: "drei" } },
    { check: "form" },
    { check: "page", closed: "ja" },
    { check: "learned", score: { gte: 80 } },
    { check: "personal-data", kinds: [] },
    { check: "external", url: "ftp://x", score: {} },
    { check: "akismet", verdict: "vielleicht" },
    { all: [] },
    { any: Array(101).fill({ check: "akismet" }) },
    deep,
  ].map((when): [z.ZodType, unknown] => [ruleSchema, asRule(when)]),
  ...[
    { name: " " },
    { name: "x".repeat(201) },
    { name: "\0" },
    { stage: "neu" },
    { then: {} },
    { then: { points: 21 } },
    { then: { points: NaN } },
    { then: { points: 1, group: "Groß" } },
    { then: { points: 1, publicReason: "" } },
    { emergencyBrake: null },
    { neu: 1 },
  ].map((rest): [z.ZodType, unknown] => [ruleSchema, asRule({ check: "akismet" }, rest)]),
  [wordListSchema, { name: "", entries: [{ phrase: "a", lanes: [], language: "Deutsch" }], allow: 7 }],
  [wordListSchema, { name: "x", entries: Array(100_001).fill({ phrase: "a" }) }],
  [siteSettingsSchema, { newAuthorApprovals: 0, thresholds: { hold: -1, reject: 1_001, spam: "4" } }],
  [
    siteSettingsSchema,
    { newAuthorApprovals: 1.5, blindReviewShare: 2, groupCaps: [], precisionTarget: null },
  ],
  [siteSettingsSchema, { refusalReasons: [{ code: "Ä", label: " ", publicText: "x".repeat(501) }] }],
  [
    siteSettingsSchema,
    {
      refusalReasons: Array.from({ length: 31 }, () => ({ code: "a", label: "a" })),
      visitorLimitPerMinute: 1e9,
    },
  ],
  [
    z.strictObject({ ...noticeFields, language: noticeLanguage }),
    { urgent: "nie", urgentEveryMinutes: 7, digestHours: [24], timeZone: "Mond", language: "fr" },
  ],
  [z.array(z.uuid()), ["x"]],
  [z.email(), "x"],
  [z.iso.datetime(), "x"],
];

const mails = [
  "did not take the mail",
  "does not send from the address in MAIL_FROM",
  "does not accept this address",
  "refuses connections",
  "cannot be reached, or the connection to it is not safe",
  "cannot be reached",
  "cannot be found: its name could not be resolved",
  "did not answer in time",
  "offers no safe connection, which a password needs",
  "does not accept the user name and password of SMTP_URL",
];

const written = [
  ...["queued", "held", "approved", "rejected", "spam", "deleted"].flatMap((status) => [
    `Already ${status}, decided by Ana.`,
    `Already ${status}, decided by rules.`,
    `The comment was changed meanwhile and is ${status} now.`,
  ]),
  ...["hour", "day", "week"].map(
    (bucket) => `These are 1,200 days; at most 31 can be shown by the ${bucket}.`,
  ),
  ...mails.flatMap((mail) => [`The mail server ${mail}.`, `The mail server ${mail} (it answered 550).`]),
  "The chat did not take the message.",
  "The chat did not answer within 15 seconds.",
  "The list is used by “Links”, “Spam”. Change or delete these rules first.",
  "Akismet does not accept this key.",
  "Akismet does not accept this key: kein Blog.",
  "A request with this Idempotency-Key was answered before, but the answer cannot be read any more, as after a change of the server's key. Look whether it was done before you send it with another key.",
  "It was broken off 3 times.",
  `q is longer than ${maxSearchLength} characters.`,
  "limit must be a number from 1 to 200.",
  "Expression too large at position 5",
  "Invalid capture in lookbehind “(?<=(a))” at position 0",
];

/** What is put together of parts, or said by a library, as it is heard. */
export const heardSentences = (): string[] => [
  ...patterns.flatMap((pattern) => patternProblem(pattern) ?? []),
  ...searches.flatMap((search) => parseSearch(search).problems),
  ...wrong.flatMap(([schema, value]) => {
    const { error } = schema.safeParse(value);
    return error ? fieldErrors(error).map(({ detail }) => detail) : [];
  }),
  ...written,
];
