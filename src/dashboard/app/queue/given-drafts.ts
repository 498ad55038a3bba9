// The note and the reason that are being given with a decision, by comment, or by the comments that are
// decided together: they stay until a decision is stored.
import { keepUnsent } from "../frame/unsent-texts.ts";

const reasonCodes = new Map<string, string>();

export const draftOf = (comments: readonly { id: string }[]): string =>
  comments.map(({ id }) => id).join(" ");

export const noteWith = (draft: string): string => `decide ${draft}`;

export const reasonDraft = (draft: string): string | null => reasonCodes.get(draft) ?? null;

export const keepReason = (draft: string, code: string): void => void reasonCodes.set(draft, code);

export function forgetGiven(draft: string): void {
  reasonCodes.delete(draft);
  keepUnsent(noteWith(draft), null);
}
