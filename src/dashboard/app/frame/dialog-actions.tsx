import { t } from "../language.ts";

interface DialogActionsProps {
  label: string;
  onCancel: () => void;
  /** Without it the button submits the form. */
  onDo?: () => void;
  disabled?: boolean;
  isDanger?: boolean;
}

/** What a dialog is for, and the way out of it. */
export const DialogActions = ({ label, onCancel, onDo, disabled = false, isDanger }: DialogActionsProps) => (
  <div class="actions">
    <button
      type={onDo ? "button" : "submit"}
      class={isDanger ? "danger" : "primary"}
      disabled={disabled}
      onClick={onDo}
    >
      {label}
    </button>
    <button type="button" class="quiet" onClick={onCancel}>
      {t("Cancel")}
    </button>
  </div>
);
