// RFC 4180, for people's spreadsheets: in UTF-8 with the mark by which these know it.
import { once } from "node:events";
import type { Response } from "express";

export type Cell = string | number | null;

export const csvType = "text/csv; charset=utf-8";

/** Line for line as told; the first one names the columns. */
export const csvOf = (lines: readonly (readonly Cell[])[]): string => csvMark + lines.map(csvLine).join("");

/** What a file begins with. */
const csvMark = "\uFEFF";

const csvLine = (cells: readonly Cell[]): string => `${cells.map(written).join(",")}\r\n`;

export interface CsvPages<Place> {
  columns: readonly string[];
  /** The lines after a place, or the first, and the place of the last of them; null = there are no more. */
  next: (after: Place | null) => Promise<{ lines: Cell[][]; last: Place | null }>;
}

/** Sends a file page by page, so that one of any length takes no more memory; it ends where the reader goes away. */
export async function sendCsvPages<Place>(res: Response, { columns, next }: CsvPages<Place>): Promise<void> {
  res.type(csvType);
  res.write(csvOf([columns]));
  for (let after: Place | null = null; !res.destroyed;) {
    const { lines, last }: Awaited<ReturnType<typeof next>> = await next(after);
    if (last === null) break;
    if (!res.write(lines.map(csvLine).join(""))) await Promise.race([once(res, "drain"), once(res, "close")]);
    after = last;
  }
  res.end();
}

// What spreadsheets take for a formula, also in full width; a text that visitors wrote must not run on an admin's machine.
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = beginsFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
