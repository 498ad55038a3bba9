import { useLayoutEffect } from "preact/hooks";
import type { RefusalReason } from "../api.ts";
import { rich, t } from "../language.ts";
import type { ReasonsToGive } from "./refusal-reasons.ts";

interface ReasonChoiceProps {
  reasons: readonly RefusalReason[];
  chosen: string | null;
  onChoose: (code: string) => void;
  /** By its digit; without it a digit chooses, too. */
  onDigit?: (code: string) => void;
}

/** A reason for refusing, by a click or by its digit. */
export function ReasonChoice({ reasons, chosen, onChoose, onDigit = onChoose }: ReasonChoiceProps) {
  // Before the next key: a digit right after the key that asked is not lost.
  useLayoutEffect(() => {
    const pressDigit = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLTextAreaElement;
      const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
      if (isTyping || !reason || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      onDigit(reason.code);
    };
    addEventListener("keydown", pressDigit);
    return () => removeEventListener("keydown", pressDigit);
  });
  if (reasons.length === 0) return null;
  return (
    <fieldset class="reasons">
      <legend>{t("Reason")}</legend>
      {reasons.map((reason, index) => (
        <label class="check" key={reason.code}>
          <input
            type="radio"
            name="reason"
            checked={chosen === reason.code}
            onChange={() => onChoose(reason.code)}
          />
          <span>
            {index < 9 && <kbd aria-hidden="true">{index + 1}</kbd>} <bdi dir="auto">{reason.label}</bdi>
            <span class="hint">
              {reason.publicText
                ? rich("The author reads: <said>“{text}”</said>", {
                    text: reason.publicText,
                    said: (text) => <bdi dir="auto">{text}</bdi>,
                  })
                : t("The author is told nothing of it.")}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export const WANT_REASONS = t(
  "Some of these sites want a reason for every rejection, and each has its own: reject the comments of one site at a time.",
);

/** Why it cannot be decided without one. */
export const ReasonWanted = ({ reasons }: { reasons: ReasonsToGive }) => (
  <p class="hint">
    {reasons.isOfOneSite ? t("This site wants a reason for every rejection.") : WANT_REASONS}
  </p>
);
