/** One line of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula is made text by a quote. */
export const csvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => quoted(cell ?? "")).join(",")}\r\n`;

// Tab and carriage return, too: spreadsheets skip them and read on.
const looksLikeFormula = /^[=+\-@\t\r\n＝＋－＠]/;

const quoted = (cell: string) =>
  `"${(looksLikeFormula.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
