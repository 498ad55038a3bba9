// The reasons for refusing a comment, as a person types them.
import type { RefusalReason } from "../api.ts";
import { keyFrom } from "./key-from.ts";

/** A stored code stays: decisions of other systems name it. `rowId` keeps a row itself while it moves. */
export interface ReasonRow extends RefusalReason {
  rowId: string;
  isStored: boolean;
}

export const MOST_REASONS = 30;
const LONGEST_CODE = 40;

export const rowsOf = (reasons: readonly RefusalReason[]): ReasonRow[] =>
  reasons.map((reason) => ({ ...reason, rowId: reason.code, isStored: true }));

export function withNewRow(rows: readonly ReasonRow[]): ReasonRow[] {
  const taken = new Set(rows.map(({ rowId }) => rowId));
  let number = rows.length + 1;
  while (taken.has(`new ${number}`)) number++;
  return [...rows, { rowId: `new ${number}`, isStored: false, code: "", label: "", publicText: "" }];
}

export function withMoved(rows: readonly ReasonRow[], rowId: string, by: 1 | -1): ReasonRow[] {
  const at = rows.findIndex((row) => row.rowId === rowId);
  const to = at + by;
  if (at < 0 || to < 0 || to >= rows.length) return [...rows];
  const others = rows.filter((row) => row.rowId !== rowId);
  return [...others.slice(0, to), rows[at]!, ...others.slice(to)];
}

/** What is sent: a code that nobody typed comes from the label, with a number where that is taken. */
export function reasonsOf(rows: readonly ReasonRow[]): RefusalReason[] {
  const taken = new Set(rows.map(({ code }) => code.trim()).filter(Boolean));
  return rows.map(({ code, label, publicText }) => {
    const given = code.trim() || freeCode(label, taken);
    taken.add(given);
    return { code: given, label: label.trim(), publicText: publicText.trim() };
  });
}

function freeCode(label: string, taken: ReadonlySet<string>): string {
  const wanted =
    keyFrom(label)
      .slice(0, LONGEST_CODE - 3)
      .replace(/-+$/, "") || "reason";
  let code = wanted;
  for (let number = 2; taken.has(code); number++) code = `${wanted}-${number}`;
  return code;
}
