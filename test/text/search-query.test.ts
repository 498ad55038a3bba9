import { describe, expect, test } from "@jest/globals";
import { momentOf, parseSearch, writeSearch } from "../../src/text/search-query.ts";

const partsOf = (written: string) =>
  parseSearch(written).parts.map(({ operator, value, isQuoted }) =>
    [operator, isQuoted ? `"${value}"` : value].filter(Boolean).join("="),
  );

test.each<[string, string[]]>([
  ["", []],
  ["   ", []],
  ["fair point", ["fair", "point"]],
  ['"fair point" twice', ['"fair point"', "twice"]],
  ["author:jo", ["author=jo"]],
  ['AUTHOR:"Jo Ann" x', ['author="Jo Ann"', "x"]],
  ['rule:"New author, with: links"', ['rule="New author, with: links"']],
  ["https://example.org/a?b=c:d", ["https://example.org/a?b=c:d"]],
  ["page:https://example.org/a", ["page=https://example.org/a"]],
  ["at 12:30", ["at", "12:30"]],
  ["“fair point” author:„Jo Ann“", ['"fair point"', 'author="Jo Ann"']],
  ['"never closed', ['"never closed"']],
  ['say:"', []],
  ["ip:2001:db8::1 ip:192.0.2.7", ["ip=2001:db8::1", "ip=192.0.2.7"]],
  ["домен author:Оля", ["домен", "author=Оля"]],
  ["is:held has:links lang:de", ["is=held", "has=links", "lang=de"]],
  ["before:2026-11-01 after:7d", ["before=2026-11-01", "after=7d"]],
  ["👍 東京", ["👍", "東京"]],
])("the search %s is read as %j", (written, parts) => {
  expect(partsOf(written)).toEqual(parts);
});

test.each<[string, RegExp]>([
  ["colour:red", /“colour:” is no operator\. Understood are author, email, ip, domain, page, rule, is,/],
  ["author:", /author: needs a value, as in author:jo/],
  ['author:""', /author: needs a value/],
  ["is:lost", /is: takes held, approved, rejected, spam, queued or flagged, not “lost”/],
  ["has:fun", /has: takes link/],
  ["lang:xx", /lang: takes .*not “xx”/],
  ["before:yesterday", /before: takes a day such as 2026-11-01, or a span such as 4h/],
  ["after:2026-02-31", /after: takes a day/],
  ["after:2026-13-01", /after: takes a day/],
  ["ip:300.1.1.1", /ip: takes an IP address/],
  ["ip:jo", /ip: takes an IP address/],
  ["id:12", /id: takes the id of a comment, not “12”/],
  ["domain:a@b", /domain: takes a domain/],
])("the search %s is refused with a sentence that helps", (written, sentence) => {
  expect(parseSearch(written).problems).toEqual([expect.stringMatching(sentence)]);
});

test("every problem is told, and a search cannot be endless", () => {
  expect(parseSearch("is:lost colour:red").problems).toHaveLength(2);
  expect(parseSearch("a ".repeat(30)).problems).toHaveLength(1);
});

test.each([
  'fair "exact words" author:jo',
  'author:"Jo Ann" is:held',
  '"note:this" https://example.org/',
  "before:4h ip:2001:db8::1",
])("%s written anew is the same search", (written) => {
  const { parts } = parseSearch(written);

  expect(parseSearch(writeSearch(parts))).toEqual({ parts, problems: [] });
});

describe("a moment", () => {
  const now = new Date("2026-11-25T12:00:00.000Z");

  test.each([
    ["4h", "2026-11-25T08:00:00.000Z"],
    ["7d", "2026-11-18T12:00:00.000Z"],
    ["2W", "2026-11-11T12:00:00.000Z"],
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01T10:30:00+02:00", "2026-11-01T08:30:00.000Z"],
  ])("%s is %s", (written, moment) => {
    expect(momentOf(written, now)?.toISOString()).toBe(moment);
  });

  test.each(["", "4", "h", "4m", "2026", "2026-11", "2026-02-30", "01.11.2026", "2026-11-01T25:00:00Z"])(
    "%j is none",
    (written) => {
      expect(momentOf(written, now)).toBeNull();
    },
  );
});
