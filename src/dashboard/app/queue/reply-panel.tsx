import * as api from "../api.ts";
import type { Comment } from "../api.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { keepReplyDraft, replyDrafts } from "./card-drafts.ts";
import { togglePanel } from "./card-state.ts";
import { forgetDetails } from "./comment-details.ts";
import { announceDone } from "./queue-store.ts";
import { decideWith } from "./take-decisions.ts";
import { TextForm } from "./text-form.tsx";

export function ReplyPanel({ comment }: { comment: Comment }) {
  const draft = replyDrafts.value.get(comment.id);
  const { busy, problem, run } = useTask();
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
  return (
    <TextForm
      id={`reply-${comment.id}`}
      label={rich("Reply as the newsroom to {name}", { name: <bdi dir="auto">{comment.authorName}</bdi> })}
      hint={
        isPublished
          ? t("Published at once, with the badge “Newsroom”.")
          : t("The comment is approved, and both are published at once; yours with the badge “Newsroom”.")
      }
      rows={4}
      text={draft?.text ?? ""}
      problem={problem}
      onText={(text) => keepReplyDraft(comment.id, text)}
      onSubmit={submit}
      onLeave={close}
    >
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
    </TextForm>
  );
}
