// What happens to the list, as a pure reducer. The screen is always ahead of the server: a decision hides its card at once,
// and the answer confirms that, brings the card back into its place, or greys it when somebody else was faster.
import type {
  Comment,
  CommentEvent,
  CommentStatus,
  CurrentStatus,
  DecisionStatus,
  SecondOpinion,
} from "../api.ts";
import type { View } from "../routes.ts";
import {
  askBack,
  bringBack,
  decide,
  overtake,
  refuseUndo,
  store,
  storeUndo,
  takeBack,
  takeUndoBack,
  undo,
} from "./queue-decisions.ts";
import { append, failLoad, replace, startLoad } from "./queue-loads.ts";
import { dismiss, find, hear, refresh, withWaiting } from "./queue-news.ts";
import type { DecisionTaken, QueueState } from "./queue-state.ts";
import { emptyQueue, entryOf, neighbourOf, openEntries, shownEntries, updateEntry } from "./queue-state.ts";

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
  | { type: "edited"; comment: Comment }
  | { type: "asked"; id: string; secondOpinion: SecondOpinion | null }
  /** The question about it was taken back here. */
  | { type: "askedBack"; comment: Comment }
  | { type: "dismissed"; id: string };

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
      return takeBack(state, event);
    case "stored":
      return store(state, event);
    case "failed":
      return bringBack(state, event, { kind: "failed", text: event.reason });
    case "conflicted":
      return overtake(state, event);
    case "undone":
      return undo(state, event.key);
    case "undoStored":
      return storeUndo(state, event);
    case "undoFailed":
      return takeUndoBack(state, event.decision);
    case "undoRefused":
      return refuseUndo(state, event);
    case "heard":
      return hear(state, event.event, event.at);
    case "missed":
      return withWaiting(state, event.ids);
    case "found":
      return find(state, event.comment);
    case "refreshed":
      return refresh(state, event.comment);
    case "edited":
      // Heard of before the answer came, it looked like somebody else's.
      return updateEntry(refresh(state, event.comment), event.comment.id, (entry) => ({
        ...entry,
        note: null,
      }));
    case "asked":
      return updateEntry(state, event.id, (entry) => ({
        ...entry,
        comment: { ...entry.comment, secondOpinion: event.secondOpinion },
      }));
    case "askedBack":
      return askBack(state, event.comment);
    case "dismissed":
      return dismiss(state, event.id);
  }
}

function move(state: QueueState, by: 1 | -1): QueueState {
  const shown = shownEntries(state);
  const at = shown.findIndex((entry) => entry.comment.id === state.activeId);
  const target = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  return target ? { ...state, activeId: target.comment.id } : state;
}
