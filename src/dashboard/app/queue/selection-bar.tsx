import { useLayoutEffect, useRef } from "preact/hooks";
import { canSelectMatching, matchingView } from "../bulk/matching.ts";
import type { DecisionStatus } from "../api.ts";
import { keyFor } from "../key-settings.ts";
import { rich, t } from "../language.ts";
import type { Action } from "../keyboard.ts";
import { keySign } from "../keyboard.ts";
import { statusOf } from "../routes.ts";
import { selected } from "./card-state.ts";
import { counts, stats } from "./counts.ts";
import { heard } from "../frame/heard.tsx";
import { queue } from "./queue-store.ts";
import {
  askWithSelected,
  decidableHere,
  decideSelected,
  selectedHere,
  selectMatching,
  undoSelected,
} from "./take-decisions.ts";
import { countOf, DECISION_LABELS } from "./sentences.ts";

const CHOICES: readonly { to: DecisionStatus; action?: Action }[] = [
  { to: "approved", action: "approveSelected" },
  { to: "rejected", action: "rejectSelected" },
  { to: "spam", action: "spamSelected" },
  { to: "held" },
];

export function SelectionBar() {
  const matching = matchingView.value;
  const count = selectedHere.value.length;
  const isShown = count > 0 || matching !== null;
  const bar = useToldHeight(isShown);
  if (!isShown) return null;
  const isWorth = ({ to }: { to: DecisionStatus }): boolean =>
    matching ? statusOf(matching.list) !== to : selectedHere.value.some(({ status }) => status !== to);
  const clear = (): void => {
    selected.value = new Set();
    matchingView.value = null;
  };
  return (
    <section ref={bar} class={matching ? "selection whole" : "selection"} aria-label={t("Selected comments")}>
      <p role="status">{matching ? allThatMatch() : t("{count, number} selected", { count })}</p>
      {!matching && <SelectMatching />}
      {CHOICES.filter(isWorth).map(({ to, action }) => (
        <button
          key={to}
          type="button"
          aria-keyshortcuts={action && keyFor(action)}
          aria-haspopup={matching ? "dialog" : undefined}
          onClick={() => decideSelected(to)}
        >
          {rich(
            matching ? "{decide}<heard> all that match</heard>" : "{decide}<heard> the selected</heard>",
            { decide: DECISION_LABELS[to], heard },
          )}{" "}
          {action && <kbd aria-hidden="true">{keySign(keyFor(action))}</kbd>}
        </button>
      ))}
      {!matching && (
        <button
          type="button"
          class="with-reason"
          aria-label={t("Decide the selected with a reason or a note")}
          title={t("Decide the selected with a reason or a note")}
          aria-keyshortcuts={keyFor("decideSelectedWith")}
          aria-haspopup="dialog"
          onClick={askWithSelected}
        >
          … <kbd aria-hidden="true">{keySign(keyFor("decideSelectedWith"))}</kbd>
        </button>
      )}
      {!matching && selectedHere.value.some(({ undoable }) => undoable) && (
        <button type="button" aria-keyshortcuts={keyFor("undoSelected")} onClick={undoSelected}>
          {rich("Take back<heard> the last decisions on the selected</heard>", { heard })}{" "}
          <kbd aria-hidden="true">{keySign(keyFor("undoSelected"))}</kbd>
        </button>
      )}
      <button type="button" class="quiet" onClick={clear}>
        {t("Clear")}
      </button>
    </section>
  );
}

/** Tells the styles how high the bar is: above it lies the toast, however many rows the words of a language take. */
function useToldHeight(isShown: boolean): preact.RefObject<HTMLElement | null> {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const shown = bar.current;
    if (!shown) return undefined;
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty("--selection-height", `${shown.offsetHeight}px`),
    );
    observer.observe(shown);
    return () => observer.disconnect();
  }, [isShown]);
  return bar;
}

/** Where all that is shown is selected, and there is more. */
function SelectMatching() {
  const { nextCursor, view } = queue.value;
  const isAllShown = decidableHere.value.every(({ id }) => selected.value.has(id));
  if (!isAllShown || !nextCursor || !canSelectMatching(view)) return null;
  const count = matchingCount();
  return (
    <button
      type="button"
      class="matching"
      aria-keyshortcuts={keyFor("selectMatching")}
      onClick={selectMatching}
    >
      {count === "" ? t("Select all that match") : t("Select all {count} that match", { count })}{" "}
      <kbd aria-hidden="true">{keySign(keyFor("selectMatching"))}</kbd>
    </button>
  );
}

function allThatMatch(): string {
  const count = matchingCount();
  return count === "" ? t("All that match") : t("All {count} that match", { count });
}

/** What a search finds is counted when it is to be decided. */
function matchingCount(): string {
  const { search, list } = queue.value.view;
  if (search || !counts.value || !stats.value) return "";
  const { countedTo, secondOpinions } = stats.value;
  return countOf(list, { counts: counts.value, countedTo, asked: secondOpinions.asked });
}
