import { z } from "zod";
import {
  bidiControls,
  bidiOverrides,
  countCapitals,
  countCodePoints,
  longestLetterRun,
  longestMarkRun,
  longestPunctuationRun,
  longestWordRun,
  mixedScriptWords,
  type Run,
} from "../../text/shape.ts";
import { combineParts, maxMatchesPerCheck, type CompiledCheck, type Match, type Part } from "../check.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { fieldInWords, textFields, type TextField } from "../text-field.ts";

const defaultMinLetters = 20;

export const shapeCheckSchema = z
  .strictObject({
    check: z.literal("shape"),
    field: z.enum(textFields).optional(),
    length: numberConditionSchema.optional(),
    capitalShare: numberConditionSchema.optional(),
    minLetters: z.int().min(1).max(10_000).optional(),
    repeatedCharacter: numberConditionSchema.optional(),
    repeatedWord: numberConditionSchema.optional(),
    punctuationRun: numberConditionSchema.optional(),
    mixedScriptWords: numberConditionSchema.optional(),
    marksPerLetter: numberConditionSchema.optional(),
    bidiControls: numberConditionSchema.optional(),
    bidiOverrides: numberConditionSchema.optional(),
  })
  .refine((check) => Object.keys(check).some((key) => !["check", "field", "minLetters"].includes(key)), {
    message: "Name at least one condition on the shape",
  })
  .meta({
    description:
      "How does the text look? length in characters; capitalShare from 0 to 1 of the letters that have a case, of " +
      "texts with minLetters (20) of them; the longest run of one letter, one word or of punctuation; words that mix " +
      "scripts; combining marks stacked on one letter; controls that turn the direction of the text. All conditions " +
      "named must hold. Read is the text, or the one field named.",
  });
export type ShapeCheck = z.infer<typeof shapeCheckSchema>;

export function compileShape(check: ShapeCheck): CompiledCheck {
  const field = check.field ?? "body";
  const measures = measuresOf(check, field);
  return {
    description: `${fieldInWords(field)} has ${measures.map(({ description }) => description).join(" and ")}`,
    evaluate: ({ text }) => combineParts(measures.map(({ measure }) => measure(text.original(field)))),
  };
}

interface Measure {
  description: string;
  measure: (text: string) => Part;
}

function measuresOf(check: ShapeCheck, field: TextField): Measure[] {
  const matchesOf = (text: string, runs: readonly Run[], note?: string): Match[] =>
    runs.slice(0, maxMatchesPerCheck).map(({ start, end }) => ({
      field,
      span: [start, end],
      matched: text.slice(start, end),
      lane: "original",
      ...(note === undefined ? {} : { note }),
    }));
  const longest = (condition: typeof check.length, unit: string, find: (text: string) => Run): Measure[] =>
    condition === undefined
      ? []
      : [
          {
            description: `${inWords(condition)} ${unit}`,
            measure: (text) => {
              const run = find(text);
              const explanation = `${run.length} ${unit}`;
              return {
                outcome: meets(condition, run.length),
                explanation,
                matches: matchesOf(text, run.length > 0 ? [run] : [], explanation),
              };
            },
          },
        ];
  const counted = (condition: typeof check.length, unit: string, find: (text: string) => Run[]): Measure[] =>
    condition === undefined
      ? []
      : [
          {
            description: `${inWords(condition)} ${unit}`,
            measure: (text) => {
              const runs = find(text);
              return {
                outcome: meets(condition, runs.length),
                explanation: `${runs.length} ${unit}`,
                matches: matchesOf(text, runs, unit),
              };
            },
          },
        ];
  return [
    ...lengthMeasure(check),
    ...capitalsMeasure(check),
    ...longest(check.repeatedCharacter, "times one letter in a row", longestLetterRun),
    ...longest(check.repeatedWord, "times one word in a row", longestWordRun),
    ...longest(check.punctuationRun, "punctuation marks in a row", longestPunctuationRun),
    ...longest(check.marksPerLetter, "combining marks on one letter", longestMarkRun),
    ...counted(check.mixedScriptWords, "words of mixed scripts", mixedScriptWords),
    ...counted(check.bidiControls, "controls of the text's direction", bidiControls),
    ...counted(check.bidiOverrides, "controls that reverse the text", bidiOverrides),
  ];
}

function lengthMeasure({ length }: ShapeCheck): Measure[] {
  if (length === undefined) return [];
  return [
    {
      description: `${inWords(length)} characters`,
      measure: (text) => {
        const characters = countCodePoints(text);
        return { outcome: meets(length, characters), explanation: `${characters} characters` };
      },
    },
  ];
}

function capitalsMeasure({ capitalShare, minLetters = defaultMinLetters }: ShapeCheck): Measure[] {
  if (capitalShare === undefined) return [];
  return [
    {
      description: `a share of capitals of ${inWords(capitalShare)}`,
      measure: (text) => {
        const { cased, upper } = countCapitals(text);
        if (cased < minLetters)
          return { outcome: false, explanation: "too few letters to speak of capitals" };
        const percent = Math.round((100 * upper) / cased);
        return {
          outcome: meets(capitalShare, upper / cased),
          explanation: `${percent} % of ${cased} letters are capitals`,
        };
      },
    },
  ];
}
