import type { Check, Force, RuleStage } from "./rule.ts";
import type { TextField } from "./text-field.ts";
import type { LaneName } from "../text/lane.ts";

export type SiteMode = "everything" | "new-authors" | "flagged";

/** What a site decides about its rules' outcome. */
export interface JudgementSettings {
  mode: SiteMode;
  /** In mode `new-authors`: comments that must have been approved before an author is known. */
  newAuthorApprovals: number;
  thresholds: { hold: number; reject: number | null; spam: number | null };
  /** The most points that the rules of a group may add up to. */
  groupCaps: Record<string, number>;
}

export type JudgedStatus = "held" | "approved" | "rejected" | "spam";

/** One place where a rule matched. A rule's points stand on its first finding alone; its others carry 0. */
export interface Finding {
  ruleId: string;
  ruleVersion: number;
  ruleName: string;
  stage: RuleStage;
  check: Check["check"];
  field: TextField | null;
  /** UTF-16 units of the field as it was sent, end exclusive. */
  span: [start: number, end: number] | null;
  matched: string | null;
  /** The folding that was needed to see it; null where no text was matched. */
  lane: LaneName | "original" | null;
  points: number;
  group: string | null;
  force: Force | null;
  publicReason: string | null;
  explanation: string;
}

/** A check whose answer could not be had, so that its rule says neither yes nor no. */
export interface UnknownCheck {
  ruleId: string;
  ruleVersion: number;
  ruleName: string;
  check: Check["check"] | "rule";
  reason: string;
  /** Whether this alone sends the comment to a human. */
  holds: boolean;
}

/** What settled it: a rule's force, the points, a check without an answer, or the mode of the site. */
export type VerdictBasis = "force" | "points" | "unknown" | "mode";

export interface Verdict {
  verdict: JudgedStatus;
  basis: VerdictBasis;
  /** After the caps of the groups. */
  points: number;
  findings: Finding[];
  unknown: UnknownCheck[];
  /** Sentences for moderators and webhooks, the decisive ones first. */
  reasons: string[];
  /** What the author of a refused comment may be told. */
  publicReason: string | null;
}
