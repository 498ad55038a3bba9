import { CHECKS, kindOfCheck, STARTS } from "../../src/dashboard/app/rules/check-fields.ts";
import {
  type Condition,
  contentOf,
  type Group,
  isCondition,
  rootGroup,
  tidied,
  withField,
  withMember,
  withNewMember,
} from "../../src/dashboard/app/rules/condition.ts";
import { describeCondition } from "../../src/dashboard/app/rules/describe.ts";
import { checkSchema } from "../../src/rules/rule.ts";

const words = { check: "words", phrases: ["a"] };
const links = { check: "links" };

test("members are added, changed and taken out, and the group keeps its kind", () => {
  const group: Group = { any: [words] };

  expect(withNewMember(group, links)).toEqual({ any: [words, links] });
  expect(withMember({ any: [words, links] }, 0, { not: words })).toEqual({ any: [{ not: words }, links] });
  expect(withMember({ all: [words, links] }, 1, null)).toEqual({ all: [words] });
});

test("a check's field is set, changed in its place and left out", () => {
  expect(withField(links, "count", { gte: 2 })).toEqual({ check: "links", count: { gte: 2 } });
  expect(Object.keys(withField({ check: "words", phrases: [], list: "x" }, "phrases", ["b"]))).toEqual([
    "check",
    "phrases",
    "list",
  ]);
  expect(withField({ check: "links", shorteners: true }, "shorteners", undefined)).toEqual({
    check: "links",
  });
});

test("a lone condition at the root gets a group around it", () => {
  expect(rootGroup(words)).toEqual({ all: [words] });
  expect(rootGroup({ not: words })).toEqual({ all: [{ not: words }] });
  expect(rootGroup({ any: [words] })).toEqual({ any: [words] });
});

test("what is left empty while somebody types is not sent", () => {
  const typed: Condition = {
    all: [
      { check: "words", phrases: ["casino", "", "  "] },
      { not: { check: "links", count: { gte: 2, lt: undefined } } },
    ],
  };

  expect(tidied(typed)).toEqual({
    all: [{ check: "words", phrases: ["casino"] }, { not: { check: "links", count: { gte: 2 } } }],
  });
});

test.each([
  [{ check: "weather" }, true],
  [{ all: [{ any: [] }, { not: { check: "links" } }] }, true],
  [{ all: [null] }, false],
  [{ all: {} }, false],
  [{}, false],
  [[], false],
  [{ check: 3 }, false],
])("%j read as JSON: a condition, %s", (value, expected) => {
  expect(isCondition(value)).toBe(expected);
});

// Each of these is a form of the API; what is not in the table is shown as JSON, so nothing is lost by it.
describe("the table of checks", () => {
  const schemas = new Map<string, string[]>(
    checkSchema.options.map((schema) => [[...schema.shape.check.values][0]!, Object.keys(schema.shape)]),
  );

  test.each([...schemas.keys()])("has a form for every field of %s", (check) => {
    const known = kindOfCheck(check)?.fields.map(({ name }) => name) ?? [];

    expect(known.toSorted()).toEqual(
      schemas
        .get(check)!
        .filter((name) => name !== "check")
        .toSorted(),
    );
  });

  test("has no check that the API does not know", () => {
    expect(CHECKS.map(({ check }) => check).filter((check) => !schemas.has(check))).toEqual([]);
  });

  test.each(CHECKS.flatMap(({ check, fields }) => fields.map((field) => ({ check, field }))))(
    "what $check starts with in $field.name is what the API takes, once it is filled in",
    ({ check, field }) => {
      const filled = { lines: ["example.com"], text: "https://x.example", list: "l1" } as Record<
        string,
        unknown
      >;
      const needed = kindOfCheck(check)!.fields.filter(({ always }) => always);
      const companion: Record<string, object> = {
        words: { phrases: ["x"] },
        velocity: { count: { gte: 1 } },
        shape: { length: { gte: 1 } },
      };
      const value = {
        check,
        ...companion[check],
        ...Object.fromEntries(needed.map(({ name, fresh, input }) => [name, filled[input.kind] ?? fresh])),
        [field.name]: filled[field.input.kind] ?? field.fresh,
      };

      expect(checkSchema.safeParse(value).error?.issues ?? []).toEqual([]);
    },
  );

  test("every start can be described, and its fields are in the table", () => {
    for (const { check } of STARTS) {
      const known = kindOfCheck(check.check)!.fields.map(({ name }) => name);
      expect(Object.keys(check).filter((name) => name !== "check" && !known.includes(name))).toEqual([]);
      expect(describeCondition(check)).not.toMatch(/undefined|\[object|finds something/);
    }
  });
});

test("contents are equal in whatever order their fields were written, and left out fields are no fields", () => {
  const written = {
    then: { points: 2, force: undefined },
    when: { check: "links", count: { gte: 1, lt: 3 } },
  };
  const stored = { when: { count: { lt: 3, gte: 1 }, check: "links" }, then: { points: 2 } };

  expect(contentOf(written)).toBe(contentOf(stored));
  expect(contentOf([1, 2])).not.toBe(contentOf([2, 1]));
});
