import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../language.ts";

interface ModalProps {
  title: string;
  /** Without it the dialog cannot be closed. */
  onClose?: () => void;
  children: ComponentChildren;
}

export function Modal({ title, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // A dialog that is taken away, and not closed, leaves the focus nowhere.
    return () => {
      requestAnimationFrame(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault();
    onClose?.();
  };
  const closeOnBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose?.();
  };
  return (
    <dialog ref={dialog} class="modal" aria-labelledby={titleId} onCancel={cancel} onClick={closeOnBackdrop}>
      <div class="modal-inside">
        <header class="modal-head">
          <h2 id={titleId}>{title}</h2>
          {onClose && (
            <button type="button" class="quiet" onClick={onClose}>
              {t("Close")}
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
