import type { Request } from "express";
import { z } from "zod";
import { type FieldError, invalid, notFound } from "../errors.ts";

/** Parses a request body, a query or the like; throws 422 with every error and its JSON pointer. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value ?? {});
  if (!result.success) throw invalid(fieldErrors(result.error));
  return result.data;
}

export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        detail: `${key} is not a known field.`,
        pointer: pointerOf([...issue.path, key]),
      }));
    }
    return [{ detail: issue.message, pointer: pointerOf(issue.path) }];
  });
}

const pointerOf = (path: readonly PropertyKey[]) =>
  `#/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (value: unknown): value is string => typeof value === "string" && uuid.test(value);

/** The id in a path; whatever is no UUID names nothing, so it is a 404 and never reaches the database. */
export function idOf(req: Request, what: string, name = "id"): string {
  const value = req.params[name];
  if (!isUuid(value)) throw notFound(what);
  return value.toLowerCase();
}

export const uuidField = z
  .string()
  .regex(uuid, "must be a UUID")
  .transform((value) => value.toLowerCase());

/** U+0000 cannot be stored by Postgres and lone surrogates cannot be encoded: refused, never silently changed. */
export const cleanText = (name: string) =>
  z
    .string({
      error: (issue) => (issue.input === undefined ? `${name} is required.` : `${name} must be text.`),
    })
    .refine(
      (value) => !value.includes("\0") && value.isWellFormed(),
      `${name} contains characters that cannot be stored.`,
    );

/** Text of at most `max` code points (an emoji counts as the code points it has, not as UTF-16 units). */
/** A moment with its offset, as PostgreSQL takes it: it knows no year 0, and no offset of more than 15 hours. */
export const timeField = (name: string, example = "2026-11-24T09:30:00Z") => {
  const error = `${name} must be a time such as ${example}.`;
  return z.iso
    .datetime({ offset: true, error })
    .refine((time) => !time.startsWith("0000") && !/[+-](?:1[5-9]|2\d):\d\d$/.test(time), error);
};

export const textUpTo = (name: string, max: number) =>
  cleanText(name).refine(
    (value) => codePoints(value, max) <= max,
    `${name} is longer than ${max.toLocaleString("en")} characters.`,
  );

function codePoints(value: string, max: number): number {
  if (value.length <= max) return value.length;
  if (value.length > max * 2) return max + 1;
  return [...value].length;
}
