// A comment that was judged before, judged again with one more rule, or with another version of one: pure. What is
// known of it is what was known at its own moment; what is no longer known stays unknown.
import type { Found } from "./evaluate.ts";
import { type CommentFacts, type FactNeeds, stranger } from "./facts.ts";
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
export function missingNeeds(kept: KeptFacts | null, needs: FactNeeds): FactNeeds {
  const facts = byName(kept ?? {});
  const missing = Object.entries(byName(needs)).map(([name, wanted]) => [
    name,
    isList(wanted) ? wanted.filter((need) => answerTo(need, facts[name]) === undefined) : wanted,
  ]);
  return Object.fromEntries(
    missing.filter(([name, wanted]) => Array.isArray(wanted) || facts[name as string] === undefined),
  ) as FactNeeds;
}

/**
 * What can be counted of comments long after they came. What had been learned until then cannot be told again, and
 * services elsewhere are not asked about the past.
 */
export const countableNeeds = (needs: FactNeeds): FactNeeds =>
  Object.fromEntries(
    Object.entries(needs).filter(([name, wanted]) => Array.isArray(wanted) && name !== "outside"),
  ) as unknown as FactNeeds;

export const needsNothing = (needs: FactNeeds): boolean =>
  Object.values(needs).every((wanted) => Array.isArray(wanted) && wanted.length === 0);

/** Facts as they were kept, and beside them those that were counted only now, as of the comment's moment. */
export function completeFacts(
  known: Pick<CommentFacts, "comment" | "site">,
  kept: KeptFacts | null,
  counted: CommentFacts | null,
): CommentFacts {
  // The way of rules that read the text alone, a million times: written out, it costs a tenth of copying.
  if (counted === null && kept === null) {
    const { author, page, form, velocity, duplicates } = nothingKnown;
    return { comment: known.comment, site: known.site, author, page, form, velocity, duplicates };
  }
  const facts = { ...(counted ?? nothingKnown), ...(kept ?? {}), comment: known.comment, site: known.site };
  if (counted === null || kept === null) return facts;
  const keptByName = byName(kept);
  const both = Object.entries(counted).flatMap(([name, now]) => {
    const then = keptByName[name];
    // Of a window that was counted twice, the first count stands.
    return isList(now) && isList(then) ? [[name, [...then, ...now]]] : [];
  });
  return { ...facts, ...(Object.fromEntries(both) as object) };
}

const nothingKnown: Omit<CommentFacts, "comment" | "site"> = {
  author: stranger,
  page: { firstSeenAt: null, closed: false },
  form: null,
  velocity: [],
  duplicates: [],
};

/**
 * Addresses older than a site keeps them are gone: of a window that reaches beyond, too few can be counted, which is as
 * good as nothing.
 */
export function withoutExpired(counted: CommentFacts, keptSince: Date): CommentFacts {
  const isWhole = (windowSeconds: number) =>
    Date.parse(counted.comment.createdAt) - windowSeconds * 1000 >= keptSince.getTime();
  return {
    ...counted,
    velocity: counted.velocity.map((fact) =>
      fact.by !== "ip" || isWhole(fact.windowSeconds) ? fact : { ...fact, count: null, uniqueAuthors: null },
    ),
  };
}

/** Whether some fact that the needs ask for was neither kept nor could be counted any more. */
export function hasExpired(needs: FactNeeds, kept: KeptFacts | null, facts: CommentFacts): boolean {
  const known = byName(facts);
  return Object.entries(missingNeeds(kept, needs)).some(
    ([name, wanted]) =>
      !Array.isArray(wanted) ||
      wanted.some((need: object) =>
        Object.values(answerTo(need, known[name]) ?? { none: null }).includes(null),
      ),
  );
}

const isList = (value: unknown): value is Record<string, unknown>[] => Array.isArray(value);
const byName = (facts: object) => facts as Record<string, unknown>;

/** Facts repeat the need they answer. */
const answerTo = (need: object, facts: unknown): object | undefined =>
  isList(facts)
    ? facts.find((fact) => Object.entries(need).every(([name, value]) => fact[name] === value))
    : undefined;
