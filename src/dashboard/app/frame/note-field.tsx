import { t } from "../language.ts";

interface NoteFieldProps {
  note: string;
  onChange: (note: string) => void;
  /** Of a dialog that asks for the note above all: it has the focus from the first moment. */
  isFirst?: boolean;
}

/** What moderators tell each other; no visitor reads it. */
export const NoteField = ({ note, onChange, isFirst = false }: NoteFieldProps) => (
  <label class="field">
    <span>{t("Note for moderators")}</span>
    <textarea
      dir="auto"
      autofocus={isFirst}
      rows={2}
      maxLength={2000}
      value={note}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);
