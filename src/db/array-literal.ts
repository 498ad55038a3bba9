// Array literals as PostgreSQL reads and writes them, for columns of hundreds of values: pg puts them together and takes
// them apart character by character, which was a tenth of all that a worker did.

type Plain = string | number | boolean | null | undefined;

/** Of ids, numbers, times and the like: nothing with a quote, backslash, comma, brace or blank in it. */
export const plainArray = (values: readonly Plain[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

/** A JSON text in a JSON string is quoted as an element of an array is: it holds no control characters. */
export const jsonArray = (values: readonly (object | null | undefined)[]): string =>
  `{${values.map((value) => (value == null ? "NULL" : JSON.stringify(JSON.stringify(value)))).join(",")}}`;

/** Binary values, in hexadecimal. */
export const bytesArray = (values: readonly (Buffer | null | undefined)[]): string =>
  plainArray(values.map((value) => value && `\\\\x${value.toString("hex")}`));

/** What `plainArray` writes, without nulls: select it with `::text`. */
export const readPlainArray = (literal: string): string[] =>
  literal === "{}" ? [] : literal.slice(1, -1).split(",");
