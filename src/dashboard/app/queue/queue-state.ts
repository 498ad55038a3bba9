// The state of one list of comments and of the decisions taken in it: what it is made of, what it is asked, and the small
// steps of all that changes it. What changes it is told in queue-reducer.ts.
import type { Comment, CommentStatus, DecisionStatus } from "../api.ts";
import type { View } from "../routes.ts";

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
  /** Of one that takes another back: until it is stored it is kept to bring its card back, and no undo is for it. */
  isTakingBack: boolean;
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

/** The next card that is still undecided, else the one before, else any that is shown. */
export function neighbourOf(state: QueueState, id: string): string | null {
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

export const updateEntry = (state: QueueState, id: string, change: (entry: Entry) => Entry): QueueState => ({
  ...state,
  entries: state.entries.map((entry) => (entry.comment.id === id ? change(entry) : entry)),
});

export const withoutEntry = (state: QueueState, id: string): QueueState => ({
  ...state,
  entries: state.entries.filter((entry) => entry.comment.id !== id),
});

export const withActive = (state: QueueState): QueueState =>
  entryOf(state, state.activeId) ? state : { ...state, activeId: openEntries(state)[0]?.comment.id ?? null };

export const withRevision = (entry: Entry, revision: number): Entry => ({
  ...entry,
  comment: { ...entry.comment, revision: Math.max(entry.comment.revision, revision) },
});

export const overtakenBy = (
  status: CommentStatus,
  by: string | null,
  at: string | null,
): Pick<Entry, "phase" | "note"> => ({ phase: "overtaken", note: { kind: "overtaken", status, by, at } });
