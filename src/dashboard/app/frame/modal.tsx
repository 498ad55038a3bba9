import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
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
  // Before the next key: it is for the dialog, and not for what lies below.
  useLayoutEffect(() => {
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
  const typedIn = useRef(new Set<HTMLInputElement | HTMLTextAreaElement>());
  const noteTyping = ({ target }: Event): void => {
    const isField = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    if (isField && !["checkbox", "radio"].includes(target.type)) typedIn.current.add(target);
  };
  const closeOnBackdrop = (event: MouseEvent): void => {
    // A click beside it is easily a slip: what has been typed is not shut away by it.
    const isTyped = [...typedIn.current].some((field) => field.isConnected && field.value.trim() !== "");
    if (event.target === dialog.current && !isTyped) onClose?.();
  };
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={titleId}
      onCancel={cancel}
      onClick={closeOnBackdrop}
      onInput={noteTyping}
    >
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
