import { useEffect, useState } from "preact/hooks";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { backtestSentence } from "./backtest-picture.ts";
import type { ListedBacktest } from "./rules-api.ts";
import { fetchBacktests } from "./rules-api.ts";

interface PastBacktestsProps {
  ruleId: string;
  shownId: string | null;
  /** The one that has ended last on this page; it is among them then. */
  endedId: string | null;
  onShow: (id: string) => void;
}

const UNFINISHED: Record<Exclude<ListedBacktest["status"], "done">, string> = {
  queued: t("Waits for its turn."),
  running: t("Under way."),
  cancelled: t("Stopped."),
  failed: t("Failed."),
};

/** What this rule, or changes of it, would have done when somebody asked before. */
export function PastBacktests({ ruleId, shownId, endedId, onShow }: PastBacktestsProps) {
  const [past, setPast] = useState<ListedBacktest[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const { busy, problem, run } = useTask();
  const load = (after: string | null): void =>
    run(async () => {
      const { items, nextCursor } = await fetchBacktests(ruleId, after);
      setPast((known) => (after === null ? items : [...(known ?? []), ...items]));
      setCursor(nextCursor);
    });
  useEffect(() => load(null), [ruleId, endedId]);
  if (past?.length === 0 && !problem) return null;
  return (
    <details class="more past-backtests">
      <summary>
        {t("Tried before")}{" "}
        {past && (
          <span class="count">
            {past.length}
            {cursor && "+"}
          </span>
        )}
      </summary>
      <Problem text={problem} />
      <ol>
        {past?.map((backtest) => (
          <li key={backtest.id} aria-current={backtest.id === shownId ? "true" : undefined}>
            <p class="hint">
              {rich("{ago} by {name}", {
                ago: <TimeAgo at={backtest.createdAt} />,
                name: <bdi dir="auto">{backtest.requestedBy}</bdi>,
              })}
            </p>
            <p>
              {backtest.status === "done" && backtest.result
                ? backtestSentence(backtest.result)
                : UNFINISHED[backtest.status as keyof typeof UNFINISHED]}
            </p>
            {backtest.status === "done" && (
              <button
                type="button"
                class="small"
                aria-label={`${backtest.id === shownId ? t("Shown above") : t("Show")}: ${backtest.result ? backtestSentence(backtest.result) : ""}`}
                disabled={busy || backtest.id === shownId}
                onClick={() => onShow(backtest.id)}
              >
                {backtest.id === shownId ? t("Shown above") : t("Show")}
              </button>
            )}
          </li>
        ))}
      </ol>
      {cursor && (
        <button type="button" class="quiet small" disabled={busy} onClick={() => load(cursor)}>
          {t("Show more")}
        </button>
      )}
    </details>
  );
}
