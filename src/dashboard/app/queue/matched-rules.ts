import type { Finding } from "../api.ts";
import { findingSentence } from "./sentences.ts";

/** A rule that matched, with everything it saw: a rule of several checks leaves a finding for each. */
export interface MatchedRule {
  /** The finding that carries the rule's weight. */
  finding: Finding;
  sentences: string[];
}

export function matchedRules(findings: readonly Finding[]): MatchedRule[] {
  const rules = new Map<string, MatchedRule>();
  for (const finding of findings) {
    const sentence = findingSentence(finding);
    const known = rules.get(finding.ruleId);
    if (!known) rules.set(finding.ruleId, { finding, sentences: [sentence] });
    else {
      known.finding = { ...known.finding, points: known.finding.points + finding.points };
      if (!known.sentences.includes(sentence)) known.sentences.push(sentence);
    }
  }
  return [...rules.values()];
}

const MARKED_FIELDS = new Set(["authorName", "authorEmail", "authorUrl", "body"]);

/** By its name: the number of each rule that marked something, in the order in which the rules are named beside the text. */
export function markNumbers(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { finding } of matchedRules(findings)) {
    const marks = findings.some(
      ({ ruleId, field, span }) =>
        ruleId === finding.ruleId && span !== null && span[0] < span[1] && MARKED_FIELDS.has(field),
    );
    if (marks && !numbers.has(finding.ruleName)) numbers.set(finding.ruleName, numbers.size + 1);
  }
  return numbers;
}
