import { useState } from "preact/hooks";
import { t } from "../language.ts";
import type { Condition, Group } from "./condition.ts";
import { isCondition, tidied } from "./condition.ts";
import type { RuleFields, Then } from "./rules-api.ts";

interface JsonViewProps {
  fields: RuleFields & { when: Group };
  onFields: (fields: { when: Condition; then: Then }) => void;
}

/** Condition and outcome as text, for those who would rather write them. */
export function JsonView({ fields, onFields }: JsonViewProps) {
  const { when, then } = fields;
  const [isOpen, setIsOpen] = useState(false);
  const [written, setWritten] = useState<string | null>(null);
  const current = JSON.stringify({ when: tidied(when), then }, null, 2);
  const write = (text: string): void => {
    const read = readFields(text);
    setWritten(read ? null : text);
    if (read) onFields(read);
  };
  return (
    <details class="more" open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t("As JSON")}</summary>
      {isOpen && (
        <div class="field">
          <label for="rule-json">{t("Condition and outcome as JSON")}</label>
          <textarea
            id="rule-json"
            class="code"
            rows={14}
            spellcheck={false}
            value={written ?? current}
            onChange={({ currentTarget }) => write(currentTarget.value)}
          />
          {written !== null && <p class="refusal">{t("This is not JSON with “when” and “then” yet.")}</p>}
        </div>
      )}
    </details>
  );
}

function readFields(text: string): { when: Condition; then: Then } | null {
  try {
    const { when, then } = JSON.parse(text) as { when?: unknown; then?: unknown };
    const isOutcome = typeof then === "object" && then !== null;
    return isCondition(when) && isOutcome ? { when, then } : null;
  } catch {
    return null;
  }
}
