// What somebody has written and not saved: leaving it, whichever way, asks first.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** What would be lost, such as “This rule”; null = nothing. */
export const unsaved = signal<string | null>(null);

/** What goes on once somebody has said that it may be lost. */
export const leaving = signal<(() => void) | null>(null);

export function mayLeave(goOn: () => void): void {
  if (unsaved.value === null) goOn();
  else leaving.value = goOn;
}

export function leaveAnyway(): void {
  const goOn = leaving.value;
  unsaved.value = null;
  leaving.value = null;
  goOn?.();
}

export const stayHere = (): void => void (leaving.value = null);

/** For a screen that is written on. */
export function useUnsaved(what: string, isChanged: boolean): void {
  useLayoutEffect(() => {
    unsaved.value = isChanged ? what : null;
    return () => {
      unsaved.value = null;
    };
  }, [what, isChanged]);
}
