// Every sentence that the server can write into the record: made by the real checks, outcomes and advice, over facts that
// make each of them true, false, unknown or failing. What cannot be made without a database or a network is written out.
import { readCommentText } from "../../src/rules/comment-text.ts";
import { type CompiledCondition, compileRules } from "../../src/rules/compile.ts";
import { brakeReason } from "../../src/rules/emergency-brake.ts";
import { describeCondition, runRules } from "../../src/rules/evaluate.ts";
import { heldForReview } from "../../src/rules/blind-review.ts";
import { type CommentFacts, similarKinds, velocityKeys } from "../../src/rules/facts.ts";
import { type OutsideFact, unanswered } from "../../src/rules/outside-fact.ts";
import { packs } from "../../src/rules/packs/packs.ts";
import { adviseOn } from "../../src/rules/promotion.ts";
import { examine } from "../../src/rules/rule-health.ts";
import { type Counts, noCounts, numbersOf } from "../../src/rules/rule-numbers.ts";
import type { RuleStage } from "../../src/rules/rule.ts";
import type { JudgementSettings } from "../../src/rules/verdict.ts";
import { traitsOf } from "../../src/rules/traits.ts";
import { givenBody, givenFacts, givenRule, judge } from "../rules/givens.ts";

const gte1 = { gte: 1 };
const few = { gte: 1, lt: 3 };
const list = { id: "8f0d", name: "Böses", entries: [{ phrase: "kasino" }, { phrase: "bonus*" }], allow: [] };
const day = 86_400;
const windows = [10, 60, 1_200, 3_600, 7_200, day, 7 * day];
const createdAt = givenFacts().comment.createdAt;
const daysBefore = (days: number) => new Date(Date.parse(createdAt) - days * day * 1_000).toISOString();

/** A condition with facts that it says different things of. */
const cases: [when: object, facts: CommentFacts[]][] = [
  ...[{ phrases: ["casino", "geld"] }, { list: list.id }, { list: list.id, count: few }].map(
    (words): [object, CommentFacts[]] => [
      { check: "words", ...words },
      [
        "Nichts.",
        "Ein Casino.",
        "Kasino, k4sino und Bonusgeld",
        "casino CASINO c4sino ca5ino cas1no kasino KASINO Kasino k4sino ka5ino Geld g3ld G3LD geld",
      ].map(givenBody),
    ],
  ),
  [{ check: "words", list: "fehlt" }, [givenFacts()]],
  ...[{}, { count: few }].map((count): [object, CommentFacts[]] => [
    { check: "pattern", pattern: "ka(s|5)ino", ...count },
    ["Nichts.", "kasino", "kasino ka5ino"].map(givenBody),
  ]),
  [{ check: "pattern", pattern: "a; b" }, [givenBody("a; b")]],
  ...[
    {},
    { count: few },
    { notOwnSite: true },
    { shorteners: true },
    { domains: ["a.example"] },
    { domains: ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.example`), notOwnSite: true },
    { domains: ["a.example"], shorteners: true },
  ].map((links): [object, CommentFacts[]] => [
    { check: "links", ...links },
    [
      "Nichts.",
      "https://a.example",
      "https://a.example https://b.example bit.ly/x",
      ["a", "b", "c", "d", "e", "f", "g"].map((name) => `https://${name}.example`).join(" "),
    ].map(givenBody),
  ]),
  ...["approvedCount", "rejectedCount", "heldCount"].map((count): [object, CommentFacts[]] => [
    { check: "author", [count]: gte1 },
    [0, 1, 7].map((value) => givenFacts({ author: { [count]: value } })),
  ]),
  [
    { check: "author", ageDays: gte1 },
    ["irgendwann", daysBefore(0), daysBefore(1), daysBefore(40)].map((firstSeenAt) =>
      givenFacts({ author: { firstSeenAt } }),
    ),
  ],
  ...["hasEmail", "hasUrl", "trusted", "banned"].flatMap((flag) =>
    [true, false].map((wanted): [object, CommentFacts[]] => [
      { check: "author", [flag]: wanted },
      [
        givenFacts({ comment: { authorEmail: null }, author: { banned: true } }),
        givenFacts({ comment: { authorUrl: "https://ana.example" }, author: { trusted: true } }),
      ],
    ]),
  ),
  [
    { check: "author", emailDomain: ["mail.example"] },
    [givenFacts(), givenFacts({ comment: { authorEmail: "ana@anders.example" } })],
  ],
  ...windows.map((windowSeconds): [object, CommentFacts[]] => [
    { check: "velocity", by: "ip", windowSeconds, count: gte1 },
    [givenFacts()],
  ]),
  ...similarKinds.flatMap((of): [object, CommentFacts[]][] => [
    [
      { check: "duplicate", of, windowSeconds: day, minLetters: 5 },
      [givenBody("Ja."), givenFacts(), ...[0, 1, 3].map(givenCopies)],
    ],
    [
      { check: "near-duplicate", of, windowSeconds: day, minLetters: 5 },
      [
        givenBody("Ja."),
        givenFacts(),
        givenAlike(0, null),
        givenAlike(1, 1),
        givenAlike(3, 0.87),
        givenAlike(3, null),
        givenAlike(30, 0.9),
      ],
    ],
  ]),
  ...velocityKeys.flatMap((by) =>
    [{ count: gte1 }, { uniqueAuthors: gte1 }, { count: few, uniqueAuthors: few }].map(
      (counted): [object, CommentFacts[]] => [
        { check: "velocity", by, windowSeconds: 3_600, ...counted },
        [null, 0, 1, 2].map((count) =>
          givenFacts({ velocity: [{ by, windowSeconds: 3_600, count, uniqueAuthors: count }] }),
        ),
      ],
    ),
  ),
  ...[{ honeypotFilled: true }, { writtenInMs: { lt: 3_000 } }].map((form): [object, CommentFacts[]] => [
    { check: "form", ...form },
    [
      givenFacts({ form: null }),
      givenFacts({ form: { honeypotFilled: null, writtenInMs: null } }),
      givenFacts({ form: { honeypotFilled: false, writtenInMs: 800 } }),
      givenFacts({ form: { honeypotFilled: true, writtenInMs: 90_000 } }),
    ],
  ]),
  [
    { check: "form", honeypotFilled: false, writtenInMs: { lt: 3_000 } },
    [givenFacts({ form: { writtenInMs: 800 } })],
  ],
  ...[{ ageDays: gte1 }, { closed: true }, { closed: false }, { ageDays: few, closed: true }].map(
    (page): [object, CommentFacts[]] => [
      { check: "page", ...page },
      [
        givenFacts({ page: { firstSeenAt: null, closed: true } }),
        givenFacts({ page: { firstSeenAt: daysBefore(1), closed: true } }),
        givenFacts(),
      ],
    ],
  ),
  ...[
    { length: few },
    { capitalShare: { gte: 0.5 } },
    { repeatedCharacter: gte1 },
    { repeatedWord: gte1 },
    { punctuationRun: gte1 },
    { mixedScriptWords: gte1 },
    { marksPerLetter: gte1 },
    { bidiControls: gte1 },
    { bidiOverrides: gte1 },
    { length: few, punctuationRun: { gt: 2, lte: 5 }, mixedScriptWords: { eq: 2 }, field: "authorName" },
    { length: gte1, field: "authorEmail" },
    { length: gte1, field: "authorUrl" },
  ].map((shape): [object, CommentFacts[]] => [
    { check: "shape", ...shape },
    ["Kurz.", "DAS IST DOCH NICHT WAHR ODER", "so so so!!! Bооk \u202Ex\u202C aaaa e\u0301\u0301", ""].map(
      givenBody,
    ),
  ]),
  ...[{}, { kinds: ["email"] }, { count: few }].map((kinds): [object, CommentFacts[]] => [
    { check: "personal-data", ...kinds },
    [
      "Nichts.",
      "ana@mail.com",
      "Anrufen: +43 660 1234567, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, a@mail.com b@mail.com c@mail.com d@mail.com",
    ].map(givenBody),
  ]),
  [{ check: "learned", score: { gte: 0.5 } }, [{ ...givenFacts(), learned: null }, ...learnedFacts()]],
  ...[{ gt: 0.5, lte: 1 }, { lt: 1 }, { eq: 1 }].map((score): [object, CommentFacts[]] => [
    { check: "learned", score },
    [{ ...givenFacts(), learned: null }],
  ]),
  ...[{ gte: 0.5 }, { gt: 0.5, lte: 1 }, { lt: 0.5 }, { eq: 1 }].map((score): [object, CommentFacts[]] => [
    { check: "external", url: "https://dienst.example/x", score },
    [
      { service: "external" as const, answer: null },
      { service: "external" as const, answer: { score: 0.25, reason: null } },
      { service: "external" as const, answer: { score: 1, reason: "Werbung; ganz klar" } },
    ].map((fact) => ({ ...givenFacts(), outside: [{ ...fact, url: "https://dienst.example/x" }] })),
  ]),
  ...[{}, { verdict: "discard" }].map((verdict): [object, CommentFacts[]] => [
    { check: "akismet", ...verdict },
    ([null, "ham", "spam", "discard"] as const).map((answer) => ({
      ...givenFacts(),
      outside: [{ service: "akismet", answer } satisfies OutsideFact],
    })),
  ]),
  [
    {
      all: [
        { check: "links", count: few },
        {
          any: [
            { check: "pattern", pattern: "dies; und: das" },
            { not: { check: "page", closed: true } },
            { all: [{ check: "author", approvedCount: few, hasUrl: false, trusted: true, banned: false }] },
          ],
        },
      ],
    },
    [givenBody("https://a.example https://b.example")],
  ],
];

function givenCopies(count: number): CommentFacts {
  const [sameAuthor, otherAuthors, rejected] = [count, count, count];
  return givenFacts({ duplicates: [{ windowSeconds: day, sameAuthor, otherAuthors, rejected }] });
}

function givenAlike(count: number, closest: number | null): CommentFacts {
  const one = { count, closest };
  const kinds = { sameAuthor: one, otherAuthors: one, rejected: one };
  return { ...givenFacts(), similar: [{ windowSeconds: day, similarity: 0.8, ...kinds }] };
}

/** Each thing that the model may name, for and against. */
function learnedFacts(): CommentFacts[] {
  const bodies = [
    "Nichts",
    "kommen Sie!!! :) 12\nganz laaaaang 🙂.",
    "JETZT ALLES NEU https://a.example https://b.example 1 2 3 4 5? Subscribe to my channel. Check out my channel. Please subscribe to me.",
  ];
  return bodies.flatMap((body) => {
    const facts = givenBody(body);
    const ids = traitsOf(facts.comment).map(({ id }) => id);
    const learned = (decisions: number, speakingFor: number[], speakingAgainst: number[]): CommentFacts => ({
      ...facts,
      learned: { score: 0.97, modelVersion: 1, decisions, speakingFor, speakingAgainst },
    });
    return [
      learned(1, [], []),
      ...ids.map((id) => learned(412, [id], [])),
      learned(412, [], ids.slice(0, 1)),
      learned(412, [], ids),
      learned(412, ids, [...ids].reverse()),
    ];
  });
}

/** What a check says whatever comes of it, and what reaches the record through findings, reasons and denials. */
function saidOf(when: object, facts: CommentFacts): string[] {
  return [when, { not: when }].flatMap((condition) => {
    const rule = givenRule({ name: "Regel eins", when: condition, then: { points: 1.5 } });
    const compiled = compileRules([rule], [list]);
    const text = readCommentText(facts, compiled.matcher);
    const checks = compiled.rules.flatMap((one) => checksOf(one.when));
    const { findings, unknown, reasons } = judge([rule], facts, { wordLists: [list] });
    return [
      ...checks.map(({ compiled: check }) => check.evaluate({ facts, text }).explanation),
      ...compiled.rules.map((one) => `not: ${describeCondition(one.when)}`),
      ...findings.map(({ explanation }) => explanation),
      ...unknown.map(({ reason }) => reason),
      ...reasons,
    ];
  });
}

const checksOf = (condition: CompiledCondition): Extract<CompiledCondition, { kind: "check" }>[] => {
  if (condition.kind === "check") return [condition];
  return (condition.kind === "not" ? [condition.condition] : condition.conditions).flatMap(checksOf);
};

function failures(): string[] {
  const compiled = compileRules([givenRule({ when: { check: "links" } })], []);
  const broken = {
    ...compiled,
    rules: compiled.rules.map((rule) => ({
      ...rule,
      when: {
        kind: "check" as const,
        check: "links" as const,
        compiled: {
          description: "",
          evaluate: () => {
            throw new Error("kaputt");
          },
        },
      },
    })),
  };
  const unusable = { ...givenRule({ when: { check: "links" } }), when: { check: "pattern", pattern: "(" } };
  return [broken, compileRules([unusable as ReturnType<typeof givenRule>], [])].flatMap((rules) =>
    runRules(rules, givenFacts()).unknown.map(({ reason }) => reason),
  );
}

function reasons(): string[] {
  const forces = ["hold", "approve", "reject", "spam"] as const;
  const rules = [
    ...forces.flatMap((force) => [{ force }, { force, points: 1 }]),
    { points: 4 },
    { points: 0 },
  ].map((then) => givenRule({ name: "Links: wenige", when: { check: "links", count: { lt: 9 } }, then }));
  const settings: Partial<JudgementSettings>[] = [
    { mode: "everything" },
    { mode: "new-authors" },
    { mode: "new-authors", newAuthorApprovals: 2 },
    { mode: "flagged" },
    { thresholds: { hold: 1, reject: 2, spam: null } },
    { thresholds: { hold: 1, reject: 2, spam: 3 } },
  ];
  const authors = [{}, { banned: true }, { trusted: true }];
  const verdicts = settings.flatMap((given) =>
    authors.flatMap((author) =>
      [[], ...rules.map((rule) => [rule])].map((live) =>
        judge(live, givenFacts({ author }), { settings: given }),
      ),
    ),
  );
  const unknown = judge([givenRule({ name: "Regel „zwei“", when: { check: "akismet" } })], givenFacts());
  return [...verdicts, heldForReview(verdicts[0]!).verdict, unknown].flatMap((verdict) => verdict.reasons);
}

function ofPacks(): string[] {
  return packs.flatMap(({ rules }) =>
    rules.map(({ when }) => {
      const compiled = compileRules([givenRule({ when })], []);
      return `not: ${describeCondition(compiled.rules[0]!.when)}`;
    }),
  );
}

const numbers = (given: Partial<Counts>, stage: RuleStage = "hold") =>
  numbersOf({ ...noCounts, hits: 100, evaluated: 500, ...given }, stage);

function advice(): string[] {
  const judged = [
    {},
    { confirmed: 3 },
    { confirmed: 30 },
    { confirmed: 300 },
    { confirmed: 30, overturned: 30 },
    { confirmed: 57, overturned: 3 },
    { confirmed: 1, overturned: 0 },
    { blindHits: 60, blindConfirmed: 60, confirmed: 60 },
  ];
  return (["draft", "shadow", "hold", "enforce"] as const).flatMap((stage) =>
    judged.map((counts) => adviseOn(stage, numbers(counts, stage), 0.8).sentence),
  );
}

function health(): string[] {
  const hits = Array.from({ length: 20 }, (_, at) => ({ commentId: String(at), at }));
  const rule = (name: string, given: Partial<Counts>, latest = hits) => ({
    ...{ siteKey: "demo", ruleId: name, name, stage: "hold" as const },
    numbers: numbersOf({ ...noCounts, ...given }, "hold"),
    latest: { hits: latest, isAll: true },
  });
  const { overlaps, ...items } = examine([
    rule("Still", { evaluated: 500 }, []),
    rule("Falsch", { hits: 9, overturned: 6, evaluated: 500 }),
    rule("Breit", { hits: 200, evaluated: 500 }),
    rule("Langsam", { hits: 1, evaluated: 500, microseconds: 2_000_000 }, []),
  ]);
  const braked = brakeReason(
    { since: new Date(createdAt), comments: 100, hits: 50 },
    { numbers: numbers({}), precisionTarget: 0.8 },
  );
  return [...Object.values(items).flat(), ...overlaps]
    .map(({ sentence }) => sentence)
    .concat((braked ?? "").replace(/ It is in shadow now;.*$/s, ""));
}

const silences = [
  "is not asked while a text is tried",
  "is not asked: there is no signing secret",
  "is not asked: the site has no key for it",
  "is not asked: the signing secret cannot be read any more and has to be made anew",
  "is not asked: the site's key for it cannot be read any more and has to be saved anew",
  "is not asked: the author's IP address is not known",
  "could not be asked",
  "has failed repeatedly and is not asked for now",
  "leads to an address that is not public",
  "did not answer within 2.5 seconds",
  "refuses connections",
  "closed the connection without an answer",
  "cannot be found: its name could not be resolved",
  "cannot be found: its name could not be resolved for now",
  "cannot be reached",
  "sent far too long an answer",
  "answered 302, and redirects are not followed",
  "answered 500",
  "answered without a score from 0 to 1",
  "does not accept the request",
  "does not accept the request: Kein Blog",
  "answered neither true nor false",
  "answered neither true nor false: Konto abgelaufen",
];

const written = [
  "Edited after a moderator's decision.",
  "The automatic checks failed 5 times: kaputt",
  "The check failed: patterns take too long with this text",
  "The automatic checks did not come to an end in 10 attempts.",
  "A moderator looks again at what the rule “Regel eins” decided",
  "The receiver answered 410 Gone.",
  "Every attempt has failed for five days.",
  "Switched off by Ana.",
  "The receiver answered 302; redirects are not followed.",
  "The receiver answered 500.",
  "No answer within 10 seconds.",
  "No connection within 5 seconds.",
  "The connection was refused.",
  "The receiver closed the connection without an answer.",
  "The host name could not be resolved.",
  "The host name could not be resolved for now.",
  "The host cannot be reached.",
  "Not sent: the signing secret cannot be read any more and has to be rotated",
  "Not sent: kaputt",
];

export const recordSentences = (): string[] => [
  ...new Set([
    ...cases.flatMap(([when, ofFacts]) => ofFacts.flatMap((facts) => saidOf(when, facts))),
    ...failures(),
    ...reasons(),
    ...ofPacks(),
    ...advice(),
    ...health(),
    ...silences.flatMap((problem) =>
      ["Akismet", "dienst.example"].map(
        (name) => unanswered(name, { service: "akismet", answer: null, problem }).explanation,
      ),
    ),
    ...written,
  ]),
];
