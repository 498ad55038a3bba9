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

/** The windows that must be counted before these rules can run: each distinct one once, in a fixed order. */
export interface FactNeeds {
  velocity: { by: VelocityKey; windowSeconds: number }[];
  duplicates: { windowSeconds: number }[];
}

export function factNeeds(rules: readonly Pick<RuleVersion, "stage" | "when">[]): FactNeeds {
  const velocity = new Map<string, FactNeeds["velocity"][number]>();
  const duplicates = new Map<number, FactNeeds["duplicates"][number]>();
  for (const rule of rules) {
    if (rule.stage === "draft") continue;
    for (const check of checksOf(rule.when)) {
      if (check.check === "velocity") {
        const { by, windowSeconds } = check;
        velocity.set(`${by} ${windowSeconds}`, { by, windowSeconds });
      } else if (check.check === "duplicate") {
        duplicates.set(check.windowSeconds, { windowSeconds: check.windowSeconds });
      }
    }
  }
  return {
    velocity: [...velocity.values()].sort(
      (a, b) => velocityKeys.indexOf(a.by) - velocityKeys.indexOf(b.by) || a.windowSeconds - b.windowSeconds,
    ),
    duplicates: [...duplicates.values()].sort((a, b) => a.windowSeconds - b.windowSeconds),
  };
}

function checksOf(condition: Condition): Check[] {
  if ("check" in condition) return [condition];
  if ("not" in condition) return checksOf(condition.not);
  return ("all" in condition ? condition.all : condition.any).flatMap(checksOf);
}
