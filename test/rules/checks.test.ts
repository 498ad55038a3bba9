import { jest } from "@jest/globals";
import { patternProblem } from "../../src/rules/checks/pattern.ts";
import { TookTooLong, within } from "../../src/rules/interruptible.ts";
import { found, givenBody, givenFacts, givenRule, judge } from "./givens.ts";

describe("links", () => {
  test.each([
    ["http://a.example/x and https://b.example", ["http://a.example/x", "https://b.example"]],
    ["just for test: murdev.com", ["murdev.com"]],
    ["see example.com/x.", ["example.com/x"]],
    ["(www.spam.ru)", ["www.spam.ru"]],
    ["点击这里www.spam.com，谢谢", ["www.spam.com"]],
    ["сайт казино.рф", ["казино.рф"]],
    ['<a href="http://x.example">x</a>', ["http://x.example"]],
    ["bit.ly/abc", ["bit.ly/abc"]],
  ])("are found in “%s”", (body, links) => {
    expect(found({ check: "links" }, givenBody(body)).matched).toEqual(links);
  });

  test.each([
    ["write to ana@example.com"],
    ["It was great.So was the cake.It is over"],
    ["see main.py, README.md and run.sh"],
    ["e.g. this, i.e. that... 3.14 & 10.000,00"],
    ["AT&amp;T &nbsp; &lt;b&gt;"],
    ["half.. and half"],
    ["version 1.2.3.4"],
    ["Node.js and jQuery.ready"],
  ])("are none: “%s”", (body) => {
    expect(found({ check: "links" }, givenBody(body)).matched).toEqual([]);
  });

  test("to the site itself are left out when asked for", () => {
    const body = "https://news.example/b https://www.news.example/c https://news.example.evil.com";

    expect(found({ check: "links", notOwnSite: true }, givenBody(body)).matched).toEqual([
      "https://news.example.evil.com",
    ]);
    expect(found({ check: "links" }, givenBody(body)).matched).toHaveLength(3);
  });

  test("to listed domains and what lies below them", () => {
    const check = { check: "links", domains: ["spam.example", "казино.рф"] } as const;

    expect(found(check, givenBody("http://a.SPAM.example/x")).outcome).toBe(true);
    expect(found(check, givenBody("http://notspam.example")).outcome).toBe(false);
    expect(found(check, givenBody("http://xn--80aswg.xn--p1ai")).outcome).toBe(false);
    expect(found(check, givenBody("http://казино.рф")).outcome).toBe(true);
    expect(found(check, givenFacts({ comment: { authorUrl: "http://spam.example" } })).outcome).toBe(true);
  });

  test("of shorteners", () => {
    const check = { check: "links", shorteners: true } as const;

    expect(found(check, givenBody("http://bit.ly/x or https://youtu.be/y")).matched).toEqual([
      "http://bit.ly/x",
    ]);
  });

  test("are explained by their hosts", () => {
    const { explanation } = found(
      { check: "links", count: { gte: 2 } },
      givenBody("http://a.example http://b.example"),
    );

    expect(explanation).toBe("2 links: a.example, b.example");
  });
});

// Each would hold a backtracking engine for years.
const catastrophes = [
  "^(a+)+$",
  "(a|a)*$",
  "(a|aa)+$",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(.*)*x",
  "(a*)*(a*)*(a*)*b",
  "([a-z]+\\s?)+!{3}",
  "(?:a?){50}a{50}",
  "(.*?,){20}P",
  "(x+x+)+y",
];

test.each(catastrophes)("the pattern %s is refused, or its time grows with the text alone", (pattern) => {
  const textOf = (length: number) => "a, ax".repeat(length / 5);
  const msFor = (length: number): number => {
    const check = { check: "pattern", pattern } as const;
    const body = givenBody(`${textOf(length)}!`);
    // The best of a few: what disturbs a round only makes it slower.
    const rounds = Array.from({ length: 3 }, () => {
      const startedAt = performance.now();
      try {
        found(check, body);
      } catch (error) {
        if (!(error instanceof TookTooLong)) throw error;
      }
      return performance.now() - startedAt;
    });
    return Math.min(...rounds);
  };
  if (patternProblem(pattern) !== null) return;

  // Ten times the text: a quadratic engine would take a hundred times as long, a backtracking one would not end.
  expect(msFor(10_000)).toBeLessThan(40 * msFor(1_000) + 50);
});

test("patterns that take too long with a comment, all of them together, are without an answer", () => {
  const rules = Array.from({ length: 4 }, () =>
    givenRule({ when: { check: "pattern", pattern: "a.*?b" }, then: { points: 1 } }),
  );
  const body = givenBody("a b, ".repeat(200));
  const settings = { thresholds: { hold: 10, reject: null, spam: null } };
  expect(judge(rules, body, { settings })).toMatchObject({ verdict: "approved", unknown: [] });
  let now = 0;
  // 0.16 milliseconds for each of a pattern's hundred questions to the engine: the third one gets past 40.
  const clock = jest.spyOn(performance, "now").mockImplementation(() => (now += 0.16));

  try {
    const { verdict, unknown } = judge(rules, body, { settings });
    expect(verdict).toBe("held");
    expect(unknown.map(({ reason }) => reason)).toEqual([
      "The check failed: patterns take too long with this text",
      "The check failed: patterns take too long with this text",
    ]);
  } finally {
    clock.mockRestore();
  }
});

test("a pattern made to take long is stopped in the midst of a text, and answers for the next", () => {
  // The first one is so small that it is asked without a limit, which a busy machine could reach.
  const rules = ["aab", "(?:.{0,40}){5}Z"].map((pattern) =>
    givenRule({ when: { check: "pattern", pattern, wholeWord: true }, then: { points: 20 } }),
  );
  // It has taken nearly all the time there is, so that any machine is too slow for the second.
  const clock = jest.spyOn(performance, "now").mockReturnValueOnce(0).mockReturnValue(39.5);

  try {
    const { verdict, unknown } = judge(rules, givenBody("a".repeat(10_000)));

    expect(verdict).toBe("held");
    expect(unknown.map(({ reason }) => reason)).toEqual([
      "The check failed: patterns take too long with this text",
    ]);
    expect(judge(rules, givenBody("a kind word"))).toMatchObject({ verdict: "approved", unknown: [] });
    expect(judge(rules, givenBody("ABC to Z")).findings).toHaveLength(1);
  } finally {
    clock.mockRestore();
  }
});

test("what runs without end is stopped, what fails fails as it would, and what answers has its answer", () => {
  expect(() =>
    within(5, () => {
      for (;;);
    }),
  ).toThrow(TookTooLong);
  expect(() =>
    within(1_000, () => {
      throw new RangeError("its own");
    }),
  ).toThrow(RangeError);
  expect(within(1_000, () => 42)).toBe(42);
});

test.each([
  ["a(?:.*(?:.{0,40}){20}Z)?", "The pattern is too large: repeat less often, or use a word list"],
  ["a.{0,100}b", null],
])("the pattern %s is told how large a pattern may be", (pattern, problem) => {
  expect(patternProblem(pattern)).toBe(problem);
});

test("most catastrophic patterns are usable, since their engine does not go back", () => {
  expect(catastrophes.filter((pattern) => patternProblem(pattern) === null).length).toBeGreaterThanOrEqual(5);
});

describe("pattern", () => {
  test("is linear where a backtracking engine would hang", () => {
    expect(found({ check: "pattern", pattern: "^(a+)+$" }, givenBody("a".repeat(9_999) + "!")).outcome).toBe(
      false,
    );
  });

  test("ignores case unless told otherwise", () => {
    expect(found({ check: "pattern", pattern: "buy.now" }, givenBody("BUY NOW")).matched).toEqual([
      "BUY NOW",
    ]);
    expect(found({ check: "pattern", pattern: "buy", ignoreCase: false }, givenBody("BUY")).outcome).toBe(
      false,
    );
  });

  test("finds whole words of any script", () => {
    const check = { check: "pattern", pattern: "caf|бар", wholeWord: true } as const;

    expect(found(check, givenBody("café, барон")).outcome).toBe(false);
    expect(found(check, givenBody("😀caf caf бар")).matched).toEqual(["caf", "caf", "бар"]);
  });
});

describe("an e-mail address is found where it stands, and the sentence on it repeats only a part", () => {
  const facts = givenFacts({ comment: { authorEmail: "ana.lopez@mail.example" } });
  const fields = ["authorEmail"];

  test.each<[string, object, [number, number], string]>([
    ["the whole of it", { check: "pattern", pattern: ".+@.+" }, [0, 22], "“a…@mail.example”"],
    ["a name in it", { check: "pattern", pattern: "lopez" }, [4, 9], "“l…”"],
    ["its domain", { check: "pattern", pattern: "@mail\\.example$" }, [9, 22], "“@mail.example”"],
    ["a listed name", { check: "words", phrases: ["lopez"] }, [4, 9], "“l…” (listed)"],
    ["a listed name with more", { check: "words", phrases: ["lope*"] }, [4, 9], "“l…” (listed)"],
    ["a listed address", { check: "words", phrases: ["ana.lopez@mail"] }, [0, 14], "“a…@mail” (listed)"],
    ["a listed domain", { check: "words", phrases: ["mail*"] }, [10, 14], "“mail” (listed as “mail*”)"],
  ])("%s", (_what, check, span, quoted) => {
    const { spans, explanation } = found({ ...check, fields }, facts);

    expect(spans).toEqual([span]);
    expect(explanation).toContain(quoted);
    expect(explanation).not.toMatch(/ana|lope/);
  });
});

describe("author", () => {
  test("what is known is compared and said", () => {
    expect(found({ check: "author", approvedCount: { lt: 1 } }, givenFacts()).explanation).toBe(
      "no comment by this author was approved yet",
    );
    expect(
      found({ check: "author", approvedCount: { lt: 1 } }, givenFacts({ author: { approvedCount: 2 } }))
        .outcome,
    ).toBe(false);
    expect(found({ check: "author", ageDays: { lt: 1 } }, givenFacts()).outcome).toBe(true);
    expect(
      found(
        { check: "author", ageDays: { gte: 7 } },
        givenFacts({ author: { firstSeenAt: "2026-03-01T12:00:00Z" } }),
      ).explanation,
    ).toBe("first seen 9 days ago");
    expect(found({ check: "author", banned: true }, givenFacts({ author: { banned: true } })).outcome).toBe(
      true,
    );
    expect(found({ check: "author", hasEmail: false, hasUrl: false }, givenFacts()).outcome).toBe(false);
  });

  test("an e-mail domain covers what lies below it", () => {
    const check = { check: "author", emailDomain: ["mail.example", "@throwaway.example"] } as const;

    expect(found(check, givenFacts()).matched).toEqual(["mail.example"]);
    expect(found(check, givenFacts({ comment: { authorEmail: "x@a.THROWAWAY.example" } })).outcome).toBe(
      true,
    );
    expect(found(check, givenFacts({ comment: { authorEmail: "x@notmail.example" } })).outcome).toBe(false);
    expect(found(check, givenFacts({ comment: { authorEmail: null } })).outcome).toBe(false);
  });
});

describe("what was counted before the rules ran", () => {
  const flood = { check: "velocity", by: "ip", windowSeconds: 600, count: { gte: 10 } } as const;
  const copies = { check: "duplicate", of: "otherAuthors", windowSeconds: 3600, count: { gte: 3 } } as const;

  test("velocity", () => {
    const velocity = (count: number | null) =>
      givenFacts({ velocity: [{ by: "ip", windowSeconds: 600, count, uniqueAuthors: 1 }] });

    expect(found(flood, velocity(9)).outcome).toBe(false);
    expect(found(flood, velocity(12)).explanation).toBe(
      "12 earlier comments from the same IP address within 10 minutes",
    );
    expect(found(flood, velocity(null)).outcome).toBe("unknown");
    expect(found(flood, givenFacts()).outcome).toBe("unknown");
  });

  test("duplicates, short ones aside", () => {
    const duplicates = [{ windowSeconds: 3600, sameAuthor: 0, otherAuthors: 5, rejected: null }];

    expect(found(copies, givenFacts({ duplicates })).outcome).toBe(true);
    expect(found({ ...copies, of: "rejected" }, givenFacts({ duplicates })).outcome).toBe("unknown");
    expect(
      found({ ...copies, minLetters: 10 }, givenFacts({ duplicates, comment: { body: "Thank you!" } }))
        .outcome,
    ).toBe(false);
  });
});

describe("shape", () => {
  test.each([
    ["capitals", { capitalShare: { gte: 0.8 } }, "THIS IS SOMETHING I SHOUT", true],
    ["few letters are no shouting", { capitalShare: { gte: 0.8 } }, "NASA, ESA & UNESCO", false],
    ["a script without case", { capitalShare: { gte: 0.8 } }, "你好".repeat(40), false],
    ["one letter over and over", { repeatedCharacter: { gte: 6 } }, "sooooooo good", true],
    ["a number with many zeros", { repeatedCharacter: { gte: 6 } }, "1000000000 -------- ......", false],
    ["one word over and over", { repeatedWord: { gte: 4 } }, "buy Buy BUY, buy it", true],
    ["a run of marks", { punctuationRun: { gte: 5 } }, "what?!?!?!", true],
    ["a line of dashes and emoji", { punctuationRun: { gte: 5 } }, "---------- 😂😂😂😂😂😂", false],
    ["a look-alike", { mixedScriptWords: { gte: 1 } }, "cheap vіаgrа", true],
    ["Latin with a Russian ending", { mixedScriptWords: { gte: 1 } }, "с iPhoneом и VPNом", false],
    ["formulas", { mixedScriptWords: { gte: 1 } }, "TNFα, Δtime, kΩ, μm", false],
    ["zalgo", { marksPerLetter: { gte: 4 } }, "z\u0337\u0322\u0334\u0321\u0336algo", true],
    ["pointed Hebrew", { marksPerLetter: { gte: 4 } }, "בְּרֵאשִׁ֖ית בָּרָ֣א", false],
    ["Vietnamese, decomposed", { marksPerLetter: { gte: 4 } }, "Việt Nam ế".normalize("NFD"), false],
    ["Burmese and Hindi", { marksPerLetter: { gte: 4 } }, "ကြောင့် क्ष्म्य्क", false],
    ["an override", { bidiOverrides: { gte: 1 } }, "\u202egpj.exe", true],
    ["a phone's number", { bidiOverrides: { gte: 1 } }, "\u202a+1 555 0100\u202c", false],
    ["length in characters", { length: { eq: 3 } }, "a😀b", true],
  ])("%s", (_, condition, body, outcome) => {
    expect(found({ check: "shape", ...condition }, givenBody(body)).outcome).toBe(outcome);
  });
});

describe("form and page", () => {
  test("a form field that is not known is unknown, no form at all is not", () => {
    const honeypot = { check: "form", honeypotFilled: true } as const;

    expect(found(honeypot, givenFacts({ form: { honeypotFilled: true } })).outcome).toBe(true);
    expect(found(honeypot, givenFacts({ form: { honeypotFilled: null } })).outcome).toBe("unknown");
    expect(found(honeypot, givenFacts({ form: null })).outcome).toBe(false);
    expect(
      found({ check: "form", writtenInMs: { lt: 2000 } }, givenFacts({ form: { writtenInMs: 800 } }))
        .explanation,
    ).toBe("written in 0.8 seconds");
  });

  test("an old page", () => {
    expect(found({ check: "page", ageDays: { gte: 9 } }, givenFacts()).outcome).toBe(true);
    expect(
      found({ check: "page", ageDays: { gte: 9 } }, givenFacts({ page: { firstSeenAt: null } })).outcome,
    ).toBe("unknown");
    expect(found({ check: "page", closed: true }, givenFacts()).outcome).toBe(false);
  });
});

describe("personal data", () => {
  const check = { check: "personal-data" } as const;

  test("is found where it stands, and only a part of it is repeated", () => {
    const body = "Ring me on 07700 900123, the card is 4111 1111 1111 1111";

    const { outcome, matched, spans, explanation } = found(check, givenBody(body));

    expect(outcome).toBe(true);
    expect(spans.map((span) => body.slice(...span))).toEqual(["07700 900123", "4111 1111 1111 1111"]);
    expect(matched).toEqual(["…23", "…1111"]);
    expect(explanation).toContain("a phone number “…23”, a card number “…1111”");
    expect(explanation).not.toMatch(/4111 1111|900123/);
  });

  test("of the kinds that are asked for, in the fields that are asked for", () => {
    const facts = givenFacts({ comment: { body: "ana@example.com", authorName: "+44 7700 900123" } });

    expect(found({ ...check, kinds: ["phone"] }, facts).outcome).toBe(false);
    expect(found({ ...check, kinds: ["email"] }, facts).matched).toEqual(["a…@example.com"]);
    expect(found({ ...check, kinds: ["phone"], fields: ["authorName"] }, facts).outcome).toBe(true);
    expect(found({ ...check, count: { gte: 2 } }, facts).outcome).toBe(false);
  });
});
