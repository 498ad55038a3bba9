import { useRef } from "preact/hooks";
import type { CommentStatus, DecisionStatus } from "../api.ts";
import { DECISION_LABELS } from "./sentences.ts";
import { swipeDecision, swipeDistance, type SwipeAt } from "./swipe.ts";

interface Swiping {
  pointerId: number;
  from: SwipeAt;
  distance: number | null;
}

/** Lets an element follow a finger sideways; what the finger means is shown while it moves. */
export function useSwipe(here: CommentStatus, onDecide: ((to: DecisionStatus) => void) | null) {
  const swiping = useRef<Swiping | null>(null);
  const rest = (element: HTMLElement): void => {
    swiping.current = null;
    element.style.translate = "";
    delete element.dataset.swipe;
  };
  return {
    onPointerDown(event: PointerEvent & { currentTarget: HTMLElement }): void {
      const isOnControl = (event.target as Element).closest("button, a, input, label, textarea, select");
      if (event.pointerType !== "touch" || !event.isPrimary || !onDecide || isOnControl) return;
      swiping.current = {
        pointerId: event.pointerId,
        from: { x: event.clientX, y: event.clientY },
        distance: null,
      };
    },
    onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }): void {
      const { current } = swiping;
      if (current?.pointerId !== event.pointerId) return;
      const distance = swipeDistance(current.from, { x: event.clientX, y: event.clientY });
      // Once it follows, it follows back to nothing.
      current.distance = distance ?? (current.distance === null ? null : event.clientX - current.from.x);
      if (current.distance === null) return;
      const element = event.currentTarget;
      element.style.translate = `${current.distance}px`;
      const to = swipeDecision(current.distance, here);
      if (!to) return void delete element.dataset.swipe;
      element.dataset.swipe = to;
      element.dataset.swipeSays = DECISION_LABELS[to];
    },
    onPointerUp(event: PointerEvent & { currentTarget: HTMLElement }): void {
      const { current } = swiping;
      if (current?.pointerId !== event.pointerId) return;
      const to = current.distance === null ? null : swipeDecision(current.distance, here);
      rest(event.currentTarget);
      if (to) onDecide?.(to);
    },
    onPointerCancel(event: PointerEvent & { currentTarget: HTMLElement }): void {
      if (swiping.current) rest(event.currentTarget);
    },
  };
}
