import { t } from "../language.ts";

const EVENT_NAMES: Readonly<Record<string, string>> = {
  "comment.held": t("held"),
  "comment.approved": t("approved"),
  "comment.rejected": t("rejected"),
  "comment.spam": t("spam"),
  "comment.deleted": t("deleted"),
};

export const eventName = (event: string): string => EVENT_NAMES[event] ?? event;

interface EventChoiceProps {
  /** Empty means all, also those that future versions add. */
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export const EventChoice = ({ chosen, onChange }: EventChoiceProps) => (
  <fieldset class="events">
    <legend>
      {t("Events")} <span class="hint">{t("none ticked means all")}</span>
    </legend>
    {Object.keys(EVENT_NAMES).map((name) => (
      <label key={name} class="check">
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
          }
        />
        {eventName(name)}
      </label>
    ))}
  </fieldset>
);
