import { computed, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { absoluteTime, relativeTime } from "../queue/relative-time.ts";

const TICK_MS = 10_000;

const tickedAt = signal(Date.now());
setInterval(() => (tickedAt.value = Date.now()), TICK_MS);

/** In milliseconds; what is drawn with it is drawn again as time passes. */
export const nowMs = (): number => Math.max(tickedAt.value, Date.now());

/** Hundreds may be on the screen: only those are drawn again whose words have changed. */
export function TimeAgo({ at }: { at: string }) {
  const words = useMemo(() => computed(() => relativeTime(at, nowMs())), [at]);
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {words.value}
    </time>
  );
}
