import type { Comment } from "../api.ts";
import { DialogActions } from "../frame/dialog-actions.tsx";
import { Problem } from "../frame/field.tsx";
import { Modal } from "../frame/modal.tsx";
import { NoteField } from "../frame/note-field.tsx";
import { nowMs, TimeAgo } from "../frame/time-ago.tsx";
import { useUnsentText } from "../frame/unsent-texts.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { canDecide } from "../session.ts";
import { ask, withdraw } from "./questions.ts";
import { entryOf } from "./queue-state.ts";
import { queue } from "./queue-store.ts";
import { noteSentence } from "./sentences.ts";

/** What a colleague asks about this comment. */
export function Asked({ comment }: { comment: Comment }) {
  const { busy, problem, run } = useTask();
  const { siteKey, secondOpinion } = comment;
  if (!secondOpinion) return null;
  return (
    <div class="asked">
      <p>
        <strong>
          {rich("{who} asks for a second opinion", {
            who: <bdi dir="auto">{secondOpinion.askedBy}</bdi>,
          })}
        </strong>{" "}
        <span class="hint">
          <TimeAgo at={secondOpinion.askedAt} />
        </span>
      </p>
      {secondOpinion.note && <p dir="auto">{secondOpinion.note}</p>}
      {canDecide(siteKey) && (
        <button
          type="button"
          class="quiet small"
          disabled={busy}
          onClick={() => run(() => withdraw(comment))}
        >
          {t("No longer needed")}
        </button>
      )}
      <Problem text={problem} />
    </div>
  );
}

/** Who was faster, and how it was decided; there is nothing to ask about any more. */
function decidedMeanwhile({ id }: Comment): string | null {
  const entry = entryOf(queue.value, id);
  return entry?.phase === "overtaken" && entry.note ? noteSentence(entry.note, nowMs()) : null;
}

export function AskDialog({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const [note, setNote, forgetNote] = useUnsentText(`ask ${comment.id}`);
  const { busy, problem, run } = useTask();
  const decided = decidedMeanwhile(comment);
  const cancel = (): void => {
    forgetNote();
    onClose();
  };
  return (
    <Modal title={t("Ask for a second opinion")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (decided === null)
            run(async () => {
              await ask(comment, note.trim());
              cancel();
            });
        }}
      >
        {decided === null && (
          <p class="hint">
            {rich("The comment by {name} leaves this list until a moderator decides.", {
              name: <bdi dir="auto">{comment.authorName}</bdi>,
            })}
          </p>
        )}
        <NoteField note={note} onChange={setNote} isFirst />
        <Problem text={decided ?? problem} />
        <DialogActions label={t("Ask")} disabled={busy || decided !== null} onCancel={cancel} />
      </form>
    </Modal>
  );
}
