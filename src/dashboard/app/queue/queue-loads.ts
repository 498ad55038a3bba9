// What a load of the list does to it.
import type { Comment } from "../api.ts";
import type { Entry, QueueState } from "./queue-state.ts";
import { entryOf, withActive } from "./queue-state.ts";

export function startLoad(state: QueueState, loading: "reload" | "more"): QueueState {
  // Whatever arrives from here on may be missing from the answer; the rest will be in it.
  const isReload = loading === "reload";
  return {
    ...state,
    loading,
    loadError: null,
    failedLoad: null,
    waiting: isReload ? [] : state.waiting,
    awaited: isReload ? [...state.awaited, ...state.waiting] : state.awaited,
  };
}

export function failLoad(state: QueueState, reason: string): QueueState {
  const waiting = [...new Set([...state.awaited, ...state.waiting])];
  return { ...state, waiting, awaited: [], loading: null, loadError: reason, failedLoad: state.loading };
}

export function replace(
  state: QueueState,
  loaded: { items: Comment[]; nextCursor: string | null },
): QueueState {
  const entries = loaded.items.map((comment) => asEntry(state, comment));
  const taken = state.taken.filter(
    ({ comment: { id, revision } }) =>
      !entries.some(
        ({ comment, phase }) => phase === "open" && comment.id === id && comment.revision > revision,
      ),
  );
  return {
    ...state,
    taken,
    entries,
    activeId: entries.find((entry) => entry.phase === "open")?.comment.id ?? null,
    waiting: state.waiting.filter((id) => !entries.some((entry) => entry.comment.id === id)),
    awaited: [],
    loading: null,
    loadError: null,
    failedLoad: null,
    nextCursor: loaded.nextCursor,
  };
}

export function append(
  state: QueueState,
  loaded: { items: Comment[]; nextCursor: string | null },
): QueueState {
  const added = loaded.items
    .filter((comment) => !entryOf(state, comment.id))
    .map((comment) => asEntry(state, comment));
  return withActive({
    ...state,
    entries: [...state.entries, ...added],
    waiting: state.waiting.filter((id) => !added.some((entry) => entry.comment.id === id)),
    loading: null,
    nextCursor: loaded.nextCursor,
  });
}

/** A page read before our decision was written still lists the comment: it stays hidden. */
function asEntry(state: QueueState, comment: Comment): Entry {
  const decision = state.taken.filter((taken) => taken.comment.id === comment.id).at(-1);
  const isStale = decision && (decision.saving || comment.revision < decision.comment.revision);
  return { comment, phase: isStale ? "hidden" : "open", note: null };
}
