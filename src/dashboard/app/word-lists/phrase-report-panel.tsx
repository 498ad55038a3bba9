import { useEffect, useRef, useState } from "preact/hooks";
import type { Finding } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { Marked } from "../queue/marked.tsx";
import type { PhraseReport, PhraseSample, WordListEntry } from "../rules/rules-api.ts";
import { reportPhrases } from "../rules/rules-api.ts";

interface PhraseReportProps {
  siteKey: string;
  entries: WordListEntry[];
  allow: string[];
  onRemove: (phrase: string) => void;
}

/** Phrases that would have hit comments the site approved: what a list does to honest people. */
export function PhraseReportPanel({ siteKey, entries, allow, onRemove }: PhraseReportProps) {
  const [report, setReport] = useState<PhraseReport | null>(null);
  const { busy, problem, run } = useTask();
  const asking = useRef(new AbortController());
  useEffect(() => () => asking.current.abort(), []);
  const ask = (): void =>
    run(async () => setReport(await reportPhrases({ siteKey, entries, allow }, asking.current.signal)));
  const listed = new Set(entries.map(({ phrase }) => phrase));
  const items = report?.items.filter(({ phrase }) => listed.has(phrase)) ?? [];
  return (
    <section class="panel stack" aria-label={t("Honest comments")}>
      <h2>{t("Would it hit honest comments?")}</h2>
      <p class="hint">
        {t(
          "Reads the last comments that this site approved, at most {most, number}, and tells which phrases stand in them.",
          { most: 5_000 },
        )}
      </p>
      <div>
        <button type="button" disabled={busy || entries.length === 0} onClick={ask}>
          {busy ? t("Reading…") : t("Check the list")}
        </button>
      </div>
      <Problem text={problem} />
      <div role="status">
        {report && (
          <p>
            <strong>
              {items.length === 0
                ? t(
                    "No phrase stands in the last {comments, plural, one {# approved comment} other {# approved comments}}.",
                    { comments: report.comments },
                  )
                : t(
                    "{phrases, plural, one {# phrase} other {# phrases}} in the last {comments, plural, one {# approved comment} other {# approved comments}}:",
                    { phrases: items.length, comments: report.comments },
                  )}
            </strong>
          </p>
        )}
      </div>
      {items.length > 0 && (
        <ul class="report">
          {items.map(({ phrase, comments, samples }) => (
            <li key={phrase}>
              <div class="group-head">
                <span>
                  <bdi dir="auto" class="phrase">
                    {phrase}
                  </bdi>{" "}
                  <span class="hint">
                    {t("in {comments, plural, one {# comment} other {# comments}}", { comments })}
                  </span>
                </span>
                <button
                  type="button"
                  class="small"
                  aria-label={t("Take {phrase} off the list", { phrase })}
                  onClick={() => onRemove(phrase)}
                >
                  {t("Take off the list")}
                </button>
              </div>
              {samples.map((sample) => (
                <p class="sample" key={`${sample.id} ${sample.field}`}>
                  …
                  <Marked text={sample.excerpt} field={sample.field} findings={findingsOf(sample, phrase)} />…
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const findingsOf = ({ field, span }: PhraseSample, phrase: string): Finding[] => [
  {
    ruleId: "",
    ruleName: phrase,
    ruleVersion: 0,
    stage: "enforce",
    check: "words",
    field,
    span,
    matched: null,
    lane: null,
    points: 0,
    force: null,
    publicReason: null,
    explanation: null,
  },
];
