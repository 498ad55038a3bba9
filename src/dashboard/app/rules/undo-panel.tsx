import { useEffect, useRef, useState } from "preact/hooks";
import { sentenceOf, undoDecision } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { locale, rich, t } from "../language.ts";
import type { Rule, UndoneCounts } from "./rules-api.ts";
import { previewUndo, undoStep } from "./rules-api.ts";

const HOUR_MS = 3_600_000;
const STEP = 500;

const PERIODS: readonly [value: string, words: string, ms: number][] = [
  ["hour", t("an hour ago"), HOUR_MS],
  ["day", t("24 hours ago"), 24 * HOUR_MS],
  ["week", t("7 days ago"), 168 * HOUR_MS],
  ["month", t("30 days ago"), 720 * HOUR_MS],
];

const PUT_BACK = "{count, plural, one {# comment} other {# comments}} back in the held queue.";
const TAKEN_BACK = "{count, plural, one {# comment} other {# comments}} as the rule had decided.";

const bold = (text: preact.ComponentChildren) => <strong>{text}</strong>;

type Work =
  | { name: "choosing" }
  | { name: "undoing"; done: number; total: number }
  | { name: "done"; undone: number; changedMeanwhile: number; left: number; batchIds: string[] }
  | { name: "takingBack"; undone: number }
  | { name: "takenBack"; back: number; kept: number };

/** Gives back to moderators what the rule decided alone since a time, and no human has touched. */
export function UndoPanel({ rule }: { rule: Rule }) {
  const isAsked = location.hash === "#undo";
  const [isOpen, setIsOpen] = useState(isAsked);
  const panel = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    panel.current?.scrollIntoView({ block: "center" });
    panel.current?.querySelector("summary")?.focus();
  }, []);
  return (
    <details
      class="panel undo-rule"
      id="undo"
      ref={panel}
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>{t("Undo what it decided")}</summary>
      {isOpen && <Undo rule={rule} />}
    </details>
  );
}

function Undo({ rule }: { rule: Rule }) {
  const [period, setPeriod] = useState("day");
  const [written, setWritten] = useState(() => localTime(new Date(Date.now() - 24 * HOUR_MS)));
  const [counts, setCounts] = useState<UndoneCounts | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [work, setWork] = useState<Work>({ name: "choosing" });
  const isStopped = useRef(false);
  const since = sinceOf(period, written);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    let isStale = false;
    setCounts(null);
    setProblem(null);
    if (since !== null) {
      previewUndo(rule.id, since()).then(
        (preview) => !isStale && setCounts(preview.counts),
        (error: unknown) => !isStale && setProblem(sentenceOf(error)),
      );
    }
    return () => {
      isStale = true;
    };
  }, [period, period === "own" ? written : "", asked, rule.version]);
  useEffect(() => () => void (isStopped.current = true), []);

  const undo = async (total: number): Promise<void> => {
    if (since === null) return;
    const from = since();
    const batchIds: string[] = [];
    let [undone, changedMeanwhile, left] = [0, 0, total];
    isStopped.current = false;
    setProblem(null);
    try {
      while (left > 0 && !isStopped.current) {
        setWork({ name: "undoing", done: undone, total: undone + left });
        const step = await undoStep(rule.id, from, STEP);
        if (step.batchId !== null) batchIds.push(step.batchId);
        undone += step.results.undone;
        changedMeanwhile += step.results.changedMeanwhile;
        left = step.remaining;
        if (step.results.undone === 0) break;
      }
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setWork({ name: "done", undone, changedMeanwhile, left, batchIds });
    announce(t(PUT_BACK, { count: undone }));
  };
  const takeBack = async (batchIds: readonly string[], undone: number): Promise<void> => {
    setWork({ name: "takingBack", undone });
    let [back, kept] = [0, 0];
    try {
      for (const batchId of batchIds) {
        const { results } = await undoDecision(batchId);
        back += results.filter(({ ok }) => ok).length;
        kept += results.filter(({ ok }) => !ok).length;
      }
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setWork({ name: "takenBack", back, kept });
    announce(t(TAKEN_BACK, { count: back }));
  };
  const again = (): void => {
    setWork({ name: "choosing" });
    setAsked(asked + 1);
  };

  return (
    <div class="stack">
      <p class="hint">
        {t(
          "What the rule decided on its own and no moderator has touched goes back into the held queue. Endpoints are told. Decisions of people stay.",
        )}
      </p>
      {work.name === "choosing" && (
        <>
          <div class="adder">
            <label for="undo-since">{t("Since")}</label>
            <select
              id="undo-since"
              value={period}
              onChange={({ currentTarget }) => setPeriod(currentTarget.value)}
            >
              {PERIODS.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
              <option value="own">{t("a time of your own…")}</option>
            </select>
            {period === "own" && (
              <input
                type="datetime-local"
                aria-label={t("Since when")}
                value={written}
                onInput={({ currentTarget }) => setWritten(currentTarget.value)}
              />
            )}
          </div>
          <Problem text={problem} />
          <Preview rule={rule} counts={counts} isTime={since !== null} onUndo={(total) => void undo(total)} />
        </>
      )}
      {work.name === "undoing" && (
        <>
          <p class="hint" role="status">
            <progress aria-label={t("Comments put back")} max={work.total} value={work.done} />{" "}
            {t("{done, number} of {total, number}", { done: work.done, total: work.total })}
          </p>
          <div>
            <button type="button" onClick={() => (isStopped.current = true)}>
              {t("Stop")}
            </button>
          </div>
        </>
      )}
      {work.name === "done" && (
        <>
          <Problem text={problem} />
          <p role="status">
            <strong>{t(PUT_BACK, { count: work.undone })}</strong>
            {work.changedMeanwhile > 0 && " "}
            {work.changedMeanwhile > 0 &&
              t(
                "{count, plural, one {# comment} other {# comments}} somebody changed meanwhile: left alone.",
                { count: work.changedMeanwhile },
              )}
            {work.left > 0 && " "}
            {work.left > 0 &&
              t("{count, plural, one {# comment} other {# comments}} left as the rule decided.", {
                count: work.left,
              })}
          </p>
          <div class="endpoint-actions">
            {work.undone > 0 && (
              <>
                <Link class="button" href="/">
                  {t("See the held queue")}
                </Link>
                <button type="button" onClick={() => void takeBack(work.batchIds, work.undone)}>
                  {t("Take this back")}
                </button>
              </>
            )}
            <button type="button" class="quiet" onClick={again}>
              {work.left > 0 ? t("Go on") : t("Choose another time")}
            </button>
          </div>
        </>
      )}
      {work.name === "takingBack" && (
        <p class="hint" role="status">
          {t("Taking back {count, plural, one {# comment} other {# comments}}…", { count: work.undone })}
        </p>
      )}
      {work.name === "takenBack" && (
        <>
          <Problem text={problem} />
          <p role="status">
            <strong>{t(TAKEN_BACK, { count: work.back })}</strong>
            {work.kept > 0 && " "}
            {work.kept > 0 &&
              t(
                "{count, plural, one {# comment} other {# comments}} somebody decided meanwhile: left alone.",
                { count: work.kept },
              )}
          </p>
          <div>
            <button type="button" class="quiet" onClick={again}>
              {t("Choose another time")}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

interface PreviewProps {
  rule: Rule;
  counts: UndoneCounts | null;
  isTime: boolean;
  onUndo: (total: number) => void;
}

function Preview({ rule, counts, isTime, onUndo }: PreviewProps) {
  if (!isTime) return <p class="refusal">{t("Choose a day and a time that have been.")}</p>;
  if (counts === null) return <p class="hint">{t("Counting…")}</p>;
  const total = counts.approved + counts.rejected + counts.spam;
  if (total === 0) {
    return (
      <p role="status">
        {rich("<b>Nothing to undo.</b> Since then it has decided nothing alone that nobody has touched.", {
          b: bold,
        })}
      </p>
    );
  }
  return (
    <>
      <p role="status">
        {rich(
          "<b>{count, plural, one {# comment} other {# comments}} would go back into the held queue:</b> {parts}.",
          { count: total, parts: partsOf(counts), b: bold },
        )}
      </p>
      {rule.stage === "enforce" && (
        <p class="hint">
          {t("The rule is enforced: it goes on deciding what comes in. Put it to shadow first to stop it.")}
        </p>
      )}
      <div>
        <button type="button" class="danger" onClick={() => onUndo(total)}>
          {t("Put {count, plural, one {# comment} other {# comments}} back", { count: total })}
        </button>
      </div>
    </>
  );
}

const PARTS = new Intl.ListFormat(locale, { type: "unit" });

const partsOf = ({ approved, rejected, spam }: UndoneCounts): string =>
  PARTS.format(
    [
      approved > 0 && t("{count, number} published", { count: approved }),
      rejected > 0 && t("{count, number} rejected", { count: rejected }),
      spam > 0 && t("{count, number} marked as spam", { count: spam }),
    ].filter((part) => typeof part === "string"),
  );

/** Asked for anew each time, since “an hour ago” moves on; null = no time yet, or one to come. */
function sinceOf(period: string, written: string): (() => string) | null {
  const [, , ms] = PERIODS.find(([value]) => value === period) ?? [];
  if (ms !== undefined) return () => new Date(Date.now() - ms).toISOString();
  const time = new Date(written);
  return Number.isNaN(time.getTime()) || time.getTime() > Date.now() ? null : () => time.toISOString();
}

/** As an input of type datetime-local has it. */
const localTime = (time: Date): string =>
  new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
