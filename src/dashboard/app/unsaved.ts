// What somebody has written and not saved: leaving it, whichever way, asks first.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** What would be lost, such as “This rule”; null = nothing. */
export const unsaved = signal<string | null>(null);

/** What goes on once somebody has said that it may be lost; signing out, and it alone, drops what was not sent, too. */
export const leaving = signal<{ goOn: () => void; unsent: readonly string[] } | null>(null);

export function mayLeave(goOn: () => void, unsent: readonly string[] = []): void {
  if (unsaved.value === null && unsent.length === 0) goOn();
  else leaving.value = { goOn, unsent };
}

export function leaveAnyway(): void {
  const goOn = leaving.value?.goOn;
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
