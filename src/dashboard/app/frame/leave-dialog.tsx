import { t } from "../language.ts";
import { leaveAnyway, leaving, stayHere, unsaved } from "../unsaved.ts";
import { Modal } from "./modal.tsx";

export function LeaveDialog() {
  if (!leaving.value) return null;
  const { unsent } = leaving.value;
  const what = unsaved.value;
  const isSigningOut = unsent.length > 0;
  return (
    <Modal
      title={isSigningOut ? t("Sign out without sending?") : t("Leave without saving?")}
      onClose={stayHere}
    >
      {what !== null && <p>{t("{what} has changes that are not saved. They will be lost.", { what })}</p>}
      {isSigningOut && (
        <>
          <p>
            {t(
              "{count, plural, one {This was written and not sent. It will be lost.} other {These were written and not sent. They will be lost.}}",
              { count: unsent.length },
            )}
          </p>
          <ul class="unsent-texts">
            {unsent.map((text, index) => (
              <li key={index} dir="auto">
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
      <div class="endpoint-actions">
        <button type="button" class="primary" autofocus onClick={stayHere}>
          {t("Stay here")}
        </button>
        <button type="button" class="danger" onClick={leaveAnyway}>
          {isSigningOut ? t("Sign out") : t("Leave without saving")}
        </button>
      </div>
    </Modal>
  );
}
