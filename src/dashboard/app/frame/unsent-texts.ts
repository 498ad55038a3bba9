// What has been typed for others and not been sent: neither a closed dialog nor a refusal loses it.
import { computed, signal } from "@preact/signals";

const texts = signal<ReadonlyMap<string, string>>(new Map());

export const unsentTexts = computed(() => [...texts.value.values()].filter((text) => text.trim() !== ""));

export const hasUnsentText = computed(() => unsentTexts.value.length > 0);

/** `of`: what is written, and on what, such as “ask” and the comment's id. */
export const unsentText = (of: string): string | null => texts.value.get(of) ?? null;

/** null = there is nothing more to send. */
export function keepUnsent(of: string, text: string | null): void {
  const next = new Map(texts.value);
  if (text === null) next.delete(of);
  else next.set(of, text);
  texts.value = next;
}

/** A text as `useState` has it, but offered again wherever the same is written; the third is to forget it. */
export function useUnsentText(of: string, before = ""): [string, (text: string) => void, () => void] {
  return [
    unsentText(of) ?? before,
    (text) => keepUnsent(of, text === before ? null : text),
    () => keepUnsent(of, null),
  ];
}
