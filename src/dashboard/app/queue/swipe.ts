// Deciding with a finger: to the right approves, to the left rejects. The buttons say and do the same.
import type { CommentStatus, DecisionStatus } from "../api.ts";

export interface SwipeAt {
  x: number;
  y: number;
}

const STARTS_AFTER_PX = 14;
const DECIDES_AFTER_PX = 96;

/** How far a card follows the finger; null while the finger scrolls, or rests. */
export function swipeDistance(from: SwipeAt, to: SwipeAt): number | null {
  const across = to.x - from.x;
  const along = Math.abs(to.y - from.y);
  return Math.abs(across) < STARTS_AFTER_PX || Math.abs(across) < 2 * along ? null : across;
}

/** What letting go here decides; in the list of what is decided already, only the other thing. */
export function swipeDecision(distance: number, here: CommentStatus): DecisionStatus | null {
  if (Math.abs(distance) < DECIDES_AFTER_PX) return null;
  const to = distance > 0 ? "approved" : "rejected";
  return to === here ? null : to;
}
