// The state of one list of comments and of the decisions taken in it, as a pure reducer.
// The screen is always ahead of the server: a decision hides its card at once, and the answer
// confirms that, brings the card back into its place, or greys it when somebody else was faster.
import type {
  Comment,
  CommentEvent,
  CommentStatus,
  CurrentStatus,
  DecisionStatus,
  SecondOpinion,
} from "../api.ts";
import type { View } from "../routes.ts";
import { mayShow } from "../routes.ts";

export type Note =
  | { kind: "failed"; text: string }
  /** putBack: decided by somebody else, and then what it was before again, with the text it had. */
  | { kind: "changed" | "putBack" }
  | { kind: "overtaken"; status: CommentStatus; by: string | null; at: string | null };

export interface Entry {
  comment: Comment;
  /** hidden: decided here, kept in its place for an undo. overtaken: greyed, decided by somebody else. */
  phase: "open" | "hidden" | "overtaken";
  note: Note | null;
}

export interface DecisionTaken {
  key: number;
  comment: Comment;
  from: DecisionStatus;
  to: DecisionStatus;
  saving: boolean;
}

export type Load = "first" | "reload" | "more";

export interface QueueState {
  view: View;
  entries: Entry[];
  activeId: string | null;
  /** Comments that arrived since the list was loaded; they wait until they are asked for. */
  waiting: string[];
  /** Those of them that a load under way is to show. */
  awaited: string[];
  loading: Load | null;
  loadError: string | null;
  failedLoad: Load | null;
  nextCursor: string | null;
  /** Oldest first; the last one is what undo takes back. */
  taken: DecisionTaken[];
  /** Requests under way per comment: until they are answered, the stream only echoes them. */
  busy: Record<string, number>;
}

export type QueueEvent =
  | { type: "opened"; view: View }
  | { type: "loadStarted"; loading: "reload" | "more" }
  | { type: "loaded"; items: Comment[]; nextCursor: string | null }
  | { type: "loadFailed"; reason: string }
  | { type: "problemPassed" }
  | { type: "moved"; by: 1 | -1 }
  | { type: "activated"; id: string }
  | { type: "passedOver"; id: string }
  | { type: "decided"; key: number; id: string; to: DecisionStatus }
  | { type: "takenBack"; key: number; id: string; to: DecisionStatus }
  | { type: "stored"; key: number; id: string; revision: number; undoable: boolean }
  | { type: "failed"; key: number; id: string; reason: string }
  | { type: "conflicted"; key: number; id: string; current: CurrentStatus }
  | { type: "undone"; key: number }
  | { type: "undoStored"; id: string; status: CommentStatus; revision: number }
  | { type: "undoFailed"; decision: DecisionTaken; reason: string }
  | { type: "undoRefused"; id: string; current: CurrentStatus }
  | { type: "heard"; event: CommentEvent; at: string }
  | { type: "missed"; ids: string[] }
  | { type: "found"; comment: Comment }
  | { type: "refreshed"; comment: Comment }
  | { type: "asked"; id: string; secondOpinion: SecondOpinion | null }
  | { type: "dismissed"; id: string };

const UNDO_DEPTH = 500;
const LOAD_MORE_WITHIN = 20;

export const emptyQueue = (view: View): QueueState => ({
  view,
  entries: [],
  activeId: null,
  waiting: [],
  awaited: [],
  loading: "first",
  loadError: null,
  failedLoad: null,
  nextCursor: null,
  taken: [],
  busy: {},
});

export const shownEntries = (state: QueueState): Entry[] =>
  state.entries.filter((entry) => entry.phase !== "hidden");

export const openEntries = (state: QueueState): Entry[] =>
  state.entries.filter((entry) => entry.phase === "open");

export const entryOf = (state: QueueState, id: string | null): Entry | undefined =>
  state.entries.find((entry) => entry.comment.id === id);

export const savingCount = (state: QueueState): number =>
  Object.values(state.busy).reduce((sum, count) => sum + count, 0);

/** What the list needs next, without being asked: new comments when it is empty, more near its end. */
export function neededLoad(state: QueueState): "reload" | "more" | null {
  if (state.loading || state.loadError) return null;
  const open = openEntries(state);
  if (open.length === 0) {
    if (state.waiting.length > 0) return "reload";
    return state.nextCursor ? "more" : null;
  }
  const fromEnd = open.length - open.findIndex((entry) => entry.comment.id === state.activeId);
  return state.nextCursor && fromEnd <= LOAD_MORE_WITHIN ? "more" : null;
}

export function queueReducer(state: QueueState, event: QueueEvent): QueueState {
  switch (event.type) {
    case "opened":
      return { ...emptyQueue(event.view), taken: state.taken, busy: state.busy };
    case "loadStarted":
      return startLoad(state, event.loading);
    case "loaded":
      return state.loading === "more" ? append(state, event) : replace(state, event);
    case "loadFailed":
      return failLoad(state, event.reason);
    case "problemPassed":
      return { ...state, loadError: null, failedLoad: null };
    case "moved":
      return move(state, event.by);
    case "activated":
      return entryOf(state, event.id) ? { ...state, activeId: event.id } : state;
    case "passedOver":
      return openEntries(state).length > 0 ? { ...state, activeId: neighbourOf(state, event.id) } : state;
    case "decided":
      return decide(state, event);
    case "takenBack":
      // What was decided here before is no more what the comment has become.
      return decide({ ...state, taken: state.taken.filter(({ comment }) => comment.id !== event.id) }, event);
    case "stored":
      return store(state, event);
    case "failed":
      return bringBack(state, event, { kind: "failed", text: event.reason });
    case "conflicted":
      return overtake(state, event);
    case "undone":
      return undo(state, event.key);
    case "undoStored":
      return updateEntry(settle(state, event.id), event.id, (entry) => ({
        ...withRevision(entry, event.revision),
        ...(mayShow(state.view.list, event.status) ? {} : overtakenBy(event.status, null, null)),
      }));
    case "undoFailed":
      return takeUndoBack(state, event.decision);
    case "undoRefused":
      return updateEntry(settle(state, event.id), event.id, (entry) => ({
        ...withRevision(entry, event.current.revision),
        ...overtakenBy(event.current.status, event.current.decidedBy, event.current.decidedAt),
      }));
    case "heard":
      return hear(state, event.event, event.at);
    case "missed":
      return withWaiting(state, event.ids);
    case "found":
      return find(state, event.comment);
    case "refreshed":
      return refresh(state, event.comment);
    case "asked":
      return updateEntry(state, event.id, (entry) => ({
        ...entry,
        comment: { ...entry.comment, secondOpinion: event.secondOpinion },
      }));
    case "dismissed":
      return dismiss(state, event.id);
  }
}

function startLoad(state: QueueState, loading: "reload" | "more"): QueueState {
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

function failLoad(state: QueueState, reason: string): QueueState {
  const waiting = [...new Set([...state.awaited, ...state.waiting])];
  return { ...state, waiting, awaited: [], loading: null, loadError: reason, failedLoad: state.loading };
}

function replace(state: QueueState, loaded: { items: Comment[]; nextCursor: string | null }): QueueState {
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

function append(state: QueueState, loaded: { items: Comment[]; nextCursor: string | null }): QueueState {
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

function move(state: QueueState, by: 1 | -1): QueueState {
  const shown = shownEntries(state);
  const at = shown.findIndex((entry) => entry.comment.id === state.activeId);
  const target = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  return target ? { ...state, activeId: target.comment.id } : state;
}

function decide(
  state: QueueState,
  { key, id, to }: { key: number; id: string; to: DecisionStatus },
): QueueState {
  const entry = entryOf(state, id);
  if (entry?.phase !== "open") return state;
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  const decision = { key, comment: entry.comment, from: settledStatus(entry.comment), to, saving: true };
  const hidden = updateEntry(busier(state, id), id, (decided) => ({
    ...decided,
    phase: "hidden",
    note: null,
  }));
  return { ...hidden, activeId, taken: [...state.taken.slice(1 - UNDO_DEPTH), decision] };
}

/** What an undo makes of it: what had not been judged yet is held. */
export const settledStatus = ({ status }: Comment): DecisionStatus =>
  status === "approved" || status === "rejected" || status === "spam" ? status : "held";

/** The next card that is still undecided, else the one before, else any that is shown. */
function neighbourOf(state: QueueState, id: string): string | null {
  const at = state.entries.findIndex((entry) => entry.comment.id === id);
  const after = state.entries.slice(at + 1);
  const before = state.entries.slice(0, at).reverse();
  const isOpen = (entry: Entry): boolean => entry.phase === "open";
  const neighbour =
    after.find(isOpen) ??
    before.find(isOpen) ??
    [...after, ...before].find((entry) => entry.phase === "overtaken");
  return neighbour?.comment.id ?? null;
}

function store(
  state: QueueState,
  { key, id, revision, undoable }: { key: number; id: string; revision: number; undoable: boolean },
): QueueState {
  const taken = state.taken.flatMap((decision) => {
    if (decision.key !== key) return [decision];
    return undoable ? [{ ...decision, saving: false, comment: { ...decision.comment, revision } }] : [];
  });
  return updateEntry({ ...settle(state, id), taken }, id, (entry) => withRevision(entry, revision));
}

function bringBack(state: QueueState, { key, id }: { key: number; id: string }, note: Note): QueueState {
  const settled = settle(state, id);
  const decision = state.taken.find((taken) => taken.key === key);
  // Taken back by undo before the answer came: the card is there already.
  if (!decision) return settled;
  return restore(forget(settled, key), decision, note);
}

function overtake(
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

function undo(state: QueueState, key: number): QueueState {
  const decision = state.taken.find((taken) => taken.key === key);
  if (!decision) return state;
  const restored = restore(forget(busier(state, decision.comment.id), key), decision, null);
  return entryOf(restored, decision.comment.id) ? { ...restored, activeId: decision.comment.id } : restored;
}

function takeUndoBack(state: QueueState, decision: DecisionTaken): QueueState {
  const { id } = decision.comment;
  const settled = settle(state, id);
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  const hidden = updateEntry(settled, id, (entry) => ({ ...entry, phase: "hidden" }));
  return { ...hidden, activeId, taken: [...state.taken, { ...decision, saving: false }] };
}

/** Puts a decided comment back where it came from, also after the list was loaded anew. */
function restore(state: QueueState, { comment, from }: DecisionTaken, note: Note | null): QueueState {
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

/** Read again after a gap in what is heard: as if all that happened to it had been heard. */
function find(state: QueueState, comment: Comment): QueueState {
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

const refresh = (state: QueueState, comment: Comment): QueueState =>
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

/** Until it has been read again. Rules decide anew only on another text; people need none. */
export function noteOfConflict({ status }: Comment, current: CurrentStatus): Note {
  const { status: now, decidedBy: by, decidedAt: at } = current;
  if (now !== status) return { kind: "overtaken", status: now, by, at };
  return { kind: by === null || by === "rules" ? "changed" : "putBack" };
}

export function eventOf({ id, siteKey, status, revision, decidedBy }: Comment): CommentEvent {
  const by = decidedBy ? (decidedBy.name ?? decidedBy.by) : null;
  // Neither is a decision: who took the last one has nothing to do with it.
  const isDecided = status !== "queued" && status !== "deleted";
  return { id, siteKey, status, previousStatus: null, revision, decidedBy: isDecided ? by : null };
}

function hear(state: QueueState, event: CommentEvent, at: string | null): QueueState {
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

function withWaiting(state: QueueState, ids: string[]): QueueState {
  // A search shows what matched when it was made; nobody knows whether a new comment would. Nor is it told whether the
  // rules gave points to one that is published.
  if (state.view.search || state.view.list === "flagged") return state;
  const fresh = ids.filter((id) => !state.waiting.includes(id) && !entryOf(state, id) && !state.busy[id]);
  return fresh.length > 0 ? { ...state, waiting: [...state.waiting, ...fresh] } : state;
}

function dismiss(state: QueueState, id: string): QueueState {
  const activeId = state.activeId === id ? neighbourOf(state, id) : state.activeId;
  return { ...withoutEntry(state, id), activeId };
}

const overtakenBy = (
  status: CommentStatus,
  by: string | null,
  at: string | null,
): Pick<Entry, "phase" | "note"> => ({ phase: "overtaken", note: { kind: "overtaken", status, by, at } });

const withRevision = (entry: Entry, revision: number): Entry => ({
  ...entry,
  comment: { ...entry.comment, revision: Math.max(entry.comment.revision, revision) },
});

const withActive = (state: QueueState): QueueState =>
  entryOf(state, state.activeId) ? state : { ...state, activeId: openEntries(state)[0]?.comment.id ?? null };

const updateEntry = (state: QueueState, id: string, change: (entry: Entry) => Entry): QueueState => ({
  ...state,
  entries: state.entries.map((entry) => (entry.comment.id === id ? change(entry) : entry)),
});

const withoutEntry = (state: QueueState, id: string): QueueState => ({
  ...state,
  entries: state.entries.filter((entry) => entry.comment.id !== id),
});

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
