import type { Comment } from "../api.ts";
import { findingSentence, weightOf, whyTitle } from "./sentences.ts";

export function WhyHere({ comment }: { comment: Comment }) {
  const findings = (comment.findings ?? []).filter(
    (finding, index, all) =>
      all.findIndex(
        (other) => findingSentence(other) === findingSentence(finding) && other.ruleId === finding.ruleId,
      ) === index,
  );
  const reasons = comment.reasons ?? [];
  return (
    <div class="why">
      <h3>
        {whyTitle(comment)}
        {typeof comment.score === "number" && (
          <span class="score" title="Sum of the rules' points">
            Score {comment.score}
          </span>
        )}
      </h3>
      {findings.length > 0 ? (
        <ul>
          {findings.map((finding, index) => (
            <li key={index} class={finding.stage === "shadow" ? "no-effect" : undefined}>
              <span class="rule">
                <bdi dir="auto">{finding.ruleName}</bdi>
              </span>
              <span class="weight">{weightOf(finding)}</span>
              <span class="explanation">
                <bdi dir="auto">{findingSentence(finding)}</bdi>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <bdi dir="auto">{reasons.length > 0 ? reasons.join(" ") : "No rule matched."}</bdi>
        </p>
      )}
    </div>
  );
}
