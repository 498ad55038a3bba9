import { describe, expect, test } from "@jest/globals";
import { type Cell, csvOf } from "../../src/http/csv.ts";

const mark = "\uFEFF";

describe("CSV", () => {
  test("quotes what would end a cell, doubles quotes, ends lines as RFC 4180 says", () => {
    const csv = csvOf([
      ["name", "hits"],
      ['Say "no", please', 3],
      ["two\nlines", null],
      ["猫 und ü", 0.5],
    ]);

    expect(csv).toBe(`${mark}name,hits\r\n"Say ""no"", please",3\r\n"two\nlines",\r\n猫 und ü,0.5\r\n`);
  });

  test.each<[Cell, string]>([
    ["=1+1", "'=1+1"],
    ["+49 30 1", "'+49 30 1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", '"\'\r=1"'],
    ["＝1", "'＝1"],
    ['=HYPERLINK("http://a.example")', '"\'=HYPERLINK(""http://a.example"")"'],
    ["a=1", "a=1"],
    ["", ""],
    [-1, "-1"],
  ])("%j cannot be taken for a formula", (cell, written) => {
    expect(csvOf([[cell]])).toBe(`${mark}${written}\r\n`);
  });
});
