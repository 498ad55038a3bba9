import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { ApiError, sentenceOf } from "../api.ts";
import { fromPack, fromRecord, rich, t } from "../language.ts";
import { Marked } from "../queue/marked.tsx";
import { matchedRules } from "../queue/matched-rules.ts";
import { weightOf } from "../queue/sentences.ts";
import { Field } from "../frame/field.tsx";
import type { Condition } from "./condition.ts";
import { tidied } from "./condition.ts";
import type { Then, Verdict } from "./rules-api.ts";
import { testText, UNSAVED_RULE } from "./rules-api.ts";
import { laneSentence } from "./lanes.ts";

const DEBOUNCE_MS = 300;

/** Stays while somebody goes from the list to a rule and back. */
export const tried = signal({ text: "", authorName: "" });

interface TestBoxProps {
  siteKey: string;
  /** As it stands in the editor; without it the site's rules are tried as they are. */
  rule?: { id: string | null; name: string; when: Condition; then: Then };
}

type Answer = { verdict: Verdict; text: string; authorName: string } | { problem: string };

export function TestBox({ siteKey, rule }: TestBoxProps) {
  const { text, authorName } = tried.value;
  const answer = useVerdict(siteKey, rule);
  return (
    <section class="panel stack test-box" aria-label={t("Try a text")}>
      <h2>{t("Try a text")}</h2>
      <div class="field">
        <label for="tried-text">{t("Comment")}</label>
        <textarea
          id="tried-text"
          dir="auto"
          rows={4}
          placeholder={t("Write or paste what somebody might send")}
          value={text}
          onInput={({ currentTarget }) => (tried.value = { ...tried.value, text: currentTarget.value })}
        />
      </div>
      <Field
        label={t("Author’s name")}
        autocomplete="off"
        dir="auto"
        value={authorName}
        onText={(name) => (tried.value = { ...tried.value, authorName: name })}
      />
      <div class="tried" role="status">
        {text.trim() === "" && (
          <p class="hint">{t("What would become of it shows here while you type. Nothing is stored.")}</p>
        )}
        {text.trim() !== "" && answer && "problem" in answer && <p class="hint">{answer.problem}</p>}
        {text.trim() !== "" && answer && "verdict" in answer && (
          <VerdictShown {...answer} ruleId={rule && (rule.id ?? UNSAVED_RULE)} />
        )}
      </div>
    </section>
  );
}

/** The answer to the newest question; an earlier one still on its way is given up. */
function useVerdict(siteKey: string, rule: TestBoxProps["rule"]): Answer | null {
  const { text, authorName } = tried.value;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const sent = rule && {
    ...(rule.id === null ? {} : { id: rule.id }),
    name: rule.name.trim() === "" ? t("This rule") : rule.name,
    when: tidied(rule.when),
    then: rule.then,
  };
  const question = JSON.stringify(sent ?? null);
  useEffect(() => {
    if (text.trim() === "") {
      setAnswer(null);
      return undefined;
    }
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const input = { siteKey, text, authorName, ...(sent ? { rule: sent } : {}) };
        const verdict = await testText(input, asking.signal);
        if (!asking.signal.aborted) setAnswer({ verdict, text, authorName });
      } catch (error) {
        if (asking.signal.aborted) return;
        const isUnfinished = error instanceof ApiError && error.status === 422 && sent !== undefined;
        const said = sentenceOf(error);
        setAnswer({
          problem: isUnfinished ? t("The rule is not complete: {problem}", { problem: said }) : said,
        });
      }
    };
    const timer = setTimeout(() => void ask(), DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [siteKey, text, authorName, question]);
  return answer;
}

const VERDICTS: Record<Verdict["verdict"], { words: string; badge: string }> = {
  held: { words: t("Would be held"), badge: "badge warn" },
  approved: { words: t("Would be published"), badge: "badge good" },
  rejected: { words: t("Would be rejected"), badge: "badge bad" },
  spam: { words: t("Would be spam"), badge: "badge bad" },
};

interface VerdictShownProps {
  verdict: Verdict;
  text: string;
  authorName: string;
  ruleId: string | undefined;
}

function VerdictShown({ verdict, text, authorName, ruleId }: VerdictShownProps) {
  const { findings } = verdict;
  const rules = matchedRules(findings);
  const { words, badge } = VERDICTS[verdict.verdict];
  const isHit = findings.some((finding) => finding.ruleId === ruleId);
  return (
    <>
      <p class="verdict">
        <span class={badge}>{words}</span>{" "}
        <span class="hint">
          {t("{points, plural, one {# point} other {# points}}", { points: verdict.points })}
        </span>
      </p>
      {ruleId && (
        <p class={isHit ? "rule-says hit" : "rule-says"}>
          {isHit ? t("This rule matches.") : t("This rule does not match.")}
        </p>
      )}
      <div class="tried-text">
        {authorName && (
          <p class="tried-author">
            <Marked text={authorName} field="authorName" findings={findings} />
          </p>
        )}
        <Marked text={text} field="body" findings={findings} />
      </div>
      {rules.length > 0 ? (
        <ul class="matched">
          {rules.map(({ finding, sentences }) => (
            <li key={finding.ruleId} class={finding.ruleId === ruleId ? "own" : undefined}>
              <span class="rule">
                <bdi dir="auto">{fromPack(finding.ruleName)}</bdi>
              </span>
              <span class="weight">{weightOf(finding)}</span>
              {sentences.map((sentence) => (
                <span class="explanation" key={sentence}>
                  <bdi dir="auto">{sentence}</bdi>
                </span>
              ))}
              {laneNotes(findings, finding.ruleId).map((note) => (
                <span class="lane" key={note}>
                  <bdi dir="auto">{note}</bdi>
                </span>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">
          <bdi dir="auto">{verdict.reasons.map(fromRecord).join(" ")}</bdi>
        </p>
      )}
      {verdict.unknown.map(({ ruleId: id, ruleName, reason }) => (
        <p class="hint" key={id + reason}>
          {rich("{rule} has no answer: {reason}.", {
            rule: <bdi dir="auto">{fromPack(ruleName)}</bdi>,
            reason: fromRecord(reason),
          })}
        </p>
      ))}
    </>
  );
}

const laneNotes = (findings: Verdict["findings"], ruleId: string): string[] => [
  ...new Set(
    findings
      .filter((finding) => finding.ruleId === ruleId)
      .map(({ lane, matched }) => laneSentence(lane, matched))
      .filter((sentence) => sentence !== ""),
  ),
];
