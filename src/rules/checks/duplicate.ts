import { z } from "zod";
import { hasLetters } from "../../text/shape.ts";
import { plural, type CompiledCheck } from "../check.ts";
import type { DuplicateFact } from "../facts.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { windowInWords, windowSecondsSchema } from "../window.ts";

export const duplicateCheckSchema = z
  .strictObject({
    check: z.literal("duplicate"),
    of: z.enum(["sameAuthor", "otherAuthors", "rejected"]),
    windowSeconds: windowSecondsSchema,
    count: numberConditionSchema.optional(),
    minLetters: z.int().min(0).max(10_000).optional(),
  })
  .meta({
    description:
      "Was the same text (case, white space and punctuation aside) sent before within the window: by the same author, " +
      "by other authors, or in comments that were refused? minLetters leaves short texts out: many say Thank you.",
  });
export type DuplicateCheck = z.infer<typeof duplicateCheckSchema>;

const kinds: Record<DuplicateCheck["of"], string> = {
  sameAuthor: "by this author",
  otherAuthors: "by other authors",
  rejected: "that were refused",
};

export function compileDuplicate(check: DuplicateCheck): CompiledCheck {
  const count = check.count ?? { gte: 1 };
  const within = `${kinds[check.of]} within ${windowInWords(check.windowSeconds)}`;
  return {
    description: `${inWords(count)} earlier comments with the same text ${within}`,
    evaluate: ({ facts, text }) => {
      if (check.minLetters !== undefined && !hasLetters(text.original("body"), check.minLetters)) {
        return { outcome: false, matches: [], explanation: "The text is too short to tell a copy" };
      }
      const found = earlierCopies(check, facts.duplicates);
      if (found === null) {
        return {
          outcome: "unknown",
          matches: [],
          explanation: "It is not known whether the text was sent before",
        };
      }
      return {
        outcome: meets(count, found),
        matches: [],
        explanation: `${plural(found, "earlier comment")} with the same text ${within}`,
      };
    },
  };
}

const earlierCopies = (check: DuplicateCheck, duplicates: readonly DuplicateFact[]): number | null =>
  duplicates.find(({ windowSeconds }) => windowSeconds === check.windowSeconds)?.[check.of] ?? null;
