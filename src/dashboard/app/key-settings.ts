// The keys of this person on this machine: their own, or switched off.
import { signal } from "@preact/signals";
import type { Action, Binding } from "./keyboard.ts";
import { BINDINGS, bindingsWith, changesIn, rebound } from "./keyboard.ts";

const KEYS_OFF = "moderato-keys-off";
const OWN_KEYS = "moderato-keys";

export const keysOn = signal(localStorage.getItem(KEYS_OFF) === null);
export const bindings = signal<readonly Binding[]>(storedBindings());

/** As it is shown beside what it does: not where keys are switched off. */
export const keyFor = (action: Action): string | undefined => (keysOn.value ? boundKey(action) : undefined);

export const boundKey = (action: Action): string | undefined =>
  bindings.value.find((binding) => binding.action === action)?.keys[0];

export function switchKeys(on: boolean): void {
  keysOn.value = on;
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "1");
}

/** The sentence that says why not, or null. */
export function changeKey(action: Action, chord: string): string | null {
  const changed = rebound(bindings.value, action, chord);
  if ("conflict" in changed) return changed.conflict;
  keep(changed);
  return null;
}

export const usualKeys = (): void => keep(BINDINGS);

function keep(changed: readonly Binding[]): void {
  bindings.value = changed;
  const changes = changesIn(changed);
  if (Object.keys(changes).length === 0) localStorage.removeItem(OWN_KEYS);
  else localStorage.setItem(OWN_KEYS, JSON.stringify(changes));
}

function storedBindings(): readonly Binding[] {
  try {
    return bindingsWith(JSON.parse(localStorage.getItem(OWN_KEYS) ?? "null"));
  } catch {
    return BINDINGS;
  }
}
