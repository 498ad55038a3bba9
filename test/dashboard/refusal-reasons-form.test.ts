import { expect, test } from "@jest/globals";
import {
  reasonsOf,
  rowsOf,
  withMoved,
  withNewRow,
} from "../../src/dashboard/app/settings/refusal-reasons-form.ts";

const stored = ["off-topic", "insult", "advert"].map((code) => ({
  code,
  label: `A ${code}`,
  publicText: "",
}));
const codes = (rows: readonly { code: string }[]): string[] => rows.map(({ code }) => code);

test("what nobody touched is sent as it was stored", () => {
  expect(reasonsOf(rowsOf(stored))).toEqual(stored);
});

test("a new reason gets a free code from its label, and keeps one that was typed", () => {
  const [first, second, third] = withNewRow(withNewRow(withNewRow([])));
  const rows = [
    ...rowsOf(stored),
    { ...first!, label: " Off  Topic " },
    { ...second!, label: "не по теме" },
    { ...third!, label: "Off topic", code: "ot" },
  ];

  expect(codes(reasonsOf(rows))).toEqual(["off-topic", "insult", "advert", "off-topic-2", "reason", "ot"]);
  expect(reasonsOf(rows)[3]!.label).toBe("Off  Topic");
});

test("new rows are rows of their own, also after one was removed", () => {
  const rows = withNewRow(withNewRow([]));
  const ids = withNewRow(rows.slice(1)).map(({ rowId }) => rowId);

  expect(new Set(ids).size).toBe(2);
});

test("a reason moves one place and never out of the list", () => {
  const rows = rowsOf(stored);

  expect(codes(withMoved(rows, "advert", -1))).toEqual(["off-topic", "advert", "insult"]);
  expect(codes(withMoved(rows, "off-topic", 1))).toEqual(["insult", "off-topic", "advert"]);
  expect(codes(withMoved(rows, "off-topic", -1))).toEqual(codes(stored));
  expect(codes(withMoved(rows, "advert", 1))).toEqual(codes(stored));
  expect(codes(withMoved(rows, "unknown", 1))).toEqual(codes(stored));
});
