/** What follows from one attempt to deliver a webhook: pure, so the whole retry policy can be read and tested here. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The wait before each attempt, after the one before it. Ten attempts within about 76 hours. */
export const attemptDelaysMs = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;
export const maxAttempts = attemptDelaysMs.length;
const jitter = 0.2;
const maxRetryAfterMs = day;
const disableAfterMs = 5 * day;
const maxPauseMs = minute;

export type DeliveryStatus = "pending" | "delivered" | "failed" | "cancelled";

export interface Attempt {
  /** null where no answer came */
  statusCode: number | null;
  error: string | null;
  /** The beginning of the answer's body. */
  response: string | null;
  retryAfter: string | null;
  durationMs: number;
}

export type Outcome = { status: "delivered" } | FailedOutcome;

export interface FailedOutcome {
  status: "pending" | "failed";
  /** Until the next attempt. */
  delayMs: number;
  /** How long the endpoint is left alone altogether. */
  pauseMs: number;
  /** Set where the endpoint is to be switched off. */
  disabledReason: string | null;
}

export interface Circumstances {
  /** Attempts of this round before the present one. */
  earlierAttempts: number;
  /** Since when every attempt at the endpoint has failed; null where the last one succeeded. */
  failingSince: Date | null;
  now: Date;
  /** 0 to 1 */
  random: number;
}

export function outcomeOf(attempt: Attempt, circumstances: Circumstances): Outcome {
  if (attempt.statusCode !== null && attempt.statusCode >= 200 && attempt.statusCode < 300)
    return { status: "delivered" };
  const stepMs = attemptDelaysMs[circumstances.earlierAttempts + 1];
  const goneReason = attempt.statusCode === 410 ? "The receiver answered 410 Gone." : null;
  if (stepMs === undefined)
    return {
      status: "failed",
      delayMs: 0,
      pauseMs: 0,
      disabledReason: goneReason ?? deadReason(circumstances),
    };
  const askedMs = retryAfterMs(attempt.retryAfter, circumstances.now);
  const delayMs = delayOf(stepMs, askedMs, circumstances.random);
  const pauseMs = Math.min(Math.max(pauseOf(circumstances), askedMs), delayMs, maxPauseMs);
  return { status: "pending", delayMs, pauseMs, disabledReason: goneReason };
}

/** A receiver that asks for more time gets it, up to a day; less than our own step it cannot ask for. */
function delayOf(stepMs: number, askedMs: number, random: number): number {
  const jitteredMs = Math.round(stepMs * (1 - jitter + 2 * jitter * random));
  return Math.max(jitteredMs, Math.min(askedMs, maxRetryAfterMs));
}

/** Retry-After is a number of seconds or a date; anything else asks for nothing. */
function retryAfterMs(value: string | null, now: Date): number {
  if (value === null) return 0;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * second;
  const until = Date.parse(value);
  return Number.isNaN(until) ? 0 : Math.max(0, until - now.getTime());
}

/**
 * A quarter of the time it has been failing (in the end at most a minute): a receiver that hiccups is asked again at once, one that
 * has been dead for long takes next to nothing from the others.
 */
function pauseOf({ failingSince, now }: Circumstances): number {
  const failingMs = failingSince === null ? 0 : Math.max(0, now.getTime() - failingSince.getTime());
  return Math.round(failingMs / 4);
}

/**
 * Asked only where a message has used up its attempts, which takes three days: a quiet endpoint is not switched off by the
 * first attempt after a week, which met a restart.
 */
function deadReason({ failingSince, now }: Circumstances): string | null {
  if (failingSince === null || now.getTime() - failingSince.getTime() < disableAfterMs) return null;
  return "Every attempt has failed for five days.";
}
