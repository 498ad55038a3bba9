import type { DecisionStatus } from "../api.ts";
import { keyFor } from "../key-settings.ts";
import type { Action } from "../keyboard.ts";
import { keySign } from "../keyboard.ts";
import { selected } from "./card-state.ts";
import { decideSelected, selectedHere } from "./queue-store.ts";
import { DECISION_LABELS } from "./sentences.ts";

const CHOICES: readonly { to: DecisionStatus; action?: Action }[] = [
  { to: "approved", action: "approveSelected" },
  { to: "rejected", action: "rejectSelected" },
  { to: "spam", action: "spamSelected" },
  { to: "held" },
];

export function SelectionBar() {
  const count = selectedHere.value.length;
  if (count === 0) return null;
  return (
    <section class="selection" aria-label="Selected comments">
      <p role="status">{count} selected</p>
      {CHOICES.filter(({ to }) => selectedHere.value.some(({ status }) => status !== to)).map(
        ({ to, action }) => (
          <button
            key={to}
            type="button"
            aria-keyshortcuts={action && keyFor(action)}
            onClick={() => decideSelected(to)}
          >
            {DECISION_LABELS[to]}
            <span class="only-heard"> the selected</span>{" "}
            {action && <kbd aria-hidden="true">{keySign(keyFor(action))}</kbd>}
          </button>
        ),
      )}
      <button type="button" class="quiet" onClick={() => (selected.value = new Set())}>
        Clear
      </button>
    </section>
  );
}
