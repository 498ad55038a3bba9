import { keyOfNeed, type OutsideFact, type OutsideNeed, outsideNeedOf } from "./outside-fact.ts";
import type { Check, Condition, RuleVersion } from "./rule.ts";

/**
 * Everything a rule may look at, as of the comment's own moment, so that a stored copy judged again gives the
 * same verdict. JSON only. `null` means "not known", unless a line here says otherwise.
 */
export interface CommentFacts {
  comment: {
    id: string;
    siteKey: string;
    pageUrl: string;
    pageTitle: string | null;
    parentId: string | null;
    authorName: string;
    /** null: none was given */
    authorEmail: string | null;
    /** null: none was given */
    authorUrl: string | null;
    body: string;
    ip: string | null;
    userAgent: string | null;
    referrer: string | null;
    createdAt: string;
  };
  /** Hosts of the site itself: a link there is no foreign link. */
  site: { hosts: string[] };
  author: AuthorFacts;
  page: {
    firstSeenAt: string | null;
    closed: boolean;
  };
  /** null: the comment came through no form at all (API, import), so no form check is true of it. */
  form: FormFacts | null;
  velocity: VelocityFact[];
  duplicates: DuplicateFact[];
  /** Missing where no rule asks for it, or none did at the time; the same of `learned`. */
  similar?: SimilarFact[];
  /** null: too few decisions to learn from. */
  learned?: LearnedFact | null;
  /** What services elsewhere said; missing where none was asked. */
  outside?: OutsideFact[];
}

export interface AuthorFacts {
  approvedCount: number;
  /** Refused comments: rejected or spam. */
  rejectedCount: number;
  heldCount: number;
  /** null: never seen before this comment */
  firstSeenAt: string | null;
  trusted: boolean;
  banned: boolean;
}

export interface FormFacts {
  honeypotFilled: boolean | null;
  writtenInMs: number | null;
}

export const velocityKeys = ["ip", "email", "author", "body"] as const;
export type VelocityKey = (typeof velocityKeys)[number];

/** Earlier comments within the window that share the key with this one (an IPv6 address counts by its /64). */
export interface VelocityFact {
  by: VelocityKey;
  windowSeconds: number;
  count: number | null;
  /** Different authors among those comments, this comment's own author not counted. */
  uniqueAuthors: number | null;
}

/** Earlier comments within the window with the same `bodyFingerprint`. */
export interface DuplicateFact {
  windowSeconds: number;
  sameAuthor: number | null;
  otherAuthors: number | null;
  /** Those of any author that were rejected or marked as spam. */
  rejected: number | null;
}

export const similarKinds = ["sameAuthor", "otherAuthors", "rejected"] as const;
export type SimilarKind = (typeof similarKinds)[number];

/** Counting stops here: a campaign is long known for one, and a flood must not make each comment dearer. */
export const maxSimilar = 30;

/** Earlier comments within the window whose text is the same by at least this share; `closest` is the greatest share. */
export type SimilarFact = SimilarNeed & Record<SimilarKind, { count: number; closest: number | null } | null>;

export interface SimilarNeed {
  windowSeconds: number;
  similarity: number;
}

/** What the site's model says of a comment, by what moderators had decided until then. */
export interface LearnedFact {
  score: number;
  modelVersion: number;
  decisions: number;
  /** The ids of the features that say most for a refusal, and against one: see src/text/features.ts. */
  speakingFor: number[];
  speakingAgainst: number[];
}

/** The windows that must be counted before these rules can run: each distinct one once, in a fixed order. */
export interface FactNeeds {
  velocity: { by: VelocityKey; windowSeconds: number }[];
  duplicates: { windowSeconds: number }[];
  similar?: SimilarNeed[];
  learned?: true;
  outside?: OutsideNeed[];
}

export function factNeeds(rules: readonly Pick<RuleVersion, "stage" | "when">[]): FactNeeds {
  const velocity = new Map<string, FactNeeds["velocity"][number]>();
  const duplicates = new Map<number, FactNeeds["duplicates"][number]>();
  const similar = new Map<string, SimilarNeed>();
  let learned = false;
  const outside = new Map<string, OutsideNeed>();
  for (const rule of rules) {
    if (rule.stage === "draft") continue;
    for (const check of checksOf(rule.when)) {
      if (check.check === "velocity") {
        const { by, windowSeconds } = check;
        velocity.set(`${by} ${windowSeconds}`, { by, windowSeconds });
      } else if (check.check === "duplicate") {
        duplicates.set(check.windowSeconds, { windowSeconds: check.windowSeconds });
      } else if (check.check === "near-duplicate") {
        const need = similarNeedOf(check);
        similar.set(`${need.windowSeconds} ${need.similarity}`, need);
      } else if (check.check === "learned") {
        learned = true;
      }
      const need = outsideNeedOf(check);
      if (need !== null) outside.set(keyOfNeed(need), need);
    }
  }
  return {
    velocity: [...velocity.values()].sort(
      (a, b) => velocityKeys.indexOf(a.by) - velocityKeys.indexOf(b.by) || a.windowSeconds - b.windowSeconds,
    ),
    duplicates: [...duplicates.values()].sort((a, b) => a.windowSeconds - b.windowSeconds),
    ...(similar.size === 0 ? {} : { similar: [...similar.values()].sort(bySimilarNeed) }),
    ...(learned ? { learned } : {}),
    ...(outside.size === 0 ? {} : { outside: [...outside.values()].sort(byKey) }),
  };
}

const byKey = (a: OutsideNeed, b: OutsideNeed): number => (keyOfNeed(a) < keyOfNeed(b) ? -1 : 1);

const defaultSimilarity = 0.8;

export const similarNeedOf = (check: {
  windowSeconds: number;
  similarity?: { gte: number } | undefined;
}): SimilarNeed => ({
  windowSeconds: check.windowSeconds,
  similarity: check.similarity?.gte ?? defaultSimilarity,
});

const bySimilarNeed = (a: SimilarNeed, b: SimilarNeed): number =>
  a.windowSeconds - b.windowSeconds || a.similarity - b.similarity;

function checksOf(condition: Condition): Check[] {
  if ("check" in condition) return [condition];
  if ("not" in condition) return checksOf(condition.not);
  return ("all" in condition ? condition.all : condition.any).flatMap(checksOf);
}

/** Of whom nothing is known: an author's first comment. */
export const stranger: CommentFacts["author"] = {
  approvedCount: 0,
  rejectedCount: 0,
  heldCount: 0,
  firstSeenAt: null,
  trusted: false,
  banned: false,
};
