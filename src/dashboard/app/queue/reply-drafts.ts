// What is being written as the newsroom, by the comment it answers: it stays until it has been stored.
import { computed, signal } from "@preact/signals";
import { newKey } from "../request-key.ts";

export interface ReplyDraft {
  text: string;
  /** The same text is sent under the same key, so that a retry on a slow line is no second reply. */
  key: string;
}

export const drafts = signal<ReadonlyMap<string, ReplyDraft>>(new Map());

export const draftTexts = computed(() =>
  [...drafts.value.values()].map(({ text }) => text).filter((text) => text.trim() !== ""),
);

export const hasDraft = computed(() => draftTexts.value.length > 0);

export function keepDraft(commentId: string, text: string): void {
  const next = new Map(drafts.value);
  if (text === "") next.delete(commentId);
  else next.set(commentId, { text, key: newKey() });
  drafts.value = next;
}
