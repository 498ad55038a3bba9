// What answers of every kind are made of.
import { z } from "zod";
import { noticeTested } from "../../notices/notice-routes.ts";

export const id = z.uuid();
export const time = z.iso.datetime();
export const count = z.int().min(0);
export const span = z.tuple([z.int(), z.int()]);
export const named = <Schema extends z.ZodType>(name: string, schema: Schema, description?: string): Schema =>
  schema.meta({ id: name, ...(description === undefined ? {} : { description }) });
export const pageOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const problem = named(
  "Problem",
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ detail: z.string(), pointer: z.string() })).optional(),
  }),
  "RFC 9457. `errors` lists every wrong field with a JSON pointer such as #/body; a conflict has `current`.",
);

export const tested = named("NoticeTested", noticeTested);
