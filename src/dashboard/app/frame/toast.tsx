import { useEffect, useState } from "preact/hooks";
import { keyFor } from "../key-settings.ts";
import { t } from "../language.ts";
import { queue, toast } from "../queue/queue-store.ts";
import { takenIn, undoLast } from "../queue/take-decisions.ts";
import type { Toast as ToastContent } from "../queue/queue-store.ts";
import { DECISION_DONE } from "../queue/sentences.ts";
import { waitingCount } from "../queue/unsent-store.ts";

const SHOWN_MS = 6_000;
const PROBLEM_SHOWN_MS = 12_000;

export function Toast() {
  const content = toast.value;
  const [held, setHeld] = useState(false);
  const decision =
    content?.kind === "decision" ? queue.value.taken.find(({ key }) => key === content.key) : undefined;
  const together = content?.kind === "decisions" ? takenIn(content.group) : [];
  const isSaving = decision?.saving ?? together.some(({ saving }) => saving);

  useEffect(() => {
    if (!content || isSaving || held) return undefined;
    const timer = setTimeout(
      () => (toast.value = null),
      content.kind === "problem" ? PROBLEM_SHOWN_MS : SHOWN_MS,
    );
    return () => clearTimeout(timer);
  }, [content, isSaving, held]);

  if (!content || (content.kind === "decision" && !decision)) return null;
  if (content.kind === "decisions" && together.length === 0) return null;
  return (
    <aside
      aria-label={t("Latest decision")}
      class={decision || content.kind === "decisions" ? "toast" : "toast in-words"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
    >
      {decision ? (
        <>
          <p>
            <strong>{DECISION_DONE[decision.to]}</strong> <bdi dir="auto">{decision.comment.authorName}</bdi>
            <span class="toast-state">{stateOf(isSaving)}</span>
          </p>
          <Undo />
        </>
      ) : content.kind === "decisions" ? (
        <>
          <p>
            <strong>{DECISION_DONE[content.to]}</strong>{" "}
            {t("{count, plural, one {# comment} other {# comments}}", { count: together.length })}
            <span class="toast-state">{stateOf(isSaving)}</span>
          </p>
          <Undo />
        </>
      ) : (
        <Told content={content} />
      )}
    </aside>
  );
}

const stateOf = (isSaving: boolean): string =>
  !isSaving ? t("stored") : waitingCount.value > 0 ? t("waits for the connection") : t("saving…");

const Undo = () => (
  <button type="button" onClick={undoLast}>
    {t("Undo")} <kbd>{keyFor("undo")}</kbd>
  </button>
);

const Told = ({ content }: { content: ToastContent }) => (
  <>
    <p>
      <bdi dir="auto">{"text" in content ? content.text : ""}</bdi>
    </p>
    {content.kind === "told" && content.canUndo ? (
      <Undo />
    ) : (
      <button type="button" onClick={() => (toast.value = null)}>
        {t("Close")}
      </button>
    )}
  </>
);
