import type { ComponentChildren } from "preact";

interface SaveButtonProps {
  busy: boolean;
  /** Nothing is to be saved. It keeps the focus then, as after it has saved: a disabled button would lose it. */
  isIdle: boolean;
  children: ComponentChildren;
}

export const SaveButton = ({ busy, isIdle, children }: SaveButtonProps) => (
  <button
    type="submit"
    class="primary"
    disabled={busy}
    aria-disabled={isIdle}
    onClick={(event) => isIdle && event.preventDefault()}
  >
    {children}
  </button>
);
