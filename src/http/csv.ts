// RFC 4180, for people's spreadsheets: in UTF-8 with the mark by which these know it.

export type Cell = string | number | null;

export const csvType = "text/csv; charset=utf-8";

/** Line for line as told; the first one names the columns. */
export const csvOf = (lines: readonly (readonly Cell[])[]): string => csvMark + lines.map(csvLine).join("");

/** What a file begins with that is written piece by piece. */
export const csvMark = "\uFEFF";

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(written).join(",")}\r\n`;

// What spreadsheets take for a formula, also in full width; a text that visitors wrote must not run on an admin's machine.
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = beginsFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
