/** One wrong field of a request, as RFC 9457 problem details list it; `pointer` is a JSON pointer such as `#/body`. */
export interface FieldError {
  detail: string;
  pointer: string;
}

/** An answer other than success that the caller can understand; http/problem.ts turns it into problem+json or a page. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly status: number;
  readonly title: string;
  readonly extensions: Record<string, unknown>;
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    title: string,
    options: { detail?: string; extensions?: Record<string, unknown>; retryAfterSeconds?: number } = {},
  ) {
    super(options.detail ?? title);
    this.status = status;
    this.title = title;
    this.extensions = options.extensions ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

export const notFound = (what: string) =>
  new ProblemError(404, "Not found", { detail: `There is no such ${what}.` });

export const forbidden = (detail: string) => new ProblemError(403, "Forbidden", { detail });

export const unauthorized = (detail: string) => new ProblemError(401, "Not signed in", { detail });

export const conflict = (detail: string, extensions: Record<string, unknown> = {}) =>
  new ProblemError(409, "Conflict", { detail, extensions });

export const invalid = (errors: FieldError[]) =>
  new ProblemError(422, "Invalid input", {
    detail: errors.map((error) => error.detail).join(" "),
    extensions: { errors },
  });

export const malformed = () =>
  new ProblemError(400, "Bad request", {
    detail: "The request could not be read: it is not well formed.",
  });

export const tooLarge = () =>
  new ProblemError(413, "Too large", {
    detail: "The request is larger than 64 KiB (a word list: than 8 MiB).",
  });

export const unavailable = (detail: string) =>
  new ProblemError(503, "Temporarily unavailable", { detail, retryAfterSeconds: 5 });
