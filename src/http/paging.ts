import { z } from "zod";
import { invalid } from "../errors.ts";

export const defaultLimit = 50;
export const maxLimit = 200;

export const limitField = z.coerce
  .number("limit must be a number from 1 to 200.")
  .int("limit must be a whole number.")
  .min(1, "limit must be at least 1.")
  .max(maxLimit, `limit must be at most ${maxLimit}.`)
  .default(defaultLimit);

export const cursorField = z.string().max(500).optional();

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Cursors are opaque to callers: the sort values of the last row, so pages neither skip nor repeat while rows change. */
export const encodeCursor = (values: (string | number)[]) =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** Throws 422 for anything that is not a cursor of this shape. */
export function decodeCursor<Shape extends z.ZodType>(cursor: string, shape: Shape): z.output<Shape> {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    values = undefined;
  }
  const parsed = shape.safeParse(values);
  if (!parsed.success)
    throw invalid([{ detail: "cursor is not one that this list handed out.", pointer: "#/cursor" }]);
  return parsed.data;
}

/** Ask the database for `limit + 1` rows: the extra one tells whether there is a next page. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  map: { item: (row: Row) => Item; cursor: (row: Row) => (string | number)[] },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(map.item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(map.cursor(last)) : null,
  };
}
