import { z } from "zod";

/** Text that Postgres can keep and JSON can carry: no U+0000, no lone surrogates. */
export const storableText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine(
      (text) => !text.includes("\0") && text.isWellFormed(),
      "Contains characters that cannot be stored",
    );

export const storableName = (what: string) =>
  storableText(200).refine((name) => name.trim() !== "", `Give the ${what} a name`);
