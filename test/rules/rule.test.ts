import fc from "fast-check";
import { z } from "zod";
import { factNeeds } from "../../src/rules/facts.ts";
import { type Check, ruleSchema } from "../../src/rules/rule.ts";
import { wordListSchema } from "../../src/rules/word-list.ts";
import { defaultRules, givenRule } from "./givens.ts";

const rule = (when: unknown, then: unknown = { points: 1 }) => ({
  name: "A rule",
  stage: "enforce",
  when,
  then,
});

function refusals(input: unknown): string[] {
  const result = ruleSchema.safeParse(input);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `/${path.join("/")}: ${message}`);
}

test("the documented rule is accepted as it is written", () => {
  const written = {
    siteKey: "demo",
    name: "New author with links",
    stage: "enforce",
    when: {
      all: [
        { check: "author", approvedCount: { lt: 1 } },
        { check: "links", count: { gte: 2 } },
      ],
    },
    then: { points: 4, group: "links", publicReason: "spam" },
  };

  expect(ruleSchema.parse(written)).toEqual(written);
});

describe("a refusal points at the very place and says why", () => {
  const pattern = (source: string) => rule({ all: [{ not: { check: "pattern", pattern: source } }] });

  test.each([
    [
      rule({ check: "nonsense" }),
      "/when/check: Unknown check: use words, pattern, links, author, velocity, duplicate, near-duplicate, shape, form, page, learned, personal-data, external or akismet",
    ],
    [
      rule({ any: [{ check: "links" }, {}] }),
      "/when/any/1: Expected an object with one of check, all, any, not",
    ],
    [rule({ all: [{ check: "author" }] }), "/when/all/0: Name at least one condition on the author"],
    [rule({ check: "links", count: {} }), "/when/count: Name at least one of lt, lte, gt, gte, eq"],
    [
      rule({ check: "words", phrases: ["ok", "**"] }),
      "/when/phrases/1: A phrase needs something besides asterisks, or it would match everything",
    ],
    [rule({ check: "words" }), "/when: Name phrases or a list"],
    [rule({ check: "links" }, { group: "x" }), "/then: Name points or force"],
    [pattern("a(b(c)"), "/when/all/0/not/pattern: Missing closing ) “a(b(c)” at position 1"],
    [pattern("x(?=y)"), "/when/all/0/not/pattern: Invalid or unsupported Perl syntax “(?=” at position 1"],
    [pattern("(a)\\1"), "/when/all/0/not/pattern: Invalid escape sequence “\\1” at position 3"],
    [
      pattern("a|"),
      "/when/all/0/not/pattern: The pattern matches the empty text, so it would match every comment",
    ],
    [
      pattern("[a-z]{900}[a-z]{900}[a-z]{900}"),
      "/when/all/0/not/pattern: The pattern is too large: repeat less often, or use a word list",
    ],
    [
      rule({ check: "words", phrases: ["a\0"] }),
      "/when/phrases/0: Contains characters that cannot be stored",
    ],
  ])("%j", (input, refusal) => {
    expect(refusals(input)).toEqual([refusal]);
  });

  test("unknown fields are refused", () => {
    expect(refusals(rule({ check: "links", cuont: { gte: 2 } }))[0]).toMatch(
      /^\/when: Unrecognized key: "cuont"/,
    );
  });

  test("all mistakes are told at once", () => {
    expect(
      refusals({ ...rule({ all: [{ check: "author" }, { check: "words" }] }), stage: "on" }),
    ).toHaveLength(3);
  });
});

describe("the size of a rule is bounded", () => {
  const nested = (depth: number): unknown => {
    let when: unknown = { check: "links" };
    for (let level = 1; level < depth; level++) when = { not: when };
    return when;
  };

  test("in depth, even where a stack would overflow", () => {
    expect(refusals(rule(nested(8)))).toEqual([]);
    expect(refusals(rule(nested(9)))).toEqual(["/when: Conditions may be nested 8 deep at most"]);
    expect(refusals(rule(nested(100_000)))).toEqual(["/when: Conditions may be nested 8 deep at most"]);
  });

  test("in the number of conditions", () => {
    const wide = (count: number) => rule({ any: Array.from({ length: count }, () => ({ check: "links" })) });

    expect(refusals(wide(99))).toEqual([]);
    expect(refusals(wide(100))).toEqual(["/when: A rule may hold 100 conditions at most"]);
  });
});

test("whatever is sent, the answer is a rule or a refusal", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (when) => {
      expect(Array.isArray(refusals(rule(when)))).toBe(true);
    }),
  );
});

test("the schema describes itself, its recursion included", () => {
  const described = JSON.stringify(
    z.toJSONSchema(z.object({ rule: ruleSchema, list: wordListSchema }), { io: "input" }),
  );

  expect(described).toContain('"not":{"$ref":"#/$defs/RuleCondition"}');
  expect(described).toContain('"check":{"type":"string","const":"velocity"}');
});

describe("the rules of a new site", () => {
  test("are valid and may only hold", () => {
    for (const given of defaultRules) {
      expect(refusals(given)).toEqual([]);
      expect(given.stage).toBe("hold");
    }
    expect(new Set(defaultRules.map(({ name }) => name)).size).toBe(defaultRules.length);
  });
});

test("the counts that rules need are named once each, those of drafts not at all", () => {
  const velocity: Check = { check: "velocity", by: "ip", windowSeconds: 60, count: { gte: 1 } };
  const rules = [
    givenRule({ stage: "draft", when: { check: "duplicate", of: "rejected", windowSeconds: 99 } }),
    givenRule({ stage: "shadow", when: { any: [velocity, { not: { ...velocity, by: "body" } }] } }),
    givenRule({ stage: "hold", when: { all: [velocity, { ...velocity, windowSeconds: 30 }] } }),
    givenRule({ stage: "enforce", when: { check: "duplicate", of: "sameAuthor", windowSeconds: 600 } }),
  ];

  expect(factNeeds(rules)).toEqual({
    velocity: [
      { by: "ip", windowSeconds: 30 },
      { by: "ip", windowSeconds: 60 },
      { by: "body", windowSeconds: 60 },
    ],
    duplicates: [{ windowSeconds: 600 }],
  });
});
