import type { Finding } from "../api.ts";

export interface Piece {
  text: string;
  /** Names of the rules that matched here; empty for plain text. */
  rules: string[];
  /** True when only rules without effect matched here. */
  shadowOnly: boolean;
}

interface Stretch {
  start: number;
  end: number;
  rules: string[];
  shadowOnly: boolean;
}

/** Cuts a text into plain and matched pieces; their concatenation is the text again. */
export function highlight(text: string, field: string, findings: readonly Finding[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end, rules, shadowOnly } of mergedStretches(text, field, findings)) {
    if (start > done) pieces.push({ text: text.slice(done, start), rules: [], shadowOnly: false });
    pieces.push({ text: text.slice(start, end), rules, shadowOnly });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), rules: [], shadowOnly: false });
  return pieces;
}

function mergedStretches(text: string, field: string, findings: readonly Finding[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const next of stretchesIn(text, field, findings)) {
    const last = merged.at(-1);
    if (!last || next.start >= last.end) {
      merged.push(next);
      continue;
    }
    last.end = Math.max(last.end, next.end);
    last.rules = [...new Set([...last.rules, ...next.rules])];
    last.shadowOnly &&= next.shadowOnly;
  }
  return merged;
}

function stretchesIn(text: string, field: string, findings: readonly Finding[]): Stretch[] {
  return findings
    .filter((finding) => finding.field === field)
    .flatMap(({ span, ruleName, stage }) =>
      span ? [{ ...wholeCharacters(text, span), rules: [ruleName], shadowOnly: stage === "shadow" }] : [],
    )
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Keeps a span inside the text and off the middle of a surrogate pair. */
function wholeCharacters(text: string, [from, to]: [number, number]): { start: number; end: number } {
  const start = Math.min(Math.max(from, 0), text.length);
  const end = Math.min(Math.max(to, 0), text.length);
  return { start: splitsPair(text, start) ? start - 1 : start, end: splitsPair(text, end) ? end + 1 : end };
}

const splitsPair = (text: string, index: number): boolean =>
  /[\uD800-\uDBFF]/.test(text.charAt(index - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(index));
