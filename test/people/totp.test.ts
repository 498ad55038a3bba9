import { describe, expect, test } from "@jest/globals";
import {
  codeAt,
  createRecoveryCodes,
  createTotpSecret,
  otpauthAddress,
  plainCode,
  stepOfCode,
} from "../../src/people/totp.ts";

// "12345678901234567890", the secret of RFC 6238, appendix B; its codes there have eight digits, of which these are the last six.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at second %i the code is %s, as in RFC 6238", (second, code) => {
  expect(codeAt(secret, Math.floor(second / 30))).toBe(code);
});

describe("a code", () => {
  const at = new Date(1_111_111_111_000);
  const step = Math.floor(1_111_111_111 / 30);

  test("counts in its half minute and the ones beside it", () => {
    const found = [-2, -1, 0, 1, 2].map((off) => stepOfCode(secret, codeAt(secret, step + off), at));

    expect(found).toEqual([null, step - 1, step, step + 1, null]);
  });

  test.each(["", "05047", "0504711", "abcdef", "०५०४७१", "🙂🙂🙂"])("%j is none", (typed) => {
    expect(stepOfCode(secret, typed, at)).toBeNull();
  });

  test("may be typed with a gap", () => {
    expect(stepOfCode(secret, plainCode("050 471 "), at)).toBe(step);
  });
});

test("secrets have 160 bits, recovery codes 80, and none comes twice", () => {
  const codes = [...createRecoveryCodes(), ...createRecoveryCodes()];

  expect(createTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(codes).toHaveLength(20);
  expect(new Set(codes).size).toBe(20);
  for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
});

test("an app is told whose secret it is, whatever the address has in it", () => {
  expect(otpauthAddress("ABCD", { issuer: "Moderato", account: "a&b?c@example.org" })).toBe(
    "otpauth://totp/Moderato:a%26b%3Fc%40example.org?secret=ABCD&issuer=Moderato",
  );
});
