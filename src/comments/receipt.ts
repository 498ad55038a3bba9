import type { ServerKey } from "../db/server-key.ts";
import { equalStrings } from "../people/tokens.ts";

/** What lets an author without an account see his own waiting comment. Never logged. */
export const receiptOf = (key: ServerKey, comment: { siteId: string; id: string }) =>
  key.sign("receipt", `${comment.siteId} ${comment.id}`).slice(0, 32);

export const isReceipt = (key: ServerKey, comment: { siteId: string; id: string }, receipt: unknown) =>
  typeof receipt === "string" && equalStrings(receipt, receiptOf(key, comment));
