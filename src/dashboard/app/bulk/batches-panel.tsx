import { heard } from "../frame/heard.tsx";
import type { ComponentChildren } from "preact";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { batchProblem, cancel, close, isUnfinished, shownBatches, undo } from "./batches.ts";
import type { Batch } from "./bulk-api.ts";
import { batchSentence } from "./bulk-words.ts";

export function BatchesPanel() {
  if (shownBatches.value.length === 0 && !batchProblem.value) return null;
  return (
    <section class="batches" aria-label={t("Decided together")}>
      {shownBatches.value.map((batch) => (
        <BatchRow key={batch.batchId} batch={batch} />
      ))}
      <Problem text={batchProblem.value} />
    </section>
  );
}

function BatchRow({ batch }: { batch: Batch }) {
  const { busy, run } = useTask();
  const { batchId, matched, done, skipped, state, undoes } = batch;
  const sentence = batchSentence(batch);
  const row = (actions: ComponentChildren) => (
    <div class="batch" role="group" aria-label={sentence}>
      <p>{sentence}</p>
      {isUnfinished(batch) && <progress max={matched} value={done + skipped} aria-label={sentence} />}
      <div class="actions">{actions}</div>
    </div>
  );
  if (isUnfinished(batch))
    return row(
      <button
        type="button"
        disabled={busy || state === "cancelling"}
        onClick={() => run(() => cancel(batchId))}
      >
        {t("Cancel")}
      </button>,
    );
  return row(
    <>
      {undoes === null && done > 0 && (
        <button type="button" disabled={busy} onClick={() => run(() => undo(batchId))}>
          {rich("Undo<heard> this as a whole</heard>", {
            heard,
          })}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => close(batchId)}>
        {t("Close")}
      </button>
    </>,
  );
}
