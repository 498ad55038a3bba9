import { z } from "zod";

const bound = z.number().min(-1e12).max(1e12);

/** `{gte: 2}`, `{gte: 2, lt: 5}`: all the bounds named must hold. */
export const numberConditionSchema = z
  .strictObject({
    lt: bound.optional(),
    lte: bound.optional(),
    gt: bound.optional(),
    gte: bound.optional(),
    eq: bound.optional(),
  })
  .refine((condition) => Object.values(condition).some((value) => value !== undefined), {
    message: "Name at least one of lt, lte, gt, gte, eq",
  })
  .meta({ id: "NumberCondition", minProperties: 1 });

export type NumberCondition = z.infer<typeof numberConditionSchema>;

export function meets(condition: NumberCondition, value: number): boolean {
  const { lt, lte, gt, gte, eq } = condition;
  return (
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (eq === undefined || value === eq)
  );
}

/** "2 or more and less than 5": to be read in front of a noun. */
export function inWords(condition: NumberCondition): string {
  const { lt, lte, gt, gte, eq } = condition;
  const parts = [
    eq === undefined ? null : `exactly ${eq}`,
    gte === undefined ? null : `${gte} or more`,
    gt === undefined ? null : `more than ${gt}`,
    lte === undefined ? null : `${lte} or fewer`,
    lt === undefined ? null : `fewer than ${lt}`,
  ];
  return parts.filter((part) => part !== null).join(" and ");
}
