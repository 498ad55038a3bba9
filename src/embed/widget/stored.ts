// What the widget keeps in the visitor's browser: the draft until it is accepted, then the receipt. Pure but for `storage`.
import type { OwnComment } from "../thread.ts";
import type { FormValues } from "../words.ts";

export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** A submission as it was sent: sent again unchanged, the same key makes it the same comment. */
export interface Attempt {
  idempotencyKey: string;
  payload: string;
}

export interface Draft extends FormValues {
  parentId: string | null;
  attempt: Attempt | null;
}

export interface Place {
  site: string;
  pageUrl: string;
}

export const emptyDraft: Draft = { authorName: "", authorEmail: "", body: "", parentId: null, attempt: null };

const MAX_RECEIPTS = 20;
const MAX_RECEIPT_AGE_MS = 30 * 24 * 3_600_000;

/** Browsers may forbid storage or run out of it; then things last as long as the page. */
export function openStorage(find: () => TextStorage): TextStorage {
  const memory = new Map<string, string>();
  return {
    getItem: (key) => {
      try {
        return memory.get(key) ?? find().getItem(key);
      } catch {
        return null;
      }
    },
    setItem: (key, value) => {
      memory.set(key, value);
      try {
        find().setItem(key, value);
        memory.delete(key);
      } catch {
        // stays in memory
      }
    },
  };
}

export function draftStore(storage: TextStorage, place: Place) {
  const key = keyOf("draft", place);
  return {
    load: (): Draft => ({ ...emptyDraft, ...parseRecord(storage.getItem(key)) }),
    save: (draft: Draft) => storage.setItem(key, JSON.stringify(draft)),
  };
}

/** Receipts of what is not published yet, the oldest dropped first. */
export function receiptStore(storage: TextStorage, place: Place) {
  const key = keyOf("receipts", place);
  return {
    load: (nowMs: number): OwnComment[] =>
      Object.values(parseRecord(storage.getItem(key)))
        .filter(isOwnComment)
        .filter(({ createdAt }) => nowMs - Date.parse(createdAt) < MAX_RECEIPT_AGE_MS),
    save: (own: readonly OwnComment[]) => {
      const open = own.filter(({ status }) => status !== "published");
      storage.setItem(key, JSON.stringify(open.slice(-MAX_RECEIPTS)));
    },
  };
}

/** Newer knowledge of a comment replaces what was known. */
export const mergeReceipts = (known: readonly OwnComment[], added: readonly OwnComment[]): OwnComment[] => [
  ...new Map([...known, ...added].map((comment) => [comment.id, comment])).values(),
];

export const isOwnComment = (value: unknown): value is OwnComment =>
  isRecord(value) && typeof value.id === "string" && typeof value.receipt === "string";

/** Anything may stand in storage: what is no JSON object or array reads as an empty one. */
export function parseRecord(written: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(written ?? "");
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const keyOf = (what: string, { site, pageUrl }: Place) => `moderato:${what}:${site}:${pageUrl}`;
