import { bodyFingerprint } from "../../src/text/body-fingerprint.ts";

test.each([
  ["Great article!", "  great\n ARTICLE "],
  ["Great, article", "Great article…"],
  ["ｇｒｅａｔ ａｒｔｉｃｌｅ", "great article"],
  ["cafe\u0301", "café"],
])("“%s” and “%s” are the same text", (one, other) => {
  expect(bodyFingerprint(one)).toBe(bodyFingerprint(other));
});

test.each([
  ["Great article", "Greatarticle"],
  ["👍", "👎"],
  ["!!!", "???"],
  ["да", "нет"],
])("“%s” and “%s” are two texts", (one, other) => {
  expect(bodyFingerprint(one)).not.toBe(bodyFingerprint(other));
});

test("a fingerprint is short, also of a very long text", () => {
  expect(bodyFingerprint("a\u0301\u0323".repeat(300_000))).toMatch(/^[A-Za-z0-9_-]{22}$/);
});
