import { type Attempt, attemptDelaysMs, maxAttempts, outcomeOf } from "../../src/webhooks/delivery.ts";

const now = new Date("2026-03-01T12:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const answered = (statusCode: number | null, retryAfter: string | null = null): Attempt => ({
  statusCode,
  error: statusCode === null ? "No answer within 15 seconds." : null,
  response: null,
  retryAfter,
  durationMs: 12,
});

const outcomeAfter = (
  attempt: Attempt,
  circumstances: { earlierAttempts?: number; failingForMs?: number; random?: number } = {},
) =>
  outcomeOf(attempt, {
    earlierAttempts: circumstances.earlierAttempts ?? 0,
    failingSince:
      circumstances.failingForMs === undefined ? null : new Date(now.getTime() - circumstances.failingForMs),
    now,
    random: circumstances.random ?? 0.5,
  });

test.each([200, 201, 202, 204, 299])("an answer of %d counts as delivered", (statusCode) => {
  expect(outcomeAfter(answered(statusCode), { earlierAttempts: 9, failingForMs: 6 * day })).toEqual({
    status: "delivered",
  });
});

test.each([null, 199, 301, 304, 400, 401, 404, 410, 429, 500, 503])(
  "an answer of %s is tried again",
  (statusCode) => {
    expect(outcomeAfter(answered(statusCode))).toMatchObject({ status: "pending", delayMs: 5_000 });
  },
);

test("ten attempts are made over three days, then the delivery has failed", () => {
  const outcomes = attemptDelaysMs.map((_, earlierAttempts) =>
    outcomeAfter(answered(500), { earlierAttempts }),
  );

  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    ...Array.from({ length: maxAttempts - 1 }, () => "pending"),
    "failed",
  ]);
  expect(outcomes.slice(0, -1).map((outcome) => "delayMs" in outcome && outcome.delayMs)).toEqual(
    [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24].map((hours) => Math.round(hours * hour)),
  );
});

test("retries are spread by a fifth either way, so that receivers do not get them all at once", () => {
  expect(outcomeAfter(answered(500), { earlierAttempts: 1, random: 0 })).toMatchObject({
    delayMs: 4 * minute,
  });
  expect(outcomeAfter(answered(500), { earlierAttempts: 1, random: 1 })).toMatchObject({
    delayMs: 6 * minute,
  });
});

test.each([
  ["120", 120_000],
  ["1", 5_000],
  ["Sun, 01 Mar 2026 12:10:00 GMT", 10 * minute],
  ["Sun, 01 Mar 2026 11:00:00 GMT", 5_000],
  ["99999999999999999999", day],
  ["soon", 5_000],
  ["-5", 5_000],
])("a receiver that asks for a retry after %s gets it within reason", (retryAfter, delayMs) => {
  expect(outcomeAfter(answered(503, retryAfter))).toMatchObject({ delayMs });
});

test("a receiver that asks for time is left alone for it, at most a minute", () => {
  expect(outcomeAfter(answered(429, "30"))).toMatchObject({ pauseMs: 30_000 });
  expect(outcomeAfter(answered(429, "3600"))).toMatchObject({ pauseMs: minute });
});

test("the longer a receiver fails the longer it is left alone between attempts", () => {
  const pauseAfter = (failingForMs?: number) =>
    outcomeAfter(answered(null), { earlierAttempts: 2, failingForMs });

  expect(pauseAfter()).toMatchObject({ pauseMs: 0 });
  expect(pauseAfter(40_000)).toMatchObject({ pauseMs: 10_000 });
  expect(pauseAfter(day)).toMatchObject({ pauseMs: minute });
});

test("410 Gone switches the endpoint off at once", () => {
  expect(outcomeAfter(answered(410))).toMatchObject({ disabledReason: "The receiver answered 410 Gone." });
});

test("an endpoint is switched off when a message has used up its attempts after five days of failures, not before", () => {
  const last = { earlierAttempts: 9 };
  expect(outcomeAfter(answered(500), { ...last, failingForMs: 5 * day - 1 })).toMatchObject({
    disabledReason: null,
  });
  expect(outcomeAfter(answered(500), { ...last, failingForMs: 5 * day })).toMatchObject({
    disabledReason: "Every attempt has failed for five days.",
  });
  // A first attempt after a quiet week may have met a restart.
  expect(outcomeAfter(answered(500), { failingForMs: 7 * day })).toMatchObject({ disabledReason: null });
});
