const EVENTS = [
  "comment.held",
  "comment.approved",
  "comment.rejected",
  "comment.spam",
  "comment.deleted",
] as const;

interface EventChoiceProps {
  /** Empty means all, also those that future versions add. */
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

export const EventChoice = ({ chosen, onChange }: EventChoiceProps) => (
  <fieldset class="events">
    <legend>
      Events <span class="hint">none ticked means all</span>
    </legend>
    {EVENTS.map((name) => (
      <label key={name} class="check">
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
          }
        />
        {name.replace("comment.", "")}
      </label>
    ))}
  </fieldset>
);
