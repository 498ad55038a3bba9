// What somebody has written and not saved: leaving it, whichever way, asks first.
import { computed, signal } from "@preact/signals";
import { useId, useLayoutEffect } from "preact/hooks";

/** By the form: a page may have several. */
const written = signal<ReadonlyMap<string, string>>(new Map());

/** What would be lost, such as “This rule”; null = nothing. */
export const unsaved = computed(() => [...written.value.values()].at(-1) ?? null);

export const dropUnsaved = (): void => void (written.value = new Map());

/** What goes on once somebody has said that it may be lost; signing out, and it alone, drops what was not sent, too. */
export const leaving = signal<{ goOn: () => void; unsent: readonly string[] } | null>(null);

export function mayLeave(goOn: () => void, unsent: readonly string[] = []): void {
  if (unsaved.value === null && unsent.length === 0) goOn();
  else leaving.value = { goOn, unsent };
}

export function leaveAnyway(): void {
  const goOn = leaving.value?.goOn;
  dropUnsaved();
  leaving.value = null;
  goOn?.();
}

export const stayHere = (): void => void (leaving.value = null);

/** For a form that is written in. */
export function useUnsaved(what: string, isChanged: boolean): void {
  const form = useId();
  useLayoutEffect(() => {
    if (!isChanged) return undefined;
    written.value = new Map(written.value).set(form, what);
    return () => {
      written.value = new Map([...written.value].filter(([known]) => known !== form));
    };
  }, [what, isChanged]);
}
