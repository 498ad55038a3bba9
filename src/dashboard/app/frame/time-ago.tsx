import { computed, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { absoluteTime, relativeTime } from "../queue/relative-time.ts";

const TICK_MS = 10_000;

export const nowMs = signal(Date.now());
setInterval(() => (nowMs.value = Date.now()), TICK_MS);

/** Hundreds may be on the screen: only those are drawn again whose words have changed. */
export function TimeAgo({ at }: { at: string }) {
  const words = useMemo(() => computed(() => relativeTime(at, Math.max(nowMs.value, Date.now()))), [at]);
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {words.value}
    </time>
  );
}
