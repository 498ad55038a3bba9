import { z } from "zod";
import { hasLetters } from "../../text/shape.ts";
import { plural, type CompiledCheck } from "../check.ts";
import { type CommentFacts, maxSimilar, similarKinds, similarNeedOf } from "../facts.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { windowInWords, windowSecondsSchema } from "../window.ts";

// Below, too many texts that only speak of the same thing would be alike, and too few of those meant are found.
const leastSimilarity = 0.7;

export const nearDuplicateCheckSchema = z
  .strictObject({
    check: z.literal("near-duplicate"),
    of: z.enum(similarKinds),
    windowSeconds: windowSecondsSchema,
    similarity: z.strictObject({ gte: z.number().min(leastSimilarity).max(1) }).optional(),
    count: numberConditionSchema
      .refine((count) => Object.values(count).every((bound) => bound === undefined || bound <= maxSimilar), {
        message: `Similar comments are counted up to ${maxSimilar}`,
      })
      .optional(),
    minLetters: z.int().min(0).max(10_000).optional(),
  })
  .meta({
    description:
      "Was a text much like this one sent before within the window: by the same author, by other authors, or in " +
      "comments that were refused? similarity is the share of the text that is the same, from 0.7 to 1 (0.8), " +
      "whatever case, punctuation, numbers and the ends of links; of texts under 24 characters only equal ones are " +
      "alike. Counted are up to 30 comments.",
  });
export type NearDuplicateCheck = z.infer<typeof nearDuplicateCheckSchema>;

const kinds: Record<NearDuplicateCheck["of"], string> = {
  sameAuthor: "by this author",
  otherAuthors: "by other authors",
  rejected: "that were refused",
};

export function compileNearDuplicate(check: NearDuplicateCheck): CompiledCheck {
  const count = check.count ?? { gte: 1 };
  const { windowSeconds, similarity } = similarNeedOf(check);
  const within = `${kinds[check.of]} within ${windowInWords(windowSeconds)}`;
  const atLeast = `${percent(similarity)} or more`;
  return {
    description: `${inWords(count)} earlier comments ${within} with ${atLeast} of the text alike`,
    evaluate: ({ facts, text }) => {
      if (check.minLetters !== undefined && !hasLetters(text.original("body"), check.minLetters)) {
        return { outcome: false, matches: [], explanation: "The text is too short to tell a likeness" };
      }
      const found = similarComments(check, facts);
      if (found === null) {
        return {
          outcome: "unknown",
          matches: [],
          explanation: "It is not known whether a similar text was sent before",
        };
      }
      return {
        outcome: meets(count, found.count),
        matches: [],
        explanation:
          found.count === 0
            ? `No earlier comment ${within} is alike`
            : `${likeness(found.closest)} like ${earlierComments(found.count)} ${within}`,
      };
    },
  };
}

const earlierComments = (count: number): string =>
  count >= maxSimilar ? `${count} or more earlier comments` : plural(count, "earlier comment");

const likeness = (closest: number | null): string =>
  closest === null ? "Much" : closest >= 0.995 ? "Word for word" : `${percent(closest)}`;

function similarComments(check: NearDuplicateCheck, facts: CommentFacts) {
  const { windowSeconds, similarity } = similarNeedOf(check);
  const fact = facts.similar?.find(
    (one) => one.windowSeconds === windowSeconds && one.similarity === similarity,
  );
  return fact?.[check.of] ?? null;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
