// The verdict on one comment. Pure: the same facts, rules and settings give the same verdict, findings and reasons.
import { allOf, anyOf, type CheckInput, type CompiledCheck, type CheckResult, type Match } from "./check.ts";
import { readCommentText } from "./comment-text.ts";
import type { CompiledCondition, CompiledRule, CompiledRules } from "./compile.ts";
import type { CommentFacts } from "./facts.ts";
import { settle } from "./outcome.ts";
import type { Check, RuleVersion } from "./rule.ts";
import type { Finding, JudgementSettings, UnknownCheck, Verdict } from "./verdict.ts";

const maxFindingsPerRule = 20;

/** What the rules say of one comment, before anything follows from it. */
export type Found = Pick<Verdict, "findings" | "unknown">;

export function evaluate(compiled: CompiledRules, facts: CommentFacts, settings: JudgementSettings): Verdict {
  return settle({ ...runRules(compiled, facts), facts, settings });
}

/** Every rule runs, whatever an earlier one found, so that a moderator sees all reasons at once. */
export function runRules(compiled: CompiledRules, facts: CommentFacts): Found {
  const input: CheckInput = { facts, text: readCommentText(facts, compiled.matcher) };
  const findings: Finding[] = [];
  const unknown: UnknownCheck[] = [];
  const { timer } = compiled;
  let since = timer?.now() ?? 0;
  for (const rule of compiled.rules) {
    const result = evaluateWhole(rule.when, input);
    if (timer !== undefined) {
      const at = timer.now();
      timer.add(rule.version, at - since);
      since = at;
    }
    if (result.outcome === true) findings.push(...findingsOf(rule, result.evidence));
    if (result.outcome === "unknown") unknown.push(...unknownOf(rule, result.missing));
  }
  return { findings, unknown };
}

/** What a condition rests on: each match, and each check that is true without one. */
interface Evidence {
  check: Check["check"];
  match: Match | null;
  explanation: string;
}

interface Missing {
  check: Check["check"];
  reason: string;
}

interface ConditionResult {
  outcome: CheckResult["outcome"];
  evidence: Evidence[];
  missing: Missing[];
}

const findsNothing: ConditionResult = { outcome: false, evidence: [], missing: [] };

/** Most rules are nearly always false; what that rests on nobody asks. */
function evaluateWhole(condition: CompiledCondition, input: CheckInput): ConditionResult {
  if (condition.kind === "all") {
    const isFalse = condition.conditions.some((child) => evaluateWhole(child, input).outcome === false);
    return isFalse ? findsNothing : evaluateCondition(condition, input);
  }
  if (condition.kind !== "check") return evaluateCondition(condition, input);
  const result = guarded(condition.compiled, input);
  return result.outcome === false ? findsNothing : resultOf(condition.check, result);
}

function evaluateCondition(condition: CompiledCondition, input: CheckInput): ConditionResult {
  switch (condition.kind) {
    case "check":
      return resultOf(condition.check, guarded(condition.compiled, input));
    case "not":
      return negated(condition.condition, evaluateCondition(condition.condition, input));
    case "all":
    case "any": {
      // No short cut: the findings of every branch belong on the card.
      const results = condition.conditions.map((child) => evaluateCondition(child, input));
      const combine = condition.kind === "all" ? allOf : anyOf;
      const outcome = combine(results.map((result) => result.outcome));
      const decisive = results.filter((result) => result.outcome === outcome);
      return {
        outcome,
        evidence: decisive.flatMap(({ evidence }) => evidence),
        missing: decisive.flatMap(({ missing }) => missing),
      };
    }
  }
}

function resultOf(check: Check["check"], { outcome, matches, explanation }: CheckResult): ConditionResult {
  if (outcome === "unknown") return { outcome, evidence: [], missing: [{ check, reason: explanation }] };
  const evidence =
    matches.length > 0
      ? matches.map((match) => ({ check, match, explanation: withNote(explanation, match) }))
      : [{ check, match: null, explanation }];
  return { outcome, evidence, missing: [] };
}

function guarded(check: CompiledCheck, input: CheckInput): CheckResult {
  try {
    return check.evaluate(input);
  } catch (error) {
    const explanation = `The check failed: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: "unknown", matches: [], explanation };
  }
}

const withNote = (explanation: string, { note }: Match): string =>
  note === undefined || explanation.includes(note) ? explanation : `${explanation} (${note})`;

/** The matches of what is denied are no evidence; what was found instead is. */
function negated(
  condition: CompiledCondition,
  { outcome, evidence, missing }: ConditionResult,
): ConditionResult {
  if (outcome === "unknown") return { outcome, evidence: [], missing };
  const [first] = evidence;
  const check = first?.check ?? checkOf(condition);
  return {
    outcome: !outcome,
    evidence: [{ check, match: null, explanation: `not: ${describeCondition(condition)}` }],
    missing: [],
  };
}

const checkOf = (condition: CompiledCondition): Check["check"] => {
  if (condition.kind === "check") return condition.check;
  const [child] = condition.kind === "not" ? [condition.condition] : condition.conditions;
  return child === undefined ? "words" : checkOf(child);
};

/** A condition in words, for cards and lists of rules. */
export function describeCondition(condition: CompiledCondition): string {
  if (condition.kind === "check") return condition.compiled.description;
  if (condition.kind === "not") return `not: ${describeCondition(condition.condition)}`;
  const parts = condition.conditions.map(describeCondition);
  return parts.length === 1
    ? (parts[0] ?? "")
    : `(${parts.join(condition.kind === "all" ? " and " : " or ")})`;
}

function findingsOf({ version }: CompiledRule, evidence: readonly Evidence[]): Finding[] {
  // What can be pointed at comes first, and carries the points.
  const ordered = [
    ...evidence.filter(({ match }) => match !== null),
    ...evidence.filter(({ match }) => match === null),
  ];
  return ordered.slice(0, maxFindingsPerRule).map((item, index) => ({
    ruleId: version.ruleId,
    ruleVersion: version.version,
    ruleName: version.name,
    stage: version.stage,
    check: item.check,
    field: item.match?.field ?? null,
    span: item.match?.span ?? null,
    matched: item.match?.matched ?? null,
    lane: item.match?.lane ?? null,
    points: index === 0 ? creditedPoints(version) : 0,
    group: version.then.group ?? null,
    force: version.then.force ?? null,
    publicReason: version.then.publicReason ?? null,
    explanation: item.explanation,
  }));
}

/** A rule that may only hold cannot speak for a comment: points below zero could release it. */
const creditedPoints = ({ stage, then }: RuleVersion): number =>
  stage === "hold" ? Math.max(0, then.points ?? 0) : (then.points ?? 0);

/** What has learnt too little has nothing to say yet: no reason to keep anybody waiting. */
const mayBeSilent: ReadonlySet<Check["check"]> = new Set(["learned"]);

const unknownOf = ({ version }: CompiledRule, missing: readonly Missing[]): UnknownCheck[] =>
  missing.map(({ check, reason }) => ({
    ruleId: version.ruleId,
    ruleVersion: version.version,
    ruleName: version.name,
    check,
    reason,
    holds: version.stage !== "shadow" && version.then.whenUnknown !== "ignore" && !mayBeSilent.has(check),
  }));
