import { z } from "zod";
import { combineParts, plural, type CheckInput, type CompiledCheck, type Part } from "../check.ts";
import { wholeDaysBetween } from "../days.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";

export const pageCheckSchema = z
  .strictObject({
    check: z.literal("page"),
    ageDays: numberConditionSchema.optional(),
    closed: z.boolean().optional(),
  })
  .refine((check) => check.ageDays !== undefined || check.closed !== undefined, {
    message: "Name ageDays or closed",
  })
  .meta({
    minProperties: 2,
    description: "How many days ago did the page get its first comment, and is it closed?",
  });
export type PageCheck = z.infer<typeof pageCheckSchema>;

export function compilePage(check: PageCheck): CompiledCheck {
  const parts = [
    check.ageDays && `the page is ${inWords(check.ageDays)} days old`,
    check.closed !== undefined && `the page is ${check.closed ? "closed" : "open"}`,
  ].filter((part) => typeof part === "string");
  return {
    description: parts.join(" and "),
    evaluate: (input) => combineParts([...agePart(check, input), ...closedPart(check, input)]),
  };
}

function agePart({ ageDays }: PageCheck, { facts: { page, comment } }: CheckInput): Part[] {
  if (ageDays === undefined) return [];
  const days = page.firstSeenAt === null ? null : wholeDaysBetween(page.firstSeenAt, comment.createdAt);
  if (days === null) return [{ outcome: "unknown", explanation: "it is not known how old the page is" }];
  return [
    { outcome: meets(ageDays, days), explanation: `the page was first seen ${plural(days, "day")} ago` },
  ];
}

function closedPart({ closed }: PageCheck, { facts: { page } }: CheckInput): Part[] {
  if (closed === undefined) return [];
  return [
    { outcome: page.closed === closed, explanation: page.closed ? "the page is closed" : "the page is open" },
  ];
}
