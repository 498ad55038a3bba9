import { t } from "../language.ts";
import { leaveAnyway, leaving, stayHere, unsaved } from "../unsaved.ts";
import { Modal } from "./modal.tsx";

export function LeaveDialog() {
  if (!leaving.value) return null;
  const what = unsaved.value ?? "";
  return (
    <Modal title={t("Leave without saving?")} onClose={stayHere}>
      <p>{t("{what} has changes that are not saved. They will be lost.", { what })}</p>
      <div class="endpoint-actions">
        <button type="button" class="primary" autofocus onClick={stayHere}>
          {t("Stay here")}
        </button>
        <button type="button" class="danger" onClick={leaveAnyway}>
          {t("Leave without saving")}
        </button>
      </div>
    </Modal>
  );
}
