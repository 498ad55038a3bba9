import { z } from "zod";
import { combineParts, type CompiledCheck, type Part } from "../check.ts";
import type { FormFacts } from "../facts.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";

export const formCheckSchema = z
  .strictObject({
    check: z.literal("form"),
    honeypotFilled: z.boolean().optional(),
    writtenInMs: numberConditionSchema.optional(),
  })
  .refine((check) => check.honeypotFilled !== undefined || check.writtenInMs !== undefined, {
    message: "Name honeypotFilled or writtenInMs",
  })
  .meta({
    minProperties: 2,
    description:
      "How was the form filled in: was the field filled that only machines see, and how many milliseconds passed from " +
      "showing the form to sending it? Never true of a comment that came through no form.",
  });
export type FormCheck = z.infer<typeof formCheckSchema>;

export function compileForm(check: FormCheck): CompiledCheck {
  return {
    description: describe(check),
    evaluate: ({ facts: { form } }) =>
      form === null
        ? { outcome: false, matches: [], explanation: "the comment came through no form" }
        : combineParts([...honeypotPart(check, form), ...timePart(check, form)]),
  };
}

function honeypotPart({ honeypotFilled: wanted }: FormCheck, { honeypotFilled: filled }: FormFacts): Part[] {
  if (wanted === undefined) return [];
  if (filled === null)
    return [{ outcome: "unknown", explanation: "it is not known whether the hidden field was filled" }];
  const explanation = filled
    ? "the hidden field, which people do not see, was filled"
    : "the hidden field was left empty";
  return [{ outcome: filled === wanted, explanation }];
}

function timePart({ writtenInMs: condition }: FormCheck, { writtenInMs }: FormFacts): Part[] {
  if (condition === undefined) return [];
  if (writtenInMs === null)
    return [{ outcome: "unknown", explanation: "it is not known how long writing took" }];
  const seconds = (writtenInMs / 1000).toFixed(1);
  return [{ outcome: meets(condition, writtenInMs), explanation: `written in ${seconds} seconds` }];
}

function describe({ honeypotFilled, writtenInMs }: FormCheck): string {
  const parts = [
    honeypotFilled !== undefined && `the hidden field is ${honeypotFilled ? "filled" : "empty"}`,
    writtenInMs && `written in ${inWords(writtenInMs)} milliseconds`,
  ].filter((part) => typeof part === "string");
  return parts.join(" and ");
}
