import { expect, test } from "@jest/globals";
import { csvLine } from "../../src/people/csv.ts";

test("cells keep commas, quotes and line breaks", () => {
  expect(csvLine(["a,b", 'say "hi"', "two\nlines", null])).toBe('"a,b","say ""hi""","two\nlines",""\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example")', "＝1+1"])(
  "%j is text for a spreadsheet",
  (cell) => {
    expect(csvLine([cell])).toBe(`"'${cell.replaceAll('"', '""')}"\r\n`);
  },
);
