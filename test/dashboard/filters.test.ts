import { expect, test } from "@jest/globals";
import { chipText, filtersOf, withFilters } from "../../src/dashboard/app/queue/filters.ts";
import { parseSearch, writeSearch } from "../../src/text/search-query.ts";

const partsOf = (search: string) => parseSearch(search).parts;

test("the form shows what the search says, and writes what is chosen without losing the rest", () => {
  const parts = partsOf("storm author:jo has:link after:7d before:4h ip:192.0.2.7 before:2026-11-01 lang:DE");

  const filters = filtersOf(parts);
  const changed = withFilters(parts, {
    ...filters,
    author: "",
    hasLink: false,
    page: "harbour hall",
    age: "24h",
  });

  expect(filters).toEqual({
    author: "jo",
    page: "",
    rule: "",
    domain: "",
    lang: "de",
    hasLink: true,
    age: "7d",
    waitingHours: "4",
  });
  expect(writeSearch(changed)).toBe(
    'storm ip:192.0.2.7 before:2026-11-01 page:"harbour hall" lang:de after:24h before:4h',
  );
});

test("applied without a change, the search asks for the same", () => {
  const parts = partsOf('storm rule:"New author" before:48h has:link');

  expect(new Set(withFilters(parts, filtersOf(parts)).map(chipText))).toEqual(new Set(parts.map(chipText)));
});

test("a second author, for whom the form has no field, stays", () => {
  const parts = partsOf("author:jo author:ann");

  expect(writeSearch(withFilters(parts, { ...filtersOf(parts), author: "mo" }))).toBe("author:ann author:mo");
});

test.each([
  ["has:link", "with links"],
  ["lang:de", "language: German"],
  ["before:1h", "older than 1 hour"],
  ["before:2026-11-01", "before 2026-11-01"],
  ["after:7d", "last 7 days"],
  ["after:2026-11-01", "since 2026-11-01"],
  ["ip:192.0.2.7", "IP: 192.0.2.7"],
  ['rule:"New author"', "rule: New author"],
  ["is:spam", "spam"],
  ["id:0199a7f0-5c1e-7c3a-9d55-0b6f6a1f2e3d", "id: 0199a7f0-5c1e-7c3a-9d55-0b6f6a1f2e3d"],
])("the filter %s reads %s", (search, text) => {
  expect(chipText(partsOf(search)[0]!)).toBe(text);
});
