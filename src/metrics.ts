import { Counter, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

/** One registry per process (and per test): prom-client's global one would mix them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    submissions: new Counter({
      name: "moderato_submissions_total",
      help: "Submissions by answer status",
      labelNames: ["status"],
      registers,
    }),
    intakeBatch: new Histogram({
      name: "moderato_intake_batch_size",
      help: "Comments written in one commit",
      buckets: [1, 2, 5, 10, 20, 50, 100],
      registers,
    }),
    decisions: new Counter({
      name: "moderato_decisions_total",
      help: "Decisions by status and by whom",
      labelNames: ["status", "by"],
      registers,
    }),
    moderationFailures: new Counter({
      name: "moderato_moderation_failures_total",
      help: "Comments whose moderation failed and is retried",
      registers,
    }),
    deliveryAttempts: new Counter({
      name: "moderato_delivery_attempts_total",
      help: "Webhook attempts by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    outsideQuestions: new Counter({
      name: "moderato_outside_questions_total",
      help: "Questions to other services by outcome; spared: not asked, after repeated failures",
      labelNames: ["service", "outcome"],
      registers,
    }),
    enqueueFailures: new Counter({
      name: "moderato_enqueue_failures_total",
      help: "Jobs the queue did not take; the sweep makes up for them",
      registers,
    }),
    checkedHours: new Counter({
      name: "moderato_checked_hours_total",
      help: "Past hours whose counts were held against the rows; mended: they differed, which they never should",
      labelNames: ["result"],
      registers,
    }),
    waitingComments: new Gauge({
      name: "moderato_comments",
      help: "Comments waiting, by status",
      labelNames: ["status"],
      registers,
    }),
    waitingJobs: new Gauge({
      name: "moderato_jobs_waiting",
      help: "Jobs waiting in a queue",
      labelNames: ["queue"],
      registers,
    }),
  };
}
