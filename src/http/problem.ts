import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { isDatabaseDown, postgresCode } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { setPageHeaders } from "../embed/page-headers.ts";
import { renderHumanError } from "../embed/pages.ts";
import { invalid, malformed, notFound, ProblemError, tooLarge, unavailable } from "../errors.ts";

/** The one place where an error becomes a status and a body: problem+json (RFC 9457), or a page for a browser. */
export function problemHandler(deps: ProblemDeps): ErrorRequestHandler {
  return (error: unknown, req: Request, res: Response, next) => {
    const problem = toProblem(error);
    // Schemas ought to have refused it.
    if (isOutOfRange(error))
      deps.log.warn({ err: error, path: req.path, method: req.method }, "the database refused a value");
    if (problem.status >= 500 && problem.status !== 503)
      deps.log.error({ err: error, path: req.path, method: req.method }, "a request failed");
    if (res.headersSent) {
      next(error);
      return;
    }
    sendProblem(deps, { req, res, problem });
  };
}

type ProblemDeps = Pick<Deps, "log" | "publicUrl">;

export function sendProblem(
  deps: ProblemDeps,
  { req, res, problem }: { req: Request; res: Response; problem: ProblemError },
): void {
  if (problem.retryAfterSeconds !== null) res.set("Retry-After", String(problem.retryAfterSeconds));
  if (problem.status === 401) res.set("WWW-Authenticate", "Bearer");
  res.status(problem.status);
  if (wantsHtml(req)) {
    setPageHeaders(res, { publicUrl: deps.publicUrl() });
    res
      .type("html")
      .send(renderHumanError({ status: problem.status, title: problem.title, detail: problem.message }));
    return;
  }
  res.type("application/problem+json").send(
    JSON.stringify({
      type: "about:blank",
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      ...problem.extensions,
    }),
  );
}

/** HTML only for whoever names it: `*` and a missing Accept get JSON. */
export const wantsHtml = (req: Request) => /\btext\/html\b/i.test(req.headers.accept ?? "");

export const unknownRoute: RequestHandler = () => {
  throw notFound("page or route");
};

/** U+0000, a year 0, an offset of 23 hours, a number that no column holds. */
const isOutOfRange = (error: unknown): boolean =>
  ["22021", "22003", "22007", "22008", "22009"].includes(postgresCode(error) ?? "");

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseDown(error))
    return unavailable("The database cannot be reached at the moment. Please try again.");
  if (isOutOfRange(error))
    return invalid([
      { detail: "A value is out of range, or has characters that cannot be stored.", pointer: "#" },
    ]);
  // body-parser, cookie and router errors say what they are in `status` and `type`
  const { status, type } = (typeof error === "object" && error !== null ? error : {}) as {
    status?: unknown;
    type?: unknown;
  };
  if (type === "entity.too.large") return tooLarge();
  if (type === "encoding.unsupported" || type === "charset.unsupported" || status === 415) {
    return new ProblemError(415, "Unsupported media type", {
      detail: "Send application/json or application/x-www-form-urlencoded in UTF-8.",
    });
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return malformed();
  }
  return new ProblemError(500, "Internal error", {
    detail: "Something went wrong on our side. It has been noted.",
  });
}
