import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api.ts";
import type { Finding } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromProblem, number, t } from "../language.ts";
import { Marked } from "../queue/marked.tsx";
import {
  backtestSentence,
  type Cell,
  cellsOf,
  JUDGED,
  JUDGED_NAMES,
  qualitySentences,
} from "./backtest-picture.ts";
import type { Condition } from "./condition.ts";
import { contentOf, rootGroup, tidied } from "./condition.ts";
import { PastBacktests } from "./past-backtests.tsx";
import type { Backtest, BacktestResult, Sample, Then } from "./rules-api.ts";
import { cancelBacktest, fetchBacktest, startBacktest } from "./rules-api.ts";

const LIMITS = [1_000, 10_000, 100_000];
const POLL_MS = 400;

interface BacktestPanelProps {
  siteKey: string;
  id: string | null;
  rule: { name: string; when: Condition; then: Then };
  /** Tries the rule without being asked, as soon as it can be. */
  atOnce: boolean;
}

/** What the rule would have done to comments that are decided already. */
export function BacktestPanel({ siteKey, id, rule, atOnce }: BacktestPanelProps) {
  const [limit, setLimit] = useState(LIMITS[0]!);
  const [backtest, setBacktest] = useState<Backtest | null>(null);
  const [tested, setTested] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const { busy, problem, run } = useTask();
  const turn = useRef(0);
  const question = questionOf(rule);

  const start = (): void =>
    run(async () => {
      const mine = ++turn.current;
      try {
        const sent = {
          siteKey,
          name: rule.name.trim() || t("A rule"),
          when: tidied(rule.when),
          then: rule.then,
        };
        let now = await startBacktest(id, sent, limit);
        setTested(question);
        while (mine === turn.current) {
          setBacktest(now);
          if (now.status !== "queued" && now.status !== "running") break;
          await new Promise((resolve) => setTimeout(resolve, POLL_MS));
          now = await fetchBacktest(now.id);
        }
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) setIsMissing(true);
        else throw error;
      }
    });
  useEffect(() => {
    if (atOnce) start();
    return () => {
      turn.current++;
    };
  }, [atOnce]);

  const show = (id: string): void =>
    run(async () => {
      turn.current++;
      const past = await fetchBacktest(id);
      setBacktest(past);
      setTested(questionOf(past.rule));
    });

  // A server without backtests: the page does without them, too.
  if (isMissing) return null;
  const isRunning = backtest?.status === "queued" || backtest?.status === "running";
  return (
    <section class="panel stack backtest" aria-label={t("What it would have done")}>
      <h2>{t("What it would have done")}</h2>
      <div class="adder">
        <select
          aria-label={t("How many comments to try it on")}
          value={String(limit)}
          onChange={({ currentTarget }) => setLimit(Number(currentTarget.value))}
        >
          {LIMITS.map((count) => (
            <option key={count} value={String(count)}>
              {t("the last {count, number} comments", { count })}
            </option>
          ))}
        </select>
        <button type="button" disabled={busy} onClick={start}>
          {backtest ? t("Try again") : t("Try it on them")}
        </button>
        {isRunning && (
          <button
            type="button"
            class="quiet"
            onClick={() => void cancelBacktest(backtest.id).catch(() => undefined)}
          >
            {t("Stop")}
          </button>
        )}
      </div>
      <Problem
        text={
          problem ?? (backtest?.status === "failed" ? fromProblem(backtest.error ?? t("It failed.")) : null)
        }
      />
      {isRunning && <Progress backtest={backtest} />}
      {backtest?.result && (
        <>
          {tested !== question && <p class="hint">{t("The rule has been changed since.")}</p>}
          <Result key={backtest.id} result={backtest.result} />
          <p hidden={backtest.result.matrix.every(({ from, to, count }) => from === to || count === 0)}>
            <a class="button small" href={`/v1/exports/backtests/${backtest.id}`} download>
              {t("Changed comments as CSV")}
            </a>
          </p>
        </>
      )}
      {id !== null && (
        <PastBacktests
          ruleId={id}
          shownId={backtest?.id ?? null}
          endedId={backtest && !isRunning ? backtest.id : null}
          onShow={show}
        />
      )}
    </section>
  );
}

/** Of a rule as it is now, and as it was tried: the same question has the same answer. */
const questionOf = ({ when, then }: { when: Condition; then: Then }): string =>
  contentOf([tidied(rootGroup(when)), then]);

function Progress({ backtest: { progress } }: { backtest: Backtest }) {
  return (
    <p class="hint">
      <progress
        aria-label={t("Comments tried")}
        max={progress.total ?? undefined}
        value={progress.total === null ? undefined : progress.done}
      />{" "}
      {progress.total === null
        ? number(progress.done)
        : t("{done, number} of {total, number}", { done: progress.done, total: progress.total })}
    </p>
  );
}

type Shown = { kind: "cell"; cell: Cell } | { kind: "falsePositives" } | { kind: "undecidedHits" };

function Result({ result }: { result: BacktestResult }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const { cells, kinds } = result.samples;
  const samples =
    shown === null
      ? (kinds.truePositives ?? []).concat(kinds.undecidedHits ?? []).slice(0, 5)
      : shown.kind === "cell"
        ? (cells.find(({ from, to }) => from === shown.cell.from && to === shown.cell.to)?.items ?? [])
        : (kinds[shown.kind] ?? []);
  const wrong = result.againstModerators.falsePositives;
  return (
    <>
      <p role="status">
        <strong>{backtestSentence(result)}</strong>
      </p>
      <Heat result={result} onCell={(cell) => setShown({ kind: "cell", cell })} />
      {qualitySentences(result).map((sentence) => (
        <p key={sentence} class="hint">
          {sentence}
        </p>
      ))}
      {wrong > 0 && (
        <button type="button" class="small" onClick={() => setShown({ kind: "falsePositives" })}>
          {t("Show where it was wrong ({count, number})", { count: wrong })}
        </button>
      )}
      <Samples title={titleOf(shown)} samples={samples} />
    </>
  );
}

const titleOf = (shown: Shown | null): string => {
  if (shown === null) return t("Some of its hits");
  if (shown.kind === "cell")
    return t(
      "{from, select, approved {Published} held {Held} rejected {Rejected} other {Spam}} now, {to, select, approved {published} held {held} rejected {rejected} other {spam}} with this rule",
      { from: shown.cell.from, to: shown.cell.to },
    );
  return shown.kind === "falsePositives"
    ? t("Hits that a moderator saw otherwise")
    : t("Hits nobody decided");
};

const Heat = ({ result, onCell }: { result: BacktestResult; onCell: (cell: Cell) => void }) => (
  <table class="heat">
    <caption>{t("Rows: what the comments are now. Columns: what they would have been.")}</caption>
    <thead>
      <tr>
        <td />
        {JUDGED.map((to) => (
          <th key={to} scope="col">
            {JUDGED_NAMES[to]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {cellsOf(result).map((row, index) => (
        <tr key={JUDGED[index]}>
          <th scope="row">{JUDGED_NAMES[JUDGED[index]!]}</th>
          {row.map((cell) => (
            <td key={cell.to} class={cell.isChange ? `heat-${cell.heat}` : "same"}>
              {cell.count > 0 && cell.isChange ? (
                <button
                  type="button"
                  aria-label={t(
                    "{count, plural, one {# comment} other {# comments}}: {from} now, {to} with this rule. Show samples",
                    { count: cell.count, from: JUDGED_NAMES[cell.from], to: JUDGED_NAMES[cell.to] },
                  )}
                  onClick={() => onCell(cell)}
                >
                  {number(cell.count)}
                </button>
              ) : (
                number(cell.count)
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

function Samples({ title, samples }: { title: string; samples: Sample[] }) {
  if (samples.length === 0) return null;
  return (
    <div class="samples">
      <h3>{title}</h3>
      <ul>
        {samples.map((sample, index) => (
          <li key={`${sample.commentId} ${index}`} class="tried-text">
            <p class="tried-author">
              <bdi dir="auto">{sample.authorName}</bdi>{" "}
              <span class="badge">
                {t(
                  "{status, select, approved {approved} held {held} rejected {rejected} spam {spam} other {{status}}}",
                  { status: sample.status },
                )}
              </span>
            </p>
            <Marked text={sample.text} field={sample.field} findings={findingsOf(sample)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const findingsOf = ({ field, spans }: Sample): Finding[] =>
  spans.map((span) => ({
    ruleId: "",
    ruleName: t("This rule"),
    ruleVersion: 0,
    stage: "enforce",
    check: "",
    field,
    span,
    matched: null,
    lane: null,
    points: 0,
    force: null,
    publicReason: null,
    explanation: null,
  }));
