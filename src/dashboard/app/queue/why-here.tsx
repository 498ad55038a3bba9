import type { Comment } from "../api.ts";
import { heard } from "../frame/heard.tsx";
import { fromPack, fromRecord, rich, t } from "../language.ts";
import { markNumbers, matchedRules } from "./matched-rules.ts";
import { weightOf, whyTitle } from "./sentences.ts";
import { isVeiled } from "./veil.ts";

export function WhyHere({ comment }: { comment: Comment }) {
  const rules = matchedRules(comment.findings ?? []);
  const numbers = markNumbers(comment.findings ?? []);
  const reasons = comment.reasons ?? [];
  const isHidden = isVeiled(comment);
  return (
    <div class="why">
      <h3>
        {whyTitle(comment)}
        {typeof comment.score === "number" && (
          <span class="score" title={t("Sum of the rules' points")}>
            {t("Score {score, number}", { score: comment.score })}
          </span>
        )}
      </h3>
      {rules.length > 0 ? (
        <ul>
          {rules.map(({ finding, sentences }) => (
            <li key={finding.ruleId} class={finding.stage === "shadow" ? "no-effect" : undefined}>
              <span class="rule">
                <MarkNumber number={numbers.get(finding.ruleName)} />
                <bdi dir="auto">{fromPack(finding.ruleName)}</bdi>
              </span>
              <span class="weight">{weightOf(finding)}</span>
              {/* They quote what is blurred. */}
              {(isHidden ? [] : sentences).map((sentence) => (
                <span class="explanation" key={sentence}>
                  <bdi dir="auto">{sentence}</bdi>
                </span>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <bdi dir="auto">
            {reasons.length > 0 ? reasons.map(fromRecord).join(" ") : t("No rule matched.")}
          </bdi>
        </p>
      )}
    </div>
  );
}

/** The same as behind the words in the text. */
const MarkNumber = ({ number }: { number: number | undefined }) =>
  number === undefined ? null : (
    <span class="mark-number">{rich("<heard>Marks in the text: </heard>{number}", { number, heard })}</span>
  );
