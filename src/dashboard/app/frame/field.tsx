import type { InputHTMLAttributes } from "preact";
import { t } from "../language.ts";
import { useId } from "preact/hooks";

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  hint?: string;
  fieldId?: string;
  onText: (text: string) => void;
};

export function Field({ label, hint, fieldId, onText, ...input }: FieldProps) {
  const ownId = useId();
  const id = fieldId ?? ownId;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What went wrong, said aloud. */
export const Problem = ({ text }: { text: string | null }) =>
  text ? (
    <p class="problem-text" role="alert">
      {text}
    </p>
  ) : null;

/** What could not be loaded, and a way to try again. */
export const LoadProblem = ({ text, onRetry }: { text: string; onRetry: () => void }) => (
  <div class="notice">
    <Problem text={text} />
    <button type="button" onClick={onRetry}>
      {t("Try again")}
    </button>
  </div>
);
