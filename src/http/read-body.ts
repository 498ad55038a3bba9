import express, { type Request, type RequestHandler, type Response } from "express";
import { malformed, tooLarge } from "../errors.ts";
import { type Caller, sitesWith } from "../people/caller.ts";

const maxBytes = 64 * 1024;
// Percent-encoding triples what is not ASCII: a comment of 10,000 Chinese characters is 30 kB, and 90 kB as a form.
const maxEncodedBytes = 3 * maxBytes;
// A word list of 100,000 phrases, which is as long as they may be, has a few megabytes.
const maxWordListBytes = 8 * 1024 * 1024;
const wordListPaths = /^\/v1\/word-lists(?:\/[^/]*)?$/;

/** Reads JSON and plain forms; bounded before anything is parsed. */
export const readBody: RequestHandler = (req, res, next) => {
  if (isPlainJson(req)) readPlainJson(req, next);
  else if (req.is("urlencoded")) readForm(req, res, (error) => next(error ?? tooLargeForm(req)));
  else if (isWordList(req, res)) readWordList(req, res, next);
  else readAnyJson(req, res, next);
};

const readAnyJson = express.json({ limit: maxBytes });
const readWordList = express.json({ limit: maxWordListBytes });
const readForm = express.urlencoded({ limit: maxEncodedBytes, extended: false });

// What nearly every client sends: UTF-8, not compressed, of known and allowed length. Reading that in the plainest way
// takes a third of the time that Express's reader takes for all that a request might be.
const isPlainJson = ({ headers }: Request): boolean =>
  Number(headers["content-length"]) <= maxBytes &&
  headers["content-encoding"] === undefined &&
  /^application\/json(?:; ?charset=utf-8)?$/i.test(headers["content-type"] ?? "");

function readPlainJson(req: Request, next: (error?: unknown) => void): void {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.once("end", () => {
    try {
      req.body = parseJson((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString());
    } catch (error) {
      next(error);
      return;
    }
    next();
  });
}

/** As Express does: nothing at all counts as an empty object, and only objects and lists are taken. */
function parseJson(written: string): unknown {
  const text = written.startsWith("\uFEFF") ? written.slice(1) : written;
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below.
  }
  throw malformed();
}

/** Only of those who may do something with it on some site: everybody else's request stays as small as any. */
function isWordList({ baseUrl, path }: Request, res: Response): boolean {
  const { caller } = res.locals as { caller?: Caller };
  const written = baseUrl + path;
  if (caller === undefined || !wordListPaths.test(written)) return false;
  return sitesWith(caller, written.endsWith("/report") ? "read" : "rules")?.length !== 0;
}

const tooLargeForm = (req: Request) =>
  decodedBytes(req.body as Record<string, unknown>) > maxBytes ? tooLarge() : undefined;

const decodedBytes = (form: Record<string, unknown>) =>
  Object.entries(form).reduce((sum, field) => sum + Buffer.byteLength(field.flat().join("")), 0);
