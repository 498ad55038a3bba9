import { useEffect, useRef } from "preact/hooks";
import type { Comment, DecisionStatus } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { togglePanel } from "./card-state.ts";
import { editDrafts, keepEditDraft } from "./card-drafts.ts";
import { saveText } from "./edits.ts";
import { announceDone } from "./queue-store.ts";
import { decideWith } from "./take-decisions.ts";

const MAX_LENGTH = 10_000;

/** A telephone number goes, the rest may stay: what the text was before is kept with the comment. */
export function EditPanel({ comment }: { comment: Comment }) {
  const { id, body, status } = comment;
  const { text, of } = editDrafts.value.get(id) ?? { text: body, of: body };
  const { busy, problem, run } = useTask();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const isChanged = text !== body && text.trim() !== "";
  // While it is being checked the rules have the next word.
  const stays: DecisionStatus | null = status === "queued" || status === "deleted" ? null : status;
  const close = (): void => togglePanel(id, "edit");

  const save = (isToBeApproved: boolean): void => {
    if (!isChanged || stays === null) return;
    run(async () => {
      const edited = await saveText(comment, text, stays);
      keepEditDraft(id, null);
      field.current?.closest<HTMLElement>(".card")?.focus();
      close();
      if (isToBeApproved) decideWith(edited, "approved", {});
      else announceDone(t("The text by {name} is changed.", { name: comment.authorName }), { canUndo: true });
    });
  };
  const pressKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save(stays !== "approved");
    }
    if (event.key === "Escape" && !event.isComposing) {
      field.current?.closest<HTMLElement>(".card")?.focus();
      close();
    }
  };
  return (
    <form
      class="stack reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        save(stays !== "approved");
      }}
    >
      <label class="field">
        <span>
          {rich("Edit the text by {name}", {
            name: <bdi dir="auto">{comment.authorName}</bdi>,
          })}
        </span>
        <textarea
          ref={field}
          dir="auto"
          rows={6}
          maxLength={MAX_LENGTH}
          value={text}
          aria-describedby={`edit-hint-${id}`}
          onInput={({ currentTarget: { value } }) =>
            keepEditDraft(id, value === body ? null : { text: value, of })
          }
          onKeyDown={pressKey}
        />
      </label>
      <p class="hint" id={`edit-hint-${id}`}>
        {hintFor(stays, of !== body)}
      </p>
      <Problem text={problem} />
      <div class="actions">
        <button
          type="submit"
          class="primary"
          disabled={busy || !isChanged || stays === null}
          aria-keyshortcuts="Control+Enter"
        >
          {stays === "approved" ? t("Save") : t("Save and approve")}{" "}
          <kbd aria-hidden="true">{t("Ctrl ↵")}</kbd>
        </button>
        {stays !== "approved" && (
          <button type="button" disabled={busy || !isChanged || stays === null} onClick={() => save(false)}>
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
      </div>
    </form>
  );
}

function hintFor(stays: DecisionStatus | null, isOvertaken: boolean): string {
  if (stays === null) return t("The comment is being checked. In a moment it can be edited.");
  return isOvertaken
    ? t("Above stands the text as somebody else has changed it meanwhile. Saving puts yours in its place.")
    : t("What stood there before is kept, and the history shows what was changed and by whom.");
}
