import { useEffect, useRef, useState } from "preact/hooks";
import type { Finding } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { Marked } from "../queue/marked.tsx";
import { plural } from "../queue/sentences.ts";
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
    <section class="panel stack" aria-label="Honest comments">
      <h2>Would it hit honest comments?</h2>
      <p class="hint">
        Reads the last comments that this site approved, at most 5,000, and tells which phrases stand in them.
      </p>
      <div>
        <button type="button" disabled={busy || entries.length === 0} onClick={ask}>
          {busy ? "Reading…" : "Check the list"}
        </button>
      </div>
      <Problem text={problem} />
      <div role="status">
        {report && (
          <p>
            <strong>
              {items.length === 0
                ? `No phrase stands in the last ${plural(report.comments, "approved comment")}.`
                : `${plural(items.length, "phrase")} in the last ${plural(report.comments, "approved comment")}:`}
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
                  <span class="hint">in {plural(comments, "comment")}</span>
                </span>
                <button
                  type="button"
                  class="small"
                  aria-label={`Take ${phrase} off the list`}
                  onClick={() => onRemove(phrase)}
                >
                  Take off the list
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
