import { signal } from "@preact/signals";
import { absoluteTime, relativeTime } from "../queue/relative-time.ts";

const TICK_MS = 10_000;

export const nowMs = signal(Date.now());
setInterval(() => (nowMs.value = Date.now()), TICK_MS);

export const TimeAgo = ({ at }: { at: string }) => (
  <time dateTime={at} title={absoluteTime(at)}>
    {relativeTime(at, Math.max(nowMs.value, Date.now()))}
  </time>
);
