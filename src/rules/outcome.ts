// What follows from the findings. Each step speaks only where the ones before are silent:
//  1. a check without an answer sends the comment to a human;
//  2. spam, then reject, forced by an enforcing rule;
//  3. hold, forced by any live rule, unless an enforcing rule approves an author whom a moderator trusts;
//  4. approve, forced by an enforcing rule;
//  5. the points against the site's thresholds: spam, reject, hold;
//  6. the mode of the site, which never publishes what a banned author writes.
// Trust does not lift a forced refusal: a guest's name and address prove nothing. A rule in stage hold never refuses
// and never approves, its force and its points can only hold; a shadow rule has no effect at all.
import { plural } from "./check.ts";
import type { CommentFacts } from "./facts.ts";
import type { Force } from "./rule.ts";
import type {
  Finding,
  JudgedStatus,
  JudgementSettings,
  UnknownCheck,
  Verdict,
  VerdictBasis,
} from "./verdict.ts";

export interface Judgement {
  findings: Finding[];
  unknown: UnknownCheck[];
  facts: CommentFacts;
  settings: JudgementSettings;
}

export function settle(judgement: Judgement): Verdict {
  const { findings, unknown, settings } = judgement;
  const live = findings.filter(({ stage }) => stage === "hold" || stage === "enforce");
  const enforcing = live.filter(({ stage }) => stage === "enforce");
  const points = cappedSum(live, settings.groupCaps);
  const enforcingPoints = cappedSum(enforcing, settings.groupCaps);

  const outcome =
    withoutAnswer(unknown) ??
    forced(live, judgement.facts) ??
    byPoints({ live, enforcing, points, enforcingPoints }, settings) ??
    byMode(settings, judgement.facts);

  const others = live.filter((finding) => !outcome.decisive.includes(finding));
  return {
    verdict: outcome.verdict,
    basis: outcome.basis,
    points,
    findings,
    unknown,
    reasons: [...new Set([...outcome.reasons, ...reasonsOf(outcome.decisive), ...reasonsOf(others)])],
    publicReason: publicReasonOf(outcome, enforcing),
  };
}

interface Outcome {
  verdict: JudgedStatus;
  basis: VerdictBasis;
  /** Said first; the decisive findings follow. */
  reasons: string[];
  decisive: Finding[];
}

function withoutAnswer(unknown: readonly UnknownCheck[]): Outcome | null {
  const holding = unknown.filter(({ holds }) => holds);
  if (holding.length === 0) return null;
  const reasons = holding.map(
    ({ ruleName, reason }) => `A moderator decides, since the rule “${ruleName}” has no answer: ${reason}`,
  );
  return { verdict: "held", basis: "unknown", reasons, decisive: [] };
}

function forced(live: readonly Finding[], facts: CommentFacts): Outcome | null {
  const forcing = (force: Force): Finding[] =>
    live.filter((finding) => finding.stage === "enforce" && finding.force === force);
  const outcome = (verdict: JudgedStatus, decisive: Finding[]): Outcome | null =>
    decisive.length === 0 ? null : { verdict, basis: "force", reasons: [], decisive };

  const holding = live.filter(
    ({ stage, force }) => force === "hold" || (stage === "hold" && isRefusal(force)),
  );
  const approving = forcing("approve");
  const isTrustedApproval = approving.length > 0 && facts.author.trusted;
  return (
    outcome("spam", forcing("spam")) ??
    outcome("rejected", forcing("reject")) ??
    (isTrustedApproval ? null : outcome("held", holding)) ??
    outcome("approved", approving)
  );
}

const isRefusal = (force: Force | null): boolean => force === "reject" || force === "spam";

interface Scores {
  live: Finding[];
  enforcing: Finding[];
  points: number;
  enforcingPoints: number;
}

function byPoints(
  { live, enforcing, points, enforcingPoints }: Scores,
  { thresholds }: JudgementSettings,
): Outcome | null {
  const reach = (
    verdict: JudgedStatus,
    score: number,
    threshold: number | null,
    of: Finding[],
  ): Outcome | null => {
    if (threshold === null || score < threshold) return null;
    const reasons = [
      `${plural(score, "point")}; from ${threshold} on a comment is ${verdictInWords[verdict]}`,
    ];
    return { verdict, basis: "points", reasons, decisive: of.filter((finding) => finding.points > 0) };
  };
  return (
    reach("spam", enforcingPoints, thresholds.spam, enforcing) ??
    reach("rejected", enforcingPoints, thresholds.reject, enforcing) ??
    reach("held", points, thresholds.hold, live)
  );
}

const verdictInWords: Record<JudgedStatus, string> = {
  held: "held",
  approved: "published",
  rejected: "rejected",
  spam: "taken for spam",
};

function byMode({ mode, newAuthorApprovals }: JudgementSettings, { author }: CommentFacts): Outcome {
  const outcome = (verdict: JudgedStatus, reason: string): Outcome => ({
    verdict,
    basis: "mode",
    reasons: [reason],
    decisive: [],
  });
  if (author.banned) return outcome("held", "A moderator has banned the author");
  switch (mode) {
    case "everything":
      return outcome("held", "On this site every comment waits for a moderator");
    case "new-authors":
      return !author.trusted && author.approvedCount < newAuthorApprovals
        ? outcome(
            "held",
            `A new author: ${author.approvedCount} of ${newAuthorApprovals} comments approved so far`,
          )
        : outcome("approved", "A known author, and no rule holds the comment");
    case "flagged":
      return outcome("approved", "No rule holds the comment");
  }
}

/** Points above the cap of their group do not count. Summed in the order of the rules, so always alike. */
function cappedSum(findings: readonly Finding[], groupCaps: Readonly<Record<string, number>>): number {
  const groups = new Map<string | null, number>();
  for (const { group, points } of findings) groups.set(group, (groups.get(group) ?? 0) + points);
  let sum = 0;
  for (const [group, points] of groups) {
    const cap = group !== null && Object.hasOwn(groupCaps, group) ? groupCaps[group] : undefined;
    sum += cap === undefined ? points : Math.min(points, cap);
  }
  return Math.round(sum * 100) / 100;
}

/** One sentence for each rule, in the words of its first finding. */
function reasonsOf(findings: readonly Finding[]): string[] {
  const perRule = new Map<string, string[]>();
  for (const { ruleId, explanation } of findings) {
    const known = perRule.get(ruleId) ?? [];
    perRule.set(ruleId, known.includes(explanation) ? known : [...known, explanation]);
  }
  return [...perRule].map(([ruleId, explanations]) => {
    const [first] = findings.filter((finding) => finding.ruleId === ruleId);
    const effect = first === undefined ? "" : effectInWords(first);
    return `${first?.ruleName ?? ruleId}: ${explanations.slice(0, 3).join("; ")}${effect}`;
  });
}

function effectInWords({ points, force }: Finding): string {
  const effects = [points === 0 ? null : plural(points, "point"), force === null ? null : `force ${force}`];
  const said = effects.filter((effect) => effect !== null);
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

function publicReasonOf({ verdict, decisive }: Outcome, enforcing: readonly Finding[]): string | null {
  if (verdict !== "rejected" && verdict !== "spam") return null;
  return [...decisive, ...enforcing].find(({ publicReason }) => publicReason !== null)?.publicReason ?? null;
}
