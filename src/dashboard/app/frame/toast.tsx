import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
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
  const decision =
    content?.kind === "decision" ? queue.value.taken.find(({ key }) => key === content.key) : undefined;
  const together = content?.kind === "decisions" ? takenIn(content.group) : [];
  const isSaving = decision?.saving ?? together.some(({ saving }) => saving);

  if (!content || (content.kind === "decision" && !decision)) return null;
  if (content.kind === "decisions" && together.length === 0) return null;
  return (
    <Passing content={content} isSaving={isSaving}>
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
    </Passing>
  );
}

/** Goes by itself, but not while it is pointed at or its button has the focus. */
function Passing({
  content,
  isSaving,
  children,
}: {
  content: ToastContent;
  isSaving: boolean;
  children: ComponentChildren;
}) {
  const place = useRef<HTMLElement>(null);
  const [isPointedAt, setPointedAt] = useState(false);
  useEffect(() => {
    if (isSaving || isPointedAt) return undefined;
    const goUnlessFocused = (): void => {
      if (!place.current?.querySelector(":focus-visible")) toast.value = null;
    };
    const timer = setInterval(goUnlessFocused, content.kind === "problem" ? PROBLEM_SHOWN_MS : SHOWN_MS);
    return () => clearInterval(timer);
  }, [content, isSaving, isPointedAt]);

  return (
    <aside
      ref={place}
      aria-label={t("Latest decision")}
      class={"text" in content ? "toast in-words" : "toast"}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      {children}
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
