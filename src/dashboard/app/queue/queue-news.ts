// What is heard or read of comments does to the list: colleagues decide, comments arrive and are edited.
import type { Comment, CommentEvent } from "../api.ts";
import { mayShow } from "../routes.ts";
import type { Entry, Note, QueueState } from "./queue-state.ts";
import {
  entryOf,
  neighbourOf,
  overtakenBy,
  updateEntry,
  withActive,
  withoutEntry,
  withRevision,
} from "./queue-state.ts";

export function hear(state: QueueState, event: CommentEvent, at: string | null): QueueState {
  if (state.busy[event.id]) return state;
  const { view } = state;
  const isForeign = view.siteKey !== null && view.siteKey !== event.siteKey;
  const entry = entryOf(state, event.id);
  if (entry && event.revision <= entry.comment.revision) return state;
  const isOfAnyStatus = view.list === "all" || view.list === "asked";
  const isOvertaken = isOfAnyStatus && entry && event.status !== entry.comment.status;
  if (mayShow(view.list, event.status) && !isOvertaken) {
    if (isForeign || entry?.phase === "open") return state;
    // It stands before somebody's eyes, and may be the active one.
    if (entry?.phase === "overtaken") return putBack(state, event);
    return withWaiting(withActive(withoutEntry(state, event.id)), [event.id]);
  }
  const others = (ids: string[]): string[] => ids.filter((id) => id !== event.id);
  const told = { ...state, waiting: others(state.waiting), awaited: others(state.awaited) };
  return updateEntry(told, event.id, (stale) =>
    stale.phase === "hidden"
      ? stale
      : { ...withRevision(stale, event.revision), ...overtakenBy(event.status, event.decidedBy, at) },
  );
}

const putBack = (state: QueueState, { id, status, revision }: CommentEvent): QueueState =>
  withActive(
    updateEntry(state, id, ({ comment }) => ({
      comment: { ...comment, status, revision },
      phase: "open",
      note: { kind: "putBack" },
    })),
  );

export function withWaiting(state: QueueState, ids: string[]): QueueState {
  // A search shows what matched when it was made; nobody knows whether a new comment would. Nor is it told whether the
  // rules gave points to one that is published.
  if (state.view.search || state.view.list === "flagged") return state;
  const fresh = ids.filter((id) => !state.waiting.includes(id) && !entryOf(state, id) && !state.busy[id]);
  return fresh.length > 0 ? { ...state, waiting: [...state.waiting, ...fresh] } : state;
}

/** Read again after a gap in what is heard: as if all that happened to it had been heard. */
export function find(state: QueueState, comment: Comment): QueueState {
  const { id, status, revision } = comment;
  const entry = entryOf(state, id);
  if (state.busy[id]) return state;
  if (entry?.phase !== "open") {
    const heard = hear(state, eventOf(comment), comment.decidedAt ?? null);
    return entryOf(heard, id)?.phase === "open" ? refresh(heard, comment) : heard;
  }
  if (revision > entry.comment.revision && status === entry.comment.status) return refresh(state, comment);
  const { secondOpinion = null } = comment;
  const isAskedAnew = secondOpinion?.askedAt !== entry.comment.secondOpinion?.askedAt;
  const heard = hear(state, eventOf(comment), comment.decidedAt ?? null);
  return isAskedAnew
    ? updateEntry(heard, id, (found) => ({ ...found, comment: { ...found.comment, secondOpinion } }))
    : heard;
}

export const refresh = (state: QueueState, comment: Comment): QueueState =>
  updateEntry(state, comment.id, (entry) => ({
    ...entry,
    comment: { ...entry.comment, ...comment },
    note: entry.phase === "open" ? noteOfSince(entry, comment) : entry.note,
  }));

/** The revision rises with decisions, too, not only with another text. */
function noteOfSince({ comment, note }: Entry, { body, revision }: Comment): Note | null {
  if (body !== comment.body || note?.kind === "changed") return { kind: "changed" };
  return revision > comment.revision ? { kind: "putBack" } : note;
}

export function eventOf({ id, siteKey, status, revision, decidedBy }: Comment): CommentEvent {
  const by = decidedBy ? (decidedBy.name ?? decidedBy.by) : null;
  // Neither is a decision: who took the last one has nothing to do with it.
  const isDecided = status !== "queued" && status !== "deleted";
  return { id, siteKey, status, previousStatus: null, revision, decidedBy: isDecided ? by : null };
}

export function dismiss(state: QueueState, id: string): QueueState {
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  return { ...withoutEntry(state, id), activeId };
}
