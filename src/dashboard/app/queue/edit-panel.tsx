import type { Comment, DecisionStatus } from "../api.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { editDrafts, keepEditDraft } from "./card-drafts.ts";
import { togglePanel } from "./card-state.ts";
import { saveText } from "./edits.ts";
import { announceDone } from "./queue-store.ts";
import { decideWith } from "./take-decisions.ts";
import { TextForm } from "./text-form.tsx";

/** A telephone number goes, the rest may stay: what the text was before is kept with the comment. */
export function EditPanel({ comment }: { comment: Comment }) {
  const { id, body, status, authorName } = comment;
  const { text, of } = editDrafts.value.get(id) ?? { text: body, of: body };
  const { busy, problem, run } = useTask();
  // While it is being checked the rules have the next word.
  const stays: DecisionStatus | null = status === "queued" || status === "deleted" ? null : status;
  const canSave = text !== body && text.trim() !== "" && stays !== null && !busy;
  const close = (): void => togglePanel(id, "edit");

  const save = (isToBeApproved: boolean): void => {
    if (!canSave) return;
    run(async () => {
      const edited = await saveText(comment, text, stays);
      keepEditDraft(id, null);
      document.querySelector<HTMLElement>(`[data-comment-id="${id}"]`)?.focus();
      close();
      if (isToBeApproved) decideWith(edited, "approved", {});
      else announceDone(t("The text by {name} is changed.", { name: authorName }), { canUndo: true });
    });
  };
  return (
    <TextForm
      id={`edit-${id}`}
      label={rich("Edit the text by {name}", { name: <bdi dir="auto">{authorName}</bdi> })}
      hint={hintFor(stays, of !== body)}
      rows={6}
      text={text}
      problem={problem}
      onText={(value) => keepEditDraft(id, value === body ? null : { text: value, of })}
      onSubmit={() => save(stays !== "approved")}
      onLeave={close}
    >
      <button type="submit" class="primary" disabled={!canSave} aria-keyshortcuts="Control+Enter">
        {stays === "approved" ? t("Save") : t("Save and approve")} <kbd aria-hidden="true">{t("Ctrl ↵")}</kbd>
      </button>
      {stays !== "approved" && (
        <button type="button" disabled={!canSave} onClick={() => save(false)}>
          {t("Save only")}
        </button>
      )}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          keepEditDraft(id, null);
          close();
        }}
      >
        {t("Cancel")}
      </button>
    </TextForm>
  );
}

function hintFor(stays: DecisionStatus | null, isOvertaken: boolean): string {
  if (stays === null) return t("The comment is being checked. In a moment it can be edited.");
  return isOvertaken
    ? t("Above stands the text as somebody else has changed it meanwhile. Saving puts yours in its place.")
    : t("What stood there before is kept, and the history shows what was changed and by whom.");
}
