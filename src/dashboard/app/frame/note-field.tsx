interface NoteFieldProps {
  note: string;
  onChange: (note: string) => void;
}

/** What moderators tell each other; no visitor reads it. */
export const NoteField = ({ note, onChange }: NoteFieldProps) => (
  <label class="field">
    <span>Note for moderators</span>
    <textarea
      dir="auto"
      rows={2}
      maxLength={2000}
      value={note}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);
