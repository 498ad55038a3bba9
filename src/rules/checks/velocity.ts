import { z } from "zod";
import { combineParts, plural, type CompiledCheck, type Part } from "../check.ts";
import { velocityKeys, type VelocityKey } from "../facts.ts";
import { inWords, meets, numberConditionSchema, type NumberCondition } from "../number-condition.ts";
import { windowInWords, windowSecondsSchema } from "../window.ts";

export const velocityCheckSchema = z
  .strictObject({
    check: z.literal("velocity"),
    by: z.enum(velocityKeys),
    windowSeconds: windowSecondsSchema,
    count: numberConditionSchema.optional(),
    uniqueAuthors: numberConditionSchema.optional(),
  })
  .refine((check) => check.count !== undefined || check.uniqueAuthors !== undefined, {
    message: "Name count or uniqueAuthors",
  })
  .meta({
    description:
      "How many comments came before this one within the window from the same IP address (IPv6: the same /64), " +
      "e-mail address or author, or with the same text? uniqueAuthors counts the other authors among them.",
  });
export type VelocityCheck = z.infer<typeof velocityCheckSchema>;

const sources: Record<VelocityKey, string> = {
  ip: "from the same IP address",
  email: "with the same e-mail address",
  author: "by the same author",
  body: "with the same text",
};

export function compileVelocity(check: VelocityCheck): CompiledCheck {
  const within = `${sources[check.by]} within ${windowInWords(check.windowSeconds)}`;
  const wanted = [
    check.count && `${inWords(check.count)} earlier comments`,
    check.uniqueAuthors && `${inWords(check.uniqueAuthors)} other authors`,
  ].filter((part) => part !== undefined);
  return {
    description: `${wanted.join(" and ")} ${within}`,
    evaluate: ({ facts }) => {
      const fact = facts.velocity.find(
        ({ by, windowSeconds }) => by === check.by && windowSeconds === check.windowSeconds,
      );
      return combineParts([
        ...part(check.count, fact?.count, (count) => `${plural(count, "earlier comment")} ${within}`),
        ...part(
          check.uniqueAuthors,
          fact?.uniqueAuthors,
          (count) => `${plural(count, "other author")} ${within}`,
        ),
      ]);
    },
  };

  function part(
    condition: NumberCondition | undefined,
    value: number | null | undefined,
    explain: (value: number) => string,
  ): Part[] {
    if (condition === undefined) return [];
    if (value === undefined || value === null) {
      return [{ outcome: "unknown", explanation: `it is not known how many comments came ${within}` }];
    }
    return [{ outcome: meets(condition, value), explanation: explain(value) }];
  }
}
