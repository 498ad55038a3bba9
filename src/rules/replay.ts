// A comment that was judged before, judged again with one more rule, or with another version of one: pure. What is
// known of it is what was known at its own moment; what is no longer known stays unknown.
import type { Found } from "./evaluate.ts";
import type { CommentFacts, FactNeeds } from "./facts.ts";
import { settle } from "./outcome.ts";
import type { Finding, JudgedStatus, JudgementSettings, UnknownCheck } from "./verdict.ts";

/** What settled a verdict beside facts and findings. */
export interface Circumstances {
  /** Checks without an answer. */
  unanswered?: UnknownCheck[];
  /** Edited after a human had decided: then the rules may only hold. */
  moderatedBefore?: boolean;
}

/** What is kept with a decision by rules. Whatever later versions look at is missing from older ones. */
export type KeptFacts = Partial<Omit<CommentFacts, "comment" | "site">> & Circumstances;

/** A decision by rules as it was made. */
export interface StoredVerdict {
  status: JudgedStatus;
  findings: Finding[];
  facts: CommentFacts;
  circumstances: Circumstances;
}

/**
 * What the decision would have been had this rule been there, in place of its earlier self where it has one. The site's
 * settings may have changed since: only what the rule itself changes counts, under the settings of today.
 */
export function verdictWith(
  { ruleId, found }: { ruleId: string; found: Found },
  { status, findings, facts, circumstances }: StoredVerdict,
  settings: JudgementSettings,
): JudgedStatus {
  const isOther = (of: { ruleId: string }) => of.ruleId !== ruleId;
  const unknown = circumstances.unanswered ?? [];
  const before = settle({ findings, unknown, facts, settings });
  const after = settle({
    findings: [...findings.filter(isOther), ...found.findings],
    unknown: [...unknown.filter(isOther), ...found.unknown],
    facts,
    settings,
  });
  if (after.verdict === before.verdict) return status;
  return circumstances.moderatedBefore === true ? "held" : after.verdict;
}

/** The needs that a decision's facts do not answer: another window was counted then, or none. */
export function missingNeeds<Needs extends FactNeeds>(kept: KeptFacts | null, needs: Needs): Needs {
  return {
    ...needs,
    velocity: needs.velocity.filter(
      (need) =>
        !kept?.velocity?.some((fact) => fact.by === need.by && fact.windowSeconds === need.windowSeconds),
    ),
    duplicates: needs.duplicates.filter(
      (need) => !kept?.duplicates?.some((fact) => fact.windowSeconds === need.windowSeconds),
    ),
  };
}

export const needsNothing = (needs: FactNeeds): boolean =>
  Object.values(needs).every((wanted) => !Array.isArray(wanted) || wanted.length === 0);

/** Facts as they were kept, and beside them those that were counted only now, as of the comment's moment. */
export function completeFacts(
  known: Pick<CommentFacts, "comment" | "site">,
  kept: KeptFacts | null,
  counted: CommentFacts | null,
): CommentFacts {
  return {
    ...(counted ?? nothingKnown),
    ...(kept ?? {}),
    ...known,
    velocity: [...(kept?.velocity ?? []), ...(counted?.velocity ?? [])],
    duplicates: [...(kept?.duplicates ?? []), ...(counted?.duplicates ?? [])],
  };
}

const nothingKnown: Omit<CommentFacts, "comment" | "site"> = {
  author: {
    approvedCount: 0,
    rejectedCount: 0,
    heldCount: 0,
    firstSeenAt: null,
    trusted: false,
    banned: false,
  },
  page: { firstSeenAt: null, closed: false },
  form: null,
  velocity: [],
  duplicates: [],
};

/**
 * What was counted now and not then. Addresses older than a site keeps them are gone: of a window that reaches beyond,
 * too few can be counted, which is as good as nothing.
 */
export function countedAnew(
  counted: CommentFacts,
  { kept, keptSince }: { kept: KeptFacts | null; keptSince: Date },
): CommentFacts {
  const { velocity, duplicates } = missingNeeds(kept, counted);
  const isWhole = (windowSeconds: number) =>
    Date.parse(counted.comment.createdAt) - windowSeconds * 1000 >= keptSince.getTime();
  return {
    ...counted,
    velocity: velocity.map((fact) =>
      fact.by !== "ip" || isWhole(fact.windowSeconds) ? fact : { ...fact, count: null, uniqueAuthors: null },
    ),
    duplicates,
  };
}

/** Whether some fact the rule needs was neither kept nor can be counted any more. */
export const hasExpired = (counted: CommentFacts | null): boolean =>
  counted !== null &&
  (counted.velocity.some(({ count }) => count === null) ||
    counted.duplicates.some(({ sameAuthor }) => sameAuthor === null));
