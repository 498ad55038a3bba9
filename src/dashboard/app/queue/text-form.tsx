import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../frame/field.tsx";

const MAX_LENGTH = 10_000;

interface TextFormProps {
  id: string;
  label: ComponentChildren;
  hint: string;
  rows: number;
  text: string;
  problem: string | null;
  onText: (text: string) => void;
  onSubmit: () => void;
  onLeave: () => void;
  /** The buttons. */
  children: ComponentChildren;
}

/** A text that is written in a panel of a card: Ctrl+Enter sends it, Escape goes back to the card. */
export function TextForm({ id, label, hint, rows, text, problem, onText, ...does }: TextFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const pressKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      does.onSubmit();
    }
    if (event.key === "Escape" && !event.isComposing) {
      field.current?.closest<HTMLElement>(".card")?.focus();
      does.onLeave();
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        does.onSubmit();
      }}
    >
      <label class="field">
        <span>{label}</span>
        <textarea
          ref={field}
          dir="auto"
          rows={rows}
          maxLength={MAX_LENGTH}
          value={text}
          aria-describedby={`hint-${id}`}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
          onKeyDown={pressKey}
        />
      </label>
      <p class="hint" id={`hint-${id}`}>
        {hint}
      </p>
      <Problem text={problem} />
      <div class="actions">{does.children}</div>
    </form>
  );
}
