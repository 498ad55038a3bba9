import { describe, expect, test } from "@jest/globals";
import { isMissing, reasonsFor } from "../../src/dashboard/app/queue/refusal-reasons.ts";

const insult = { code: "insult", label: "Insult", publicText: "" };
const sites = [
  { key: "strict", name: "Strict", refusalReasons: [insult], refusalReasonRequired: true },
  { key: "free", name: "Free", refusalReasons: [insult], refusalReasonRequired: false },
  { key: "none", name: "None", refusalReasons: [], refusalReasonRequired: true },
];

describe("reasons for refusing", () => {
  test.each([
    [["strict", "strict"], "rejected", true],
    [["strict"], "spam", false],
    [["strict"], "approved", false],
    [["free"], "rejected", false],
    [["free", "strict"], "rejected", true],
    [["none"], "rejected", false],
    [["unknown"], "rejected", false],
  ] as const)("comments of %j that become %s want one: %s", (siteKeys, to, isWanted) => {
    expect(reasonsFor(siteKeys, to, sites).isWanted).toBe(isWanted);
  });

  test("those of one site are offered for rejections and spam alone, those of several never", () => {
    const offered = (siteKeys: string[], to: "rejected" | "spam" | "approved") =>
      reasonsFor(siteKeys, to, sites).list.map(({ code }) => code);

    expect(offered(["free", "free"], "rejected")).toEqual(["insult"]);
    expect(offered(["strict"], "spam")).toEqual(["insult"]);
    expect(offered(["strict"], "approved")).toEqual([]);
    expect(offered(["free", "strict"], "rejected")).toEqual([]);
    expect(offered(["free", "unknown"], "rejected")).toEqual([]);
  });

  test("where one is wanted, only one of the site's own will do", () => {
    const wanted = reasonsFor(["strict"], "rejected", sites);
    const ofTwoSites = reasonsFor(["strict", "free"], "rejected", sites);

    expect([null, "", "gone", "insult"].map((code) => isMissing(wanted, code))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isMissing(ofTwoSites, "insult")).toBe(true);
    expect(isMissing(reasonsFor(["free"], "rejected", sites), null)).toBe(false);
  });
});
