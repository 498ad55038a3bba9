// What services elsewhere said of a comment. They are asked before the rules run, and what they said is kept with the
// decision: the same facts give the same verdict, and nobody is asked again in a backtest.
import type { CheckResult } from "./check.ts";
import type { CommentFacts } from "./facts.ts";
import type { Check } from "./rule.ts";

export type OutsideNeed = { service: "external"; url: string } | { service: "akismet" };

/** Repeats the need that it answers; `problem` ends a sentence that begins with the service's name. */
export type OutsideFact =
  | { service: "external"; url: string; answer: ExternalAnswer | null; problem?: string }
  | { service: "akismet"; answer: AkismetAnswer | null; problem?: string };

export interface ExternalAnswer {
  score: number;
  reason: string | null;
}

export type AkismetAnswer = "ham" | "spam" | "discard";

/** What a check has to know from elsewhere; null for the others. */
export function outsideNeedOf(check: Check): OutsideNeed | null {
  if (check.check === "external") return { service: "external", url: check.url };
  return check.check === "akismet" ? { service: "akismet" } : null;
}

export const keyOfNeed = (need: OutsideNeed): string =>
  need.service === "external" ? `external ${need.url}` : need.service;

export const outsideFactOf = (
  { outside }: Pick<CommentFacts, "outside">,
  need: OutsideNeed,
): OutsideFact | undefined => outside?.find((fact) => keyOfNeed(fact) === keyOfNeed(need));

/** A reason may quote the comment, and what is kept of a deleted one holds no word of it. */
export const withoutWords = (facts: readonly OutsideFact[]): OutsideFact[] =>
  facts.map((fact) =>
    fact.service === "external" && fact.answer !== null
      ? { ...fact, answer: { ...fact.answer, reason: null } }
      : fact,
  );

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

export const notAsked = "was not asked about this comment";

export const unanswered = (name: string, fact: OutsideFact | undefined): CheckResult => ({
  outcome: "unknown",
  matches: [],
  explanation: `${name} ${fact?.problem ?? notAsked}`,
});
