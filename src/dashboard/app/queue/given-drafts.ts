// The note and the reason that are being given with a decision, by comment: they stay until a decision is stored.
import { keepUnsent } from "../frame/unsent-texts.ts";

const reasonCodes = new Map<string, string>();

export const noteWith = (commentId: string): string => `decide ${commentId}`;

export const reasonDraft = (commentId: string): string | null => reasonCodes.get(commentId) ?? null;

export const keepReason = (commentId: string, code: string): void => void reasonCodes.set(commentId, code);

export function forgetGiven(commentId: string): void {
  reasonCodes.delete(commentId);
  keepUnsent(noteWith(commentId), null);
}
