import type { FieldErrors, FormValues } from "../words.ts";
import { formFields, waitWords } from "../words.ts";
import { type Attempt, isRecord, parseRecord } from "./stored.ts";

export interface Submission extends FormValues {
  pageUrl: string;
  pageTitle: string;
  parentId: string | null;
  /** The honeypot: people leave it empty. */
  website: string;
  formToken: string;
}

/**
 * The attempt to send. The same content goes out again byte for byte under the same key, so that a retry after a lost
 * answer is one comment; changed content is a new one.
 */
export function nextAttempt(submission: Submission, earlier: Attempt | null, newKey: () => string): Attempt {
  if (earlier && contentOf(parseRecord(earlier.payload)) === contentOf(submission)) return earlier;
  return { idempotencyKey: newKey(), payload: JSON.stringify(submission) };
}

// The form token says when the form was shown, not what was written.
const contentOf = ({ pageUrl, parentId, authorName, authorEmail, body }: Partial<Submission>) =>
  JSON.stringify([pageUrl, parentId, authorName, authorEmail, body]);

export interface Answer {
  status: number;
  body: unknown;
  retryAfterSeconds: number | null;
}

export type Outcome =
  | { kind: "accepted"; id: string; receipt: string }
  | { kind: "invalid"; fieldErrors: FieldErrors; message: string }
  | { kind: "failed"; message: string; mayRetry: boolean };

const kept = "Your text is kept.";

/** What an answer means to the visitor; null = there was none. */
export function outcomeOf(answer: Answer | null): Outcome {
  if (answer === null) {
    return failed(`Your comment could not be sent: the connection failed. ${kept} Please try again.`);
  }
  const { status, retryAfterSeconds } = answer;
  const body = isRecord(answer.body) ? answer.body : {};
  if (status === 202 && typeof body.id === "string" && typeof body.receipt === "string") {
    return { kind: "accepted", id: body.id, receipt: body.receipt };
  }
  if (status === 422) return invalid(body);
  if (status === 409)
    return failed(`Your comment is still on its way. ${kept} ${waitWords(retryAfterSeconds)}`);
  if (status === 413)
    return { kind: "failed", message: `Your comment is too long. ${kept}`, mayRetry: false };
  if (status === 429) {
    return failed(`You have sent several comments in a short time. ${kept} ${waitWords(retryAfterSeconds)}`);
  }
  if (status >= 400 && status < 500) {
    const detail = typeof body.detail === "string" ? body.detail : "Your comment was not accepted.";
    return { kind: "failed", message: `${detail} ${kept}`, mayRetry: false };
  }
  return failed(`Comments cannot be received at the moment. ${kept} ${waitWords(retryAfterSeconds)}`);
}

const failed = (message: string): Outcome => ({ kind: "failed", message, mayRetry: true });

function invalid(problem: Record<string, unknown>): Outcome {
  const fieldErrors: FieldErrors = {};
  const others: string[] = [];
  for (const error of Array.isArray(problem.errors) ? problem.errors : []) {
    if (!isRecord(error) || typeof error.detail !== "string") continue;
    const field = formFields.find((name) => error.pointer === `#/${name}`);
    if (field) fieldErrors[field] ??= error.detail;
    else others.push(error.detail);
  }
  const hasFieldErrors = Object.keys(fieldErrors).length > 0;
  const detail = typeof problem.detail === "string" ? problem.detail : "Your comment was not accepted.";
  return { kind: "invalid", fieldErrors, message: others.join(" ") || (hasFieldErrors ? "" : detail) };
}
