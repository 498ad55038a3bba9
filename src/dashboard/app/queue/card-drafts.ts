// What is being written, by the comment it is about: it stays until it has been stored.
import { computed, signal } from "@preact/signals";
import { newKey } from "../request-key.ts";

export interface ReplyDraft {
  text: string;
  /** The same text is sent under the same key, so that a retry on a slow line is no second reply. */
  key: string;
}

export const replyDrafts = signal<ReadonlyMap<string, ReplyDraft>>(new Map());

export interface EditDraft {
  text: string;
  /** The text it began with: a colleague may have changed it since. */
  of: string;
}

export const editDrafts = signal<ReadonlyMap<string, EditDraft>>(new Map());

export const draftTexts = computed(() =>
  [...replyDrafts.value.values(), ...editDrafts.value.values()]
    .map(({ text }) => text)
    .filter((text) => text.trim() !== ""),
);

export const hasDraft = computed(() => draftTexts.value.length > 0);

export function keepReplyDraft(commentId: string, text: string): void {
  const next = new Map(replyDrafts.value);
  if (text === "") next.delete(commentId);
  else next.set(commentId, { text, key: newKey() });
  replyDrafts.value = next;
}

/** null = nothing that differs from what is stored. */
export function keepEditDraft(commentId: string, draft: EditDraft | null): void {
  const next = new Map(editDrafts.value);
  if (draft === null) next.delete(commentId);
  else next.set(commentId, draft);
  editDrafts.value = next;
}
