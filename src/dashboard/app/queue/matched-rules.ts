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
