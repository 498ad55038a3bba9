import type { Request } from "express";
import { invalid, malformed } from "../errors.ts";
import type { IdempotencyKey } from "../comments/intake-queries.ts";
import { payloadHashOf } from "../comments/submission.ts";

const maxKeyLength = 255;

/** The Idempotency-Key of a request: bare, or quoted as the draft RFC has it; null where none was sent. */
export function idempotencyKeyOf(req: Request, fromForm: string | null = null): string | null {
  const header = req.headers["idempotency-key"];
  const raw = typeof header === "string" ? header.trim() : (fromForm ?? "");
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(raw);
  const key = quoted === null ? raw : quoted[1]!.replace(/\\(.)/g, "$1");
  if (key === "" && raw === "") return null;
  if (key.length === 0 || key.length > maxKeyLength || !/^[\x20-\x7e]+$/.test(key)) {
    throw invalid([
      {
        detail: `The Idempotency-Key must be 1 to ${maxKeyLength} visible characters.`,
        pointer: "#/idempotencyKey",
      },
    ]);
  }
  return key;
}

/**
 * Remembers a submission under its key, kept apart by `scope` (a site's visitors, or one API key). Throws 400 for
 * a body nested too deeply to be written again, which is how bodies are compared.
 */
export function idempotencyOf(
  key: string | null,
  request: { scope: string; payload: Record<string, unknown> },
): IdempotencyKey | null {
  if (key === null) return null;
  try {
    return { scope: request.scope, key, payloadHash: payloadHashOf(request.payload) };
  } catch (error) {
    throw error instanceof RangeError ? malformed() : error;
  }
}
