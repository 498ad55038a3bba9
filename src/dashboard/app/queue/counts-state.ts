import type { CommentEvent, CommentStatus, Counts } from "../api.ts";

interface Move {
  key: number;
  id: string;
  from: CommentStatus;
  to: CommentStatus;
}

export interface CountsState {
  stored: Counts | null;
  /** Our own decisions that the server has not confirmed: shown at once, taken back when they fail. */
  expected: Move[];
  /** The latest changes already counted, as "id@revision": the answer and the stream both tell of each. */
  counted: string[];
}

const REMEMBERED_CHANGES = 500;

export const noCounts: CountsState = { stored: null, expected: [], counted: [] };

export const withStored = (state: CountsState, counts: Counts): CountsState => ({ ...state, stored: counts });

export const withExpected = (state: CountsState, move: Move): CountsState => ({
  ...state,
  expected: [...state.expected, move],
});

export const withoutExpected = (state: CountsState, key: number): CountsState => ({
  ...state,
  expected: state.expected.filter((move) => move.key !== key),
});

export function withConfirmed(state: CountsState, key: number, revision: number): CountsState {
  const move = state.expected.find((candidate) => candidate.key === key);
  return move ? withChange(withoutExpected(state, key), move, revision) : state;
}

export function withHeard(state: CountsState, event: CommentEvent): CountsState {
  const ours = state.expected.find((move) => move.id === event.id && move.to === event.status);
  const move = { id: event.id, from: event.previousStatus, to: event.status };
  return withChange(ours ? withoutExpected(state, ours.key) : state, move, event.revision);
}

export function shownCounts({ stored, expected }: CountsState): Counts | null {
  return stored && expected.reduce(moved, stored);
}

function withChange(
  state: CountsState,
  move: { id: string; from: CommentStatus | null; to: CommentStatus },
  revision: number,
): CountsState {
  const change = `${move.id}@${revision}`;
  if (state.counted.includes(change)) return state;
  return {
    ...state,
    stored: state.stored && moved(state.stored, move),
    counted: [...state.counted.slice(-REMEMBERED_CHANGES), change],
  };
}

function moved(counts: Counts, { from, to }: { from: CommentStatus | null; to: CommentStatus }): Counts {
  if (from === to) return counts;
  const next: Counts = { ...counts };
  if (from && from !== "deleted") next[from] = Math.max(0, next[from] - 1);
  if (to !== "deleted") next[to] += 1;
  return next;
}
