import { type BulkSubject, bulkSubject } from "../bulk/batches.ts";
import { t } from "../language.ts";
import { LoadAnew, lazy } from "./lazy.tsx";
import { Modal } from "./modal.tsx";

const LazyBulkForm = lazy(async () => (await import("../bulk/bulk-dialog.tsx")).BulkForm, {
  whileLoading: <p class="hint">{t("Counting…")}</p>,
  whenLost: (
    <div class="stack" role="alert">
      <p>{t("The connection is lost, or Moderato has been updated meanwhile.")}</p>
      <div class="actions">
        <LoadAnew />
      </div>
    </div>
  ),
});

const TITLES: Record<BulkSubject["kind"], string> = {
  matching: t("Decide all that match"),
  author: t("Decide all by this author"),
  alike: t("Decide all that are alike"),
};

/** Open from the first moment, so that no key reaches the cards while the rest of it is loaded. */
export function BulkDialog() {
  const subject = bulkSubject.value;
  if (!subject) return null;
  return (
    <Modal title={TITLES[subject.kind]} onClose={() => (bulkSubject.value = null)}>
      <LazyBulkForm />
    </Modal>
  );
}
