// What a decision, its answer and its undo do to the list.
import type { Comment, CommentStatus, CurrentStatus, DecisionStatus } from "../api.ts";
import type { View } from "../routes.ts";
import { mayShow } from "../routes.ts";
import type { DecisionTaken, Note, QueueState } from "./queue-state.ts";
import { entryOf, neighbourOf, overtakenBy, updateEntry, withActive, withRevision } from "./queue-state.ts";

const UNDO_DEPTH = 500;

export function decide(
  state: QueueState,
  { key, id, to }: { key: number; id: string; to: DecisionStatus },
  isTakingBack = false,
): QueueState {
  const entry = entryOf(state, id);
  if (entry?.phase !== "open") return state;
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  const { comment } = entry;
  const decision = { key, comment, from: settledStatus(comment), to, saving: true, isTakingBack };
  const hidden = updateEntry(busier(state, id), id, (decided) => ({
    ...decided,
    phase: "hidden",
    note: null,
  }));
  return { ...hidden, activeId, taken: [...state.taken.slice(1 - UNDO_DEPTH), decision] };
}

export function takeBack(
  state: QueueState,
  event: { key: number; id: string; to: DecisionStatus },
): QueueState {
  // What was decided here before is no more what the comment has become.
  const taken = state.taken.filter(({ comment }) => comment.id !== event.id);
  return decide({ ...state, taken }, event, true);
}

/** What an undo makes of it: what had not been judged yet is held. */
const settledStatus = ({ status }: Comment): DecisionStatus =>
  status === "approved" || status === "rejected" || status === "spam" ? status : "held";

export function store(
  state: QueueState,
  { key, id, revision, undoable }: { key: number; id: string; revision: number; undoable: boolean },
): QueueState {
  const taken = state.taken.flatMap((decision) => {
    if (decision.key !== key) return [decision];
    return undoable ? [{ ...decision, saving: false, comment: { ...decision.comment, revision } }] : [];
  });
  return updateEntry({ ...settle(state, id), taken }, id, (entry) => withRevision(entry, revision));
}

export function bringBack(
  state: QueueState,
  { key, id }: { key: number; id: string },
  note: Note,
): QueueState {
  const settled = settle(state, id);
  const decision = state.taken.find((taken) => taken.key === key);
  // Taken back by undo before the answer came: the card is there already.
  if (!decision) return settled;
  return restore(forget(settled, key), decision, note);
}

export function overtake(
  state: QueueState,
  { key, id, current }: { key: number; id: string; current: CurrentStatus },
): QueueState {
  const settled = settle(state, id);
  const decision = state.taken.find((taken) => taken.key === key);
  const restored = decision ? restore(forget(settled, key), decision, null) : settled;
  return updateEntry(restored, id, (entry) => {
    if (entry.phase === "hidden") return entry;
    const note = noteOfConflict(entry.comment, current);
    // Still held, but with another text, say: that is for a second look, not lost.
    if (note.kind !== "overtaken") return { ...entry, note };
    return { ...withRevision(entry, current.revision), phase: "overtaken", note };
  });
}

/** Until it has been read again. Rules decide anew only on another text; people need none. */
export function noteOfConflict({ status }: Comment, current: CurrentStatus): Note {
  const { status: now, decidedBy: by, decidedAt: at } = current;
  if (now !== status) return { kind: "overtaken", status: now, by, at };
  return { kind: by === null || by === "rules" ? "changed" : "putBack" };
}

export function undo(state: QueueState, key: number): QueueState {
  const decision = state.taken.find((taken) => taken.key === key);
  if (!decision) return state;
  const restored = restore(forget(busier(state, decision.comment.id), key), decision, null);
  return entryOf(restored, decision.comment.id) ? { ...restored, activeId: decision.comment.id } : restored;
}

export const storeUndo = (
  state: QueueState,
  { id, status, revision }: { id: string; status: CommentStatus; revision: number },
): QueueState =>
  updateEntry(settle(state, id), id, (entry) => ({
    ...withRevision(entry, revision),
    ...(mayShow(state.view.list, status) ? {} : overtakenBy(status, null, null)),
  }));

export const refuseUndo = (
  state: QueueState,
  { id, current }: { id: string; current: CurrentStatus },
): QueueState =>
  updateEntry(settle(state, id), id, (entry) => ({
    ...withRevision(entry, current.revision),
    ...overtakenBy(current.status, current.decidedBy, current.decidedAt),
  }));

export function takeUndoBack(state: QueueState, decision: DecisionTaken): QueueState {
  const { id } = decision.comment;
  const settled = settle(state, id);
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  const hidden = updateEntry(settled, id, (entry) => ({ ...entry, phase: "hidden" }));
  return { ...hidden, activeId, taken: [...state.taken, { ...decision, saving: false }] };
}

/** What is no longer asked about is what one looks at again. */
export function askBack(state: QueueState, comment: Comment): QueueState {
  const others = (ids: string[]): string[] => ids.filter((id) => id !== comment.id);
  const told = { ...state, waiting: others(state.waiting), awaited: others(state.awaited) };
  const restored = restore(told, { comment, from: settledStatus(comment) }, null);
  if (!entryOf(restored, comment.id)) return restored;
  return { ...updateEntry(restored, comment.id, (entry) => ({ ...entry, comment })), activeId: comment.id };
}

/** Puts a decided comment back where it came from, also after the list was loaded anew. */
function restore(
  state: QueueState,
  { comment, from }: Pick<DecisionTaken, "comment" | "from">,
  note: Note | null,
): QueueState {
  if (entryOf(state, comment.id)) {
    return withActive(
      updateEntry(state, comment.id, (entry) => ({
        // Shown as what it was decided to be, where the list was loaded since.
        comment: entry.phase === "open" ? { ...entry.comment, status: from } : entry.comment,
        phase: "open",
        note,
      })),
    );
  }
  const isAsked = comment.secondOpinion != null;
  const isOfList = state.view.list === "asked" ? isAsked : state.view.list !== "held" || !isAsked;
  const belongsHere =
    isOfList &&
    mayShow(state.view.list, from) &&
    (!state.view.siteKey || state.view.siteKey === comment.siteKey);
  if (!belongsHere) return state;
  const place = state.entries.findIndex((entry) => comesBefore(comment, entry.comment, state.view.order));
  const entries = [...state.entries];
  entries.splice(place === -1 ? entries.length : place, 0, { comment, phase: "open", note });
  return withActive({ ...state, entries });
}

function comesBefore(a: Comment, b: Comment, order: View["order"]): boolean {
  if (order === "risk" && a.score !== b.score) return (a.score ?? 0) > (b.score ?? 0);
  return order === "oldest" ? a.id < b.id : a.id > b.id;
}

const forget = (state: QueueState, key: number): QueueState => ({
  ...state,
  taken: state.taken.filter((decision) => decision.key !== key),
});

const busier = (state: QueueState, id: string): QueueState => ({
  ...state,
  busy: { ...state.busy, [id]: (state.busy[id] ?? 0) + 1 },
});

function settle(state: QueueState, id: string): QueueState {
  const { [id]: count = 0, ...others } = state.busy;
  return { ...state, busy: count > 1 ? { ...others, [id]: count - 1 } : others };
}
