import { t } from "../language.ts";

interface AskProps {
  question: string;
  yes: string;
  no?: string;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** Asks in place before what cannot be taken back. */
export const Ask = ({ question, yes, no = t("Keep it"), busy, onYes, onNo }: AskProps) => (
  <div class="confirm" role="group" aria-label={yes}>
    <p>{question}</p>
    <button type="button" class="danger" disabled={busy} onClick={onYes}>
      {yes}
    </button>
    <button type="button" autofocus onClick={onNo}>
      {no}
    </button>
  </div>
);
