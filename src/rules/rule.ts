import { z } from "zod";
import { storableName, storableText } from "./storable-text.ts";
import { akismetCheckSchema } from "./checks/akismet.ts";
import { authorCheckSchema } from "./checks/author.ts";
import { duplicateCheckSchema } from "./checks/duplicate.ts";
import { externalCheckSchema } from "./checks/external.ts";
import { formCheckSchema } from "./checks/form.ts";
import { learnedCheckSchema } from "./checks/learned.ts";
import { linksCheckSchema } from "./checks/links.ts";
import { nearDuplicateCheckSchema } from "./checks/near-duplicate.ts";
import { pageCheckSchema } from "./checks/page.ts";
import { patternCheckSchema } from "./checks/pattern.ts";
import { personalDataCheckSchema } from "./checks/personal-data.ts";
import { shapeCheckSchema } from "./checks/shape.ts";
import { velocityCheckSchema } from "./checks/velocity.ts";
import { wordsCheckSchema } from "./checks/words.ts";

const maxConditionDepth = 8;
const maxConditionNodes = 100;

export const ruleStages = ["draft", "shadow", "hold", "enforce"] as const;
export type RuleStage = (typeof ruleStages)[number];

export const forces = ["hold", "reject", "spam", "approve"] as const;
export type Force = (typeof forces)[number];

/** The closed set of checks. */
export const checkSchema = z
  .discriminatedUnion(
    "check",
    [
      wordsCheckSchema,
      patternCheckSchema,
      linksCheckSchema,
      authorCheckSchema,
      velocityCheckSchema,
      duplicateCheckSchema,
      nearDuplicateCheckSchema,
      shapeCheckSchema,
      formCheckSchema,
      pageCheckSchema,
      learnedCheckSchema,
      personalDataCheckSchema,
      externalCheckSchema,
      akismetCheckSchema,
    ],
    {
      error: (issue) =>
        issue.code === "invalid_union"
          ? "Unknown check: use words, pattern, links, author, velocity, duplicate, near-duplicate, shape, form, page, learned, personal-data, external or akismet"
          : undefined,
    },
  )
  .meta({ id: "RuleCheck" });
export type Check = z.infer<typeof checkSchema>;

export type Condition = Check | { all: Condition[] } | { any: Condition[] } | { not: Condition };

const nestedCondition: z.ZodType<Condition, Condition> = z.lazy(() => conditionSchema);
const conditions = z.array(nestedCondition).min(1, "Name at least one condition").max(maxConditionNodes);
const allSchema = z.strictObject({ all: conditions });
const anySchema = z.strictObject({ any: conditions });
const notSchema = z.strictObject({ not: nestedCondition });

const conditionSchema = z
  .union([checkSchema, allSchema, anySchema, notSchema])
  .meta({ id: "RuleCondition", description: "all, any or not of checks, or one check" });

// A plain union tries every branch and reports them all; choosing the branch by its key lets each refusal point
// at the very place that is wrong.
conditionSchema._zod.run = conditionSchema._zod.parse = (payload, context) => {
  const value: unknown = payload.value;
  const isObject = typeof value === "object" && value !== null;
  const branch = !isObject
    ? null
    : "all" in value
      ? allSchema
      : "any" in value
        ? anySchema
        : "not" in value
          ? notSchema
          : "check" in value
            ? checkSchema
            : null;
  if (branch !== null) return branch._zod.run(payload, context);
  const message = "Expected an object with one of check, all, any, not";
  payload.issues.push({ code: "custom", input: value, message, inst: conditionSchema });
  return payload;
};

const whenSchema = z.lazy(() => conditionSchema);

// Bounds come before the recursion, so that a hundred thousand nested "not" cost a glance and no stack.
whenSchema._zod.run = whenSchema._zod.parse = (payload, context) => {
  const problem = boundsProblem(payload.value);
  if (problem === null) return conditionSchema._zod.run(payload, context);
  payload.issues.push({ code: "custom", input: payload.value, message: problem, inst: whenSchema });
  return payload;
};

export const thenSchema = z
  .strictObject({
    points: z
      .number()
      .min(-20)
      .max(20)
      .optional()
      .meta({ description: "Added to the comment's score; below zero speaks for the comment" }),
    group: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens")
      .max(50)
      .optional()
      .meta({ description: "Rules of one group share a cap on their points" }),
    force: z.enum(forces).optional(),
    whenUnknown: z.enum(["hold", "ignore"]).optional().meta({
      description:
        "What follows when the rule cannot be answered: hold (the default) sends the comment to a human, ignore carries on",
    }),
    publicReason: storableText(300).min(1).optional(),
  })
  .refine((then) => then.points !== undefined || then.force !== undefined, {
    message: "Name points or force",
  })
  .meta({ id: "RuleOutcome" });
export type Then = z.infer<typeof thenSchema>;

export const ruleSchema = z
  .strictObject({
    siteKey: storableText(100).min(1).optional(),
    name: storableName("rule"),
    stage: z.enum(ruleStages),
    when: whenSchema,
    then: thenSchema,
    emergencyBrake: z.boolean().optional().meta({
      description:
        "false: never dropped to shadow by itself, however much it hits in its first 24 hours (the default is true)",
    }),
  })
  .meta({ id: "RuleInput" });
export type RuleInput = z.infer<typeof ruleSchema>;

/** One immutable version of a rule, as stored. */
export interface RuleVersion {
  ruleId: string;
  version: number;
  name: string;
  stage: RuleStage;
  when: Condition;
  then: Then;
}

function boundsProblem(when: unknown): string | null {
  let nodes = 0;
  let level: unknown[] = [when];
  for (let depth = 1; level.length > 0; depth++) {
    nodes += level.length;
    if (depth > maxConditionDepth) return `Conditions may be nested ${maxConditionDepth} deep at most`;
    if (nodes > maxConditionNodes) return `A rule may hold ${maxConditionNodes} conditions at most`;
    level = level.flatMap(childrenOf);
  }
  return null;
}

function childrenOf(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  if ("all" in node) return Array.isArray(node.all) ? node.all : [];
  if ("any" in node) return Array.isArray(node.any) ? node.any : [];
  return "not" in node ? [node.not] : [];
}
