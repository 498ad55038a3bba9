import { useEffect, useState } from "preact/hooks";
import { keyFor } from "../keyboard.ts";
import { queue, toast, undoLast } from "../queue/queue-store.ts";
import type { Toast as ToastContent } from "../queue/queue-store.ts";
import { DECISION_DONE } from "../queue/sentences.ts";

const SHOWN_MS = 6_000;
const PROBLEM_SHOWN_MS = 12_000;

export function Toast() {
  const content = toast.value;
  const [held, setHeld] = useState(false);
  const decision =
    content?.kind === "decision" ? queue.value.taken.find(({ key }) => key === content.key) : undefined;
  const isSaving = decision?.saving ?? false;

  useEffect(() => {
    if (!content || isSaving || held) return undefined;
    const timer = setTimeout(
      () => (toast.value = null),
      content.kind === "problem" ? PROBLEM_SHOWN_MS : SHOWN_MS,
    );
    return () => clearTimeout(timer);
  }, [content, isSaving, held]);

  if (!content || (content.kind === "decision" && !decision)) return null;
  return (
    <aside
      aria-label="Latest decision"
      class={content.kind === "problem" ? "toast problem" : "toast"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
    >
      {decision ? (
        <>
          <p>
            <strong>{DECISION_DONE[decision.to]}</strong> <bdi dir="auto">{decision.comment.authorName}</bdi>
            <span class="toast-state">{isSaving ? "saving…" : "stored"}</span>
          </p>
          <button type="button" onClick={undoLast}>
            Undo <kbd>{keyFor("undo")}</kbd>
          </button>
        </>
      ) : (
        <Told content={content} />
      )}
    </aside>
  );
}

const Told = ({ content }: { content: ToastContent }) => (
  <>
    <p>
      <bdi dir="auto">{content.kind === "decision" ? "" : content.text}</bdi>
    </p>
    <button type="button" onClick={() => (toast.value = null)}>
      Close
    </button>
  </>
);
