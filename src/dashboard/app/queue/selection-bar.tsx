import { canSelectMatching, matchingView } from "../bulk/matching.ts";
import type { DecisionStatus } from "../api.ts";
import { keyFor } from "../key-settings.ts";
import type { Action } from "../keyboard.ts";
import { keySign } from "../keyboard.ts";
import { statusOf } from "../routes.ts";
import { selected } from "./card-state.ts";
import { counts, stats } from "./counts.ts";
import { openEntries } from "./queue-state.ts";
import { queue } from "./queue-store.ts";
import { decideSelected, selectedHere, selectMatching } from "./take-decisions.ts";
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
  if (count === 0 && !matching) return null;
  const isWorth = ({ to }: { to: DecisionStatus }): boolean =>
    matching ? statusOf(matching.list) !== to : selectedHere.value.some(({ status }) => status !== to);
  const clear = (): void => {
    selected.value = new Set();
    matchingView.value = null;
  };
  return (
    <section class={matching ? "selection whole" : "selection"} aria-label="Selected comments">
      <p role="status">{matching ? `All ${matchingCount()} that match` : `${count} selected`}</p>
      {!matching && <SelectMatching />}
      {CHOICES.filter(isWorth).map(({ to, action }) => (
        <button
          key={to}
          type="button"
          aria-keyshortcuts={action && keyFor(action)}
          aria-haspopup={matching ? "dialog" : undefined}
          onClick={() => decideSelected(to)}
        >
          {DECISION_LABELS[to]}
          <span class="only-heard"> {matching ? "all that match" : "the selected"}</span>{" "}
          {action && <kbd aria-hidden="true">{keySign(keyFor(action))}</kbd>}
        </button>
      ))}
      <button type="button" class="quiet" onClick={clear}>
        Clear
      </button>
    </section>
  );
}

/** Where all that is shown is selected, and there is more. */
function SelectMatching() {
  const { nextCursor, view } = queue.value;
  const isAllShown = openEntries(queue.value).every(({ comment }) => selected.value.has(comment.id));
  if (!isAllShown || !nextCursor || !canSelectMatching(view)) return null;
  return (
    <button
      type="button"
      class="matching"
      aria-keyshortcuts={keyFor("selectMatching")}
      onClick={selectMatching}
    >
      Select all {matchingCount()} that match{" "}
      <kbd aria-hidden="true">{keySign(keyFor("selectMatching"))}</kbd>
    </button>
  );
}

/** What a search finds is counted when it is to be decided. */
function matchingCount(): string {
  const { search, list } = queue.value.view;
  if (search || !counts.value || !stats.value) return "";
  const { countedTo, secondOpinions } = stats.value;
  return countOf(list, { counts: counts.value, countedTo, asked: secondOpinions.asked });
}
