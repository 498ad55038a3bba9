import { useEffect, useRef } from "preact/hooks";
import * as api from "../api.ts";
import type { Comment } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { togglePanel } from "./card-state.ts";
import { forgetDetails } from "./comment-details.ts";
import { announceDone } from "./queue-store.ts";
import { decideWith } from "./take-decisions.ts";
import { keepReplyDraft, replyDrafts } from "./card-drafts.ts";

const MAX_LENGTH = 10_000;

export function ReplyPanel({ comment }: { comment: Comment }) {
  const draft = replyDrafts.value.get(comment.id);
  const { busy, problem, run } = useTask();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const isPublished = comment.status === "approved";
  const close = (): void => togglePanel(comment.id, "reply");

  const submit = (): void => {
    if (!draft || draft.text.trim() === "" || busy) return;
    // With the approval the card leaves the list at once; if either fails, it comes back with the draft.
    if (!isPublished) return decideWith(comment, "approved", { reply: draft });
    run(async () => {
      await api.replyTo(comment.id, draft, { approve: false, expectedRevision: comment.revision });
      keepReplyDraft(comment.id, "");
      forgetDetails(comment.id);
      close();
      announceDone(t("The reply to {name} is published.", { name: comment.authorName }));
    });
  };
  const pressKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
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
        submit();
      }}
    >
      <label class="field">
        <span>
          {rich("Reply as the newsroom to {name}", {
            name: <bdi dir="auto">{comment.authorName}</bdi>,
          })}
        </span>
        <textarea
          ref={field}
          dir="auto"
          rows={4}
          maxLength={MAX_LENGTH}
          value={draft?.text ?? ""}
          aria-describedby={`reply-hint-${comment.id}`}
          onInput={({ currentTarget }) => keepReplyDraft(comment.id, currentTarget.value)}
          onKeyDown={pressKey}
        />
      </label>
      <p class="hint" id={`reply-hint-${comment.id}`}>
        {isPublished
          ? t("Published at once, with the badge “Newsroom”.")
          : t("The comment is approved, and both are published at once; yours with the badge “Newsroom”.")}
      </p>
      <Problem text={problem} />
      <div class="actions">
        <button
          type="submit"
          class="primary"
          disabled={busy || !draft?.text.trim()}
          aria-keyshortcuts="Control+Enter"
        >
          {isPublished ? t("Publish the reply") : t("Approve and reply")}{" "}
          <kbd aria-hidden="true">{t("Ctrl ↵")}</kbd>
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("Close")}
        </button>
      </div>
    </form>
  );
}
