import fc from "fast-check";
import { compileRules } from "../../src/rules/compile.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import type { Force, RuleInput, RuleStage } from "../../src/rules/rule.ts";
import { defaultRules, givenBody, givenFacts, givenRule, givenSettings, judge } from "./givens.ts";

const spamWord = { check: "words", phrases: ["casino"] } as const;
const always = { check: "author", trusted: false } as const;
const unanswered = { check: "velocity", by: "ip", windowSeconds: 60, count: { gte: 1 } } as const;
const casino = givenBody("the casino at http://a.example");

describe("points", () => {
  test("add up over rules and decide by the site's thresholds", () => {
    const rules = [2, 3].map((points) => givenRule({ when: spamWord, then: { points } }));

    expect(judge(rules, casino)).toMatchObject({ verdict: "held", basis: "points", points: 5 });
    expect(
      judge(rules, casino, { settings: { thresholds: { hold: 4, reject: 5, spam: null } } }).verdict,
    ).toBe("rejected");
    expect(judge(rules, casino, { settings: { thresholds: { hold: 4, reject: 5, spam: 5 } } }).verdict).toBe(
      "spam",
    );
    expect(
      judge(rules, casino, { settings: { thresholds: { hold: 6, reject: null, spam: null } } }).verdict,
    ).toBe("approved");
  });

  test("of one group count up to its cap", () => {
    const rules = [3, 4].map((points) => givenRule({ when: spamWord, then: { points, group: "words" } }));

    expect(judge(rules, casino, { settings: { groupCaps: { words: 3.5 } } })).toMatchObject({
      points: 3.5,
      verdict: "approved",
    });
  });

  test("below zero speak for a comment", () => {
    const rules = [givenRule({ when: spamWord }), givenRule({ when: always, then: { points: -2 } })];

    expect(judge(rules, casino)).toMatchObject({ points: 2, verdict: "approved" });
  });

  test("of a rule stand once, on a place in the text", () => {
    const rule = givenRule({ when: { all: [always, spamWord, { check: "links" }] } });

    const { findings } = judge([rule], casino);

    expect(findings.map(({ points, matched }) => [points, matched])).toEqual([
      [4, "casino"],
      [0, "http://a.example"],
      [0, null],
    ]);
  });
});

describe("what an author's own site mode decides when no rule does", () => {
  test.each([
    ["everything", 9, "held"],
    ["new-authors", 0, "held"],
    ["new-authors", 1, "approved"],
    ["flagged", 0, "approved"],
  ] as const)("%s, %i approved comments: %s", (mode, approvedCount, verdict) => {
    expect(judge([], givenFacts({ author: { approvedCount } }), { settings: { mode } })).toMatchObject({
      verdict,
      basis: "mode",
    });
  });

  test("a comment is not refused by mode, and refused comments do not wait", () => {
    const rule = givenRule({ when: spamWord, then: { force: "reject", publicReason: "Advertising" } });

    expect(judge([rule], casino, { settings: { mode: "everything" } })).toMatchObject({
      verdict: "rejected",
      publicReason: "Advertising",
    });
  });
});

describe("force", () => {
  const verdictOf = (forces: Force[], trusted = false) =>
    judge(
      forces.map((force) => givenRule({ when: spamWord, then: { force } })),
      givenFacts({ comment: casino.comment, author: { trusted } }),
    ).verdict;

  test.each([
    [["approve"], "approved"],
    [["approve", "hold"], "held"],
    [["approve", "reject"], "rejected"],
    [["hold", "reject"], "rejected"],
    [["reject", "spam"], "spam"],
  ] as [Force[], string][])("%j gives %s", (forces, verdict) => {
    expect(verdictOf(forces)).toBe(verdict);
  });

  test("approval of a trusted author lifts a forced hold, but no forced refusal", () => {
    expect(verdictOf(["approve", "hold"], true)).toBe("approved");
    expect(verdictOf(["approve", "spam"], true)).toBe("spam");
  });

  test("beats any number of points", () => {
    const rules = [
      givenRule({ when: spamWord, then: { points: 20 } }),
      givenRule({ when: spamWord, then: { force: "approve" } }),
    ];

    expect(judge(rules, casino)).toMatchObject({ verdict: "approved", basis: "force", points: 20 });
  });
});

describe("stages", () => {
  const staged = (stage: RuleStage, then: RuleInput["then"]) =>
    judge([givenRule({ when: spamWord, stage, then })], casino, {
      settings: { thresholds: { hold: 4, reject: 8, spam: 9 } },
    });

  test("a draft does not run", () => {
    expect(staged("draft", { force: "spam" })).toMatchObject({ verdict: "approved", findings: [] });
  });

  test("a shadow rule is recorded and has no effect", () => {
    const verdict = staged("shadow", { force: "spam", points: 9 });

    expect(verdict).toMatchObject({ verdict: "approved", points: 0, reasons: ["No rule holds the comment"] });
    expect(verdict.findings).toMatchObject([{ stage: "shadow", matched: "casino" }]);
  });

  test("a rule that may only hold never refuses, publishes or speaks for a comment", () => {
    expect(staged("hold", { force: "spam" }).verdict).toBe("held");
    expect(staged("hold", { force: "reject" }).verdict).toBe("held");
    expect(staged("hold", { points: 20 })).toMatchObject({ verdict: "held", points: 20 });
    expect(staged("hold", { force: "approve" })).toMatchObject({ verdict: "approved", basis: "mode" });
    expect(staged("hold", { points: -20 })).toMatchObject({ points: 0 });
  });

  test("its points do not help others to refuse either", () => {
    const rules = [
      givenRule({ when: spamWord, stage: "hold", then: { points: 5 } }),
      givenRule({ when: spamWord, then: { points: 5 } }),
    ];

    expect(
      judge(rules, casino, { settings: { thresholds: { hold: 4, reject: 8, spam: null } } }),
    ).toMatchObject({ verdict: "held", points: 10 });
  });
});

describe("a check without an answer", () => {
  test("sends the comment to a human, with the reason, also past a refusal", () => {
    const rules = [
      givenRule({ name: "Flood", when: unanswered }),
      givenRule({ when: spamWord, then: { force: "spam" } }),
    ];

    const verdict = judge(rules, casino);

    expect(verdict).toMatchObject({
      verdict: "held",
      basis: "unknown",
      unknown: [{ check: "velocity", holds: true }],
    });
    expect(verdict.reasons[0]).toBe(
      "A moderator decides, since the rule “Flood” has no answer: it is not known how many comments came from the same IP address within 1 minute",
    );
  });

  test("does not where the rule says so, or has no effect yet", () => {
    expect(
      judge([givenRule({ when: unanswered, then: { points: 9, whenUnknown: "ignore" } })], casino),
    ).toMatchObject({
      verdict: "approved",
      unknown: [{ holds: false }],
    });
    expect(judge([givenRule({ when: unanswered, stage: "shadow" })], casino).verdict).toBe("approved");
  });

  test.each([
    [
      "all with something false is false",
      { all: [unanswered, { check: "author", trusted: true }] },
      "approved",
    ],
    ["all with something true stays open", { all: [unanswered, always] }, "unknown"],
    ["any with something true is true", { any: [unanswered, always] }, "points"],
    [
      "any with something false stays open",
      { any: [unanswered, { check: "author", trusted: true }] },
      "unknown",
    ],
    ["not leaves it open", { not: unanswered }, "unknown"],
  ] as const)("%s", (_, when, expected) => {
    const { verdict, basis } = judge([givenRule({ when: when })], casino);

    expect([verdict, basis]).toContain(expected);
  });

  test("a check that breaks is one without an answer", () => {
    const broken = givenRule({ when: { check: "pattern", pattern: "ok" } });
    const compiled = compileRules([{ ...broken, when: { check: "pattern", pattern: "(" } }], []);

    const verdict = evaluate(compiled, casino, givenSettings());

    expect(verdict).toMatchObject({ verdict: "held", basis: "unknown" });
    expect(verdict.unknown[0]?.reason).toMatch(/^The check cannot be used: /);
  });
});

describe("explanation", () => {
  test("every rule that matched is told, the decisive ones first", () => {
    const rules = [
      givenRule({ ruleId: "a", name: "Gambling", when: spamWord, then: { points: 1 } }),
      givenRule({
        ruleId: "b",
        name: "New author with links",
        when: { all: [{ check: "author", approvedCount: { lt: 1 } }, { check: "links" }] },
        then: { force: "hold" },
      }),
    ];

    expect(judge(rules, casino).reasons).toEqual([
      "New author with links: 1 link: a.example; no comment by this author was approved yet (force hold)",
      "Gambling: 1 listed word or phrase: “casino” (listed) (1 point)",
    ]);
  });

  test("what is denied is told in words", () => {
    const [finding] = judge([givenRule({ when: { not: { check: "links" } } })], givenBody("hello")).findings;

    expect(finding).toMatchObject({
      check: "links",
      span: null,
      explanation: "not: the comment has 1 or more links",
    });
  });

  test("a finding's span is the matched text in the field as it was sent", () => {
    const rules = [
      givenRule({ when: { check: "words", phrases: ["caf*", "buy now", "ß"] } }),
      givenRule({ when: { check: "links" } }),
      givenRule({ when: { check: "pattern", pattern: "[a-z]+" } }),
      givenRule({ when: { check: "shape", repeatedCharacter: { gte: 2 } } }),
    ];
    const pieces = fc.constantFrom(
      "cafe\u0301s",
      "BUY — now",
      "İ",
      "ß",
      "😀",
      "a.example/x",
      "e\u0301e\u0301",
      " ",
      "\u200d",
      "가\u11a8",
      "ooo",
      "\ud800",
    );
    const bodies = fc
      .array(fc.oneof(pieces, fc.string({ unit: "binary" })), { maxLength: 30 })
      .map((parts) => parts.join(""));

    fc.assert(
      fc.property(bodies, (body) => {
        for (const { span, matched } of judge(rules, givenBody(body)).findings) {
          expect(span === null ? null : body.slice(...span)).toBe(matched);
          expect(matched).not.toBe("");
        }
      }),
    );
  });
});

describe("same input, same verdict", () => {
  const rules = [
    givenRule({ when: spamWord, then: { points: 2.1, group: "a" } }),
    givenRule({ when: { check: "links" }, then: { points: 0.7, group: "b" } }),
    givenRule({ when: { not: { check: "shape", length: { gt: 50 } } }, then: { points: 1.3 } }),
    givenRule({ when: unanswered, then: { points: 1, whenUnknown: "ignore" } }),
  ];

  test("in whatever order the rules come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), fc.string(), (shuffled, extra) => {
        const facts = givenBody(`casino http://a.example ${extra}`);

        expect(JSON.stringify(judge(shuffled, facts))).toBe(JSON.stringify(judge(rules, facts)));
      }),
    );
  });

  test("the points of the findings add up to the verdict's, shadow rules aside", () => {
    const { findings, points } = judge(rules, casino);

    expect(findings.reduce((sum, finding) => sum + finding.points, 0)).toBeCloseTo(points);
  });
});

describe("the default rules", () => {
  const rules = defaultRules.map(({ name, ...input }, index) => ({
    ...givenRule({ ...input, name }),
    ruleId: `default-${index}`,
  }));
  const day = 86_400;
  const counted = (sameAuthor: number, otherAuthors: number, ip: number | null = 0) => ({
    velocity: [{ by: "ip" as const, windowSeconds: 600, count: ip, uniqueAuthors: 0 }],
    duplicates: [
      { windowSeconds: day, sameAuthor, otherAuthors, rejected: 0 },
      { windowSeconds: 7 * day, sameAuthor, otherAuthors, rejected: 0 },
    ],
  });
  const verdictOf = (body: string, given: Parameters<typeof givenFacts>[0] = {}) =>
    judge(rules, givenFacts({ ...counted(0, 0), ...given, comment: { body } })).verdict;

  test.each([
    "Thank you!",
    "I disagree, see https://en.wikipedia.org/wiki/Scunthorpe",
    "HELP! My order never came, what do I do?",
    "Nooooooooooooooo!!!",
    "NASA SAYS: WE ARE GOING BACK TO THE MOON IN THIS DECADE, FOLKS",
    "Спасибо, с iPhoneом всё работает",
    "مقال رائع، شكرا جزيلا",
    "कृपया और लिखें",
    "👏👏👏👏👏👏👏👏👏👏👏👏",
  ])("publish “%s”", (body) => {
    expect(verdictOf(body)).toBe("approved");
  });

  test.each([
    ["two links of a new author", "http://a.example http://b.example", {}],
    ["a shortened link", "look: bit.ly/x", {}],
    ["the hidden field", "hi", { form: { honeypotFilled: true } }],
    ["speed and a link", "http://a.example", { form: { writtenInMs: 300 } }],
    ["a campaign", "Vote for our petition today, friends", counted(0, 11)],
    ["a flood", "hi", counted(0, 0, 12)],
    ["a banned author", "hi", { author: { banned: true } }],
    ["a reversed text", "\u202etxt.exe", {}],
  ])("hold %s", (_, body, given) => {
    expect(verdictOf(body, given)).toBe("held");
  });

  test("an author who is known may link", () => {
    expect(verdictOf("http://a.example http://b.example", { author: { approvedCount: 3 } })).toBe("approved");
  });

  test("a comment without a form and an address is not held for that", () => {
    expect(verdictOf("hi", { form: null, ...counted(0, 0, null) })).toBe("approved");
  });
});
