// After a gap in what is heard: what has become of the comments on the screen, and what came in meanwhile.
import * as api from "../api.ts";
import type { Comment } from "../api.ts";
import { addressOf } from "../routes.ts";
import { entryOf, openEntries } from "./queue-state.ts";
import { hearFound, listIsRead, openView, queue } from "./queue-store.ts";
import { hearClaim } from "./together.ts";

const RETRY_MS = 5_000;
const READ_AT_ONCE = 4;

let turns = 0;

/** Only the list that the batch has emptied is loaded anew, and not from under what there is to do in it since. */
export function catchUpWithBatch(emptied: string | null): void {
  const { view } = queue.value;
  if (emptied === addressOf(view) && openEntries(queue.value).length === 0) openView(view);
  else void catchUp();
}

export async function catchUp(): Promise<void> {
  const turn = ++turns;
  const { view } = queue.value;
  const isWanted = (): boolean => turn === turns && view === queue.value.view;
  // What is being read may have been asked for before the gap ended.
  await listIsRead();
  if (!isWanted()) return;
  try {
    const left = await readPages(isWanted);
    for (let at = 0; at < left.length && isWanted(); at += READ_AT_ONCE) {
      const found = await Promise.all(left.slice(at, at + READ_AT_ONCE).map(readAgain));
      if (isWanted()) for (const comment of found) if (comment) hear(comment);
    }
  } catch (error) {
    // A server that has just come back may not answer at once, and nothing else would ask it again.
    const isPassing = error instanceof api.ApiError && (error.status === 0 || error.status >= 500);
    if (isPassing) setTimeout(() => isWanted() && void catchUp(), RETRY_MS);
  }
}

/** As many pages as are on the screen. The answer: which of the comments there are no longer on them. */
async function readPages(isWanted: () => boolean): Promise<string[]> {
  const { view, waiting, entries } = queue.value;
  const left = new Set([...openFromActive(), ...waiting]);
  const mostPages = Math.ceil((entries.length + waiting.length) / api.PAGE_SIZE) + 1;
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page: api.Page<Comment> = await api.fetchComments({ ...view, cursor });
    if (!isWanted()) return [];
    for (const comment of page.items) {
      left.delete(comment.id);
      hear(comment);
    }
    cursor = page.nextCursor;
    if (!cursor || left.size === 0) break;
  }
  return [...left];
}

/** What is looked at, and what comes next, is put right first. */
function openFromActive(): string[] {
  const ids = openEntries(queue.value).map(({ comment }) => comment.id);
  const at = Math.max(ids.indexOf(queue.value.activeId ?? ""), 0);
  return [...ids.slice(at), ...ids.slice(0, at)];
}

async function readAgain(id: string): Promise<Comment | null> {
  try {
    return await api.fetchComment(id);
  } catch (error) {
    const known = entryOf(queue.value, id)?.comment;
    if (!(error instanceof api.ApiError) || error.status !== 404) throw error;
    return known ? { ...known, status: "deleted", revision: known.revision + 1, decidedAt: null } : null;
  }
}

function hear(comment: Comment): void {
  hearClaim({ id: comment.id, claim: comment.claim ?? null });
  hearFound(comment);
}
